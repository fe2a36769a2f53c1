/** Wires disputes. */
import { continueDispute } from '~/use-cases/continue-dispute'
import { decideDispute } from '~/use-cases/decide-dispute'
import type { DisputeServices } from '~/use-cases/dispute-services'
import { reviewDisputes } from '~/use-cases/examine-claims'
import { openDisputes } from '~/use-cases/open-dispute'
import { listDisputable, listDisputes, readDispute, readDisputeFile } from '~/use-cases/read-disputes'

export function wireDisputes(services: DisputeServices) {
  const bind =
    <Input extends unknown[], Output>(useCase: (services: DisputeServices, ...input: Input) => Output) =>
    (...input: Input): Output =>
      useCase(services, ...input)
  return {
    useCases: {
      reviewDisputes: bind(reviewDisputes),
      openDisputes: bind(openDisputes),
      continueDispute: bind(continueDispute),
      decideDispute: bind(decideDispute),
      listDisputes: bind(listDisputes),
      readDispute: bind(readDispute),
      readDisputeFile: bind(readDisputeFile),
      listDisputable: bind(listDisputable),
    },
  }
}
