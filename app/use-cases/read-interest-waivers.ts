import type { CreditorId } from '~/domain/ids'
import type { KeptWaiver } from './ports/late-interest-repository'
import type { UnitOfWork } from './ports/unit-of-work'

const SHOWN_WAIVERS = 100

export type NamedWaiver = KeptWaiver & { readonly invoiceNumber: string }

/** What a creditor let go of interest, newest first. Only reads. */
export function readInterestWaivers(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId }: { creditorId: CreditorId },
): Promise<NamedWaiver[]> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ lateInterest, invoices }) => {
    const waivers = await lateInterest.listWaivers(creditorId, SHOWN_WAIVERS)
    const named = await invoices.findByIds(creditorId, [...new Set(waivers.map(({ invoiceId }) => invoiceId))])
    const numbers = new Map(named.map(({ id, number }) => [id, number]))
    return waivers.map((waiver) => ({ ...waiver, invoiceNumber: numbers.get(waiver.invoiceId) ?? '' }))
  })
}
