import { dayOfInstant } from '~/domain/calendar-day'
import type { Payer } from '~/domain/payment-order'
import { isUsable, type SavedMethod } from '~/domain/saved-method'
import type { PaymentServices } from './payment-services'

export interface ListedMethod extends Pick<
  SavedMethod,
  'id' | 'kind' | 'label' | 'expiresOn' | 'createdAt' | 'invalidBecause'
> {
  /** False once it has expired, or was refused for good. */
  isUsable: boolean
  /** Who agreed to it, as they called themselves or by their address. */
  agreedBy: string
}

/** The methods a debtor allowed to be kept, those that are of no use any more too, newest first. Only reads. */
export async function listSavedMethods(
  { unitOfWork, clock }: Pick<PaymentServices, 'unitOfWork' | 'clock'>,
  { creditorId, debtorId }: Pick<Payer, 'creditorId' | 'debtorId'>,
): Promise<ListedMethod[]> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ savedMethods, creditors }) => {
    const creditor = await creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const today = dayOfInstant(clock.now(), creditor.timeZone)
    const methods = await savedMethods.listShown(creditorId, debtorId)
    return methods.map((method) => {
      const { id, kind, label, expiresOn, createdAt, consent, invalidBecause } = method
      const agreedBy = consent.name ?? consent.email
      return { id, kind, label, expiresOn, createdAt, agreedBy, invalidBecause, isUsable: isUsable(method, today) }
    })
  })
}
