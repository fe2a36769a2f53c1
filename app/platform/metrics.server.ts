/** Counters for Prometheus. They name no tenant, debtor or address. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

const registry = new Registry()
collectDefaultMetrics({ register: registry, prefix: 'quittance_' })

export const requestDuration = new Histogram({
  name: 'quittance_http_request_seconds',
  help: 'Time from a request to its answer.',
  labelNames: ['method', 'status'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
})

export const failedRequests = new Counter({
  name: 'quittance_http_failures_total',
  help: 'Requests that ended in an unexpected error.',
  registers: [registry],
})

interface StuckWorkCounts {
  jobs: readonly { name: string; count: number }[]
  events: readonly { result: string; count: number }[]
  payments: readonly { gateway: string; count: number }[]
}

let readStuckWork: (() => Promise<StuckWorkCounts>) | null = null

/** Where the counts of stuck work are read from whenever the metrics are. */
export function setStuckWorkSource(read: () => Promise<StuckWorkCounts>): void {
  readStuckWork = read
}

const failedJobs = new Gauge({
  name: 'quittance_failed_jobs',
  help: 'Jobs that were given up after every attempt, by name. They stand for somebody: see docs/operations.md.',
  labelNames: ['job'] as const,
  registers: [registry],
})

const setAsideEvents = new Gauge({
  name: 'quittance_set_aside_events',
  help: 'Events of payment providers that stand for somebody, by what is the matter.',
  labelNames: ['result'] as const,
  registers: [registry],
})

const untoldPayments = new Gauge({
  name: 'quittance_payments_without_outcome',
  help: 'Payments under way for too long with a provider that cannot be asked, by provider.',
  labelNames: ['gateway'] as const,
  registers: [registry],
})

async function countStuckWork(): Promise<void> {
  const counts = await readStuckWork?.()
  if (!counts) return
  failedJobs.reset()
  for (const { name, count } of counts.jobs) failedJobs.set({ job: name }, count)
  setAsideEvents.reset()
  for (const { result, count } of counts.events) setAsideEvents.set({ result }, count)
  untoldPayments.reset()
  for (const { gateway, count } of counts.payments) untoldPayments.set({ gateway }, count)
}

export async function renderMetrics(): Promise<string> {
  await countStuckWork()
  return registry.metrics()
}

export const METRICS_CONTENT_TYPE = registry.contentType
