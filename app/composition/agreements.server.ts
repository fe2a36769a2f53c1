/** Wires promises to pay and settlement offers: what debtors and creditor say to each other beside the invoices. */
import { LRUCache } from 'lru-cache'
import type { JobHandlers } from '~/data/job-queue.server'
import { writeSettlementAgreement } from '~/documents/letters/settlement-agreement.server'
import { createDocumentPrinter } from '~/documents/pdf/document-printer.server'
import type { CreditorId } from '~/domain/ids'
import { agreeSettlementOffer, type AgreeDependencies } from '~/use-cases/agree-settlement-offer'
import { answerSettlementOffer } from '~/use-cases/answer-settlement-offer'
import { decideSettlementOffers } from '~/use-cases/decide-settlement-offers'
import { cancelPromise, decidePromises } from '~/use-cases/end-promise'
import { makePromise } from '~/use-cases/make-promise'
import { makeSettlementOffer } from '~/use-cases/make-settlement-offer'
import type { FileStore } from '~/use-cases/ports/file-store'
import { listPromises, readOwnPromises, readPromiseChoice } from '~/use-cases/read-promises'
import {
  listSettlementOffers,
  readDebtorOffers,
  readOfferChoice,
  readSettlementAgreement,
  readSettlementOffer,
} from '~/use-cases/read-settlement-offers'

type Parts = Omit<AgreeDependencies, 'documentPrinter' | 'writeSettlementAgreement' | 'fileStore'> & {
  fileStore: FileStore
}

/** Milliseconds in which the statement may not know yet that a creditor changed what it offers. */
const OFFERS_KEPT_MS = 15_000

export function wireAgreements(parts: Parts) {
  const deps = { ...parts, documentPrinter: createDocumentPrinter(), writeSettlementAgreement }
  const bind =
    <Input, Output>(useCase: (dependencies: typeof deps, input: Input) => Output) =>
    (input: Input) =>
      useCase(deps, input)
  const offers = new LRUCache<CreditorId, Awaited<ReturnType<typeof readDebtorOffers>>>({
    max: 1_000,
    ttl: OFFERS_KEPT_MS,
  })
  const handlers: JobHandlers = {
    'decide-promises': async () => {
      await decidePromises(deps)
    },
    'decide-settlement-offers': async () => {
      await decideSettlementOffers(deps)
    },
  }
  return {
    handlers,
    useCases: {
      makePromise: bind(makePromise),
      cancelPromise: bind(cancelPromise),
      listPromises: bind(listPromises),
      readOwnPromises: bind(readOwnPromises),
      readPromiseChoice: bind(readPromiseChoice),
      makeSettlementOffer: bind(makeSettlementOffer),
      answerSettlementOffer: bind(answerSettlementOffer),
      agreeSettlementOffer: bind(agreeSettlementOffer),
      listSettlementOffers: bind(listSettlementOffers),
      readSettlementOffer: bind(readSettlementOffer),
      readSettlementAgreement: bind(readSettlementAgreement),
      readOfferChoice: bind(readOfferChoice),
      /** Asked by pages that are opened often. */
      async readDebtorOffers(creditorId: CreditorId) {
        const known = offers.get(creditorId) ?? (await readDebtorOffers(deps, { creditorId }))
        offers.set(creditorId, known)
        return known
      },
    },
  }
}
