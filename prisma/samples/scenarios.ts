import { cedarwickScenarios } from './cedarwick/scenarios'
import { larkmoorScenarios } from './pellbrook/larkmoor-scenarios'
import { pellbrookScenarios } from './pellbrook/scenarios'
import type { SampleScenario } from './scenario'
import { wattenhorstAgreements } from './wattenhorst/agreements'
import { wattenhorstScenarios } from './wattenhorst/scenarios'

/** All of them, oldest first; those of one day in the order in which they must be carried out. */
export const sampleScenarios: readonly SampleScenario[] = [
  ...wattenhorstScenarios,
  ...wattenhorstAgreements,
  ...larkmoorScenarios,
  ...pellbrookScenarios,
  ...cedarwickScenarios,
].sort((a, b) => b.daysAgo - a.daysAgo)
