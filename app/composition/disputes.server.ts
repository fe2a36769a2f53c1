/** Wires disputes. */
import { writeInvoiceResponse } from '~/documents/invoice-response/write-invoice-response'
import { inspectEvidence } from '~/ingest/evidence/inspect-evidence.server'
import { continueDispute } from '~/use-cases/continue-dispute'
import { decideDispute } from '~/use-cases/decide-dispute'
import type { DisputeServices } from '~/use-cases/dispute-services'
import { reviewDisputes } from '~/use-cases/examine-claims'
import { openDisputes } from '~/use-cases/open-dispute'
import {
  listDisputable,
  listDisputes,
  listOpenedTogether,
  readDispute,
  readDisputeFile,
} from '~/use-cases/read-disputes'
import { readInvoiceResponse } from '~/use-cases/read-invoice-response'

export function wireDisputes(services: DisputeServices) {
  const bind =
    <Input extends unknown[], Output>(useCase: (services: DisputeServices, ...input: Input) => Output) =>
    (...input: Input): Output =>
      useCase(services, ...input)
  return {
    useCases: {
      /** What a file really is; or why it is not taken. */
      inspectEvidence,
      reviewDisputes: bind(reviewDisputes),
      openDisputes: bind(openDisputes),
      continueDispute: bind(continueDispute),
      decideDispute: bind(decideDispute),
      listDisputes: bind(listDisputes),
      listOpenedTogether: bind(listOpenedTogether),
      readDispute: bind(readDispute),
      readDisputeFile: bind(readDisputeFile),
      listDisputable: bind(listDisputable),
      /** A dispute as UBL; null where there is none. */
      async readInvoiceResponse(input: Parameters<typeof readInvoiceResponse>[1]) {
        const found = await readInvoiceResponse(services, input)
        if (!found) return null
        const content = new TextEncoder().encode(writeInvoiceResponse(found.response))
        return { filename: `invoice-response-${found.reference}.xml`, mediaType: 'application/xml', content }
      },
    },
  }
}
