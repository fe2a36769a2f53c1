import type { Creditor } from '~/domain/creditor'
import type { Contact, Debtor } from '~/domain/debtor'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'
import { recordBankDetails } from './record-bank-details'

export interface NewDebtor extends Omit<Debtor, 'id' | 'creditorId'> {
  contacts: readonly Omit<Contact, 'id'>[]
}

/**
 * Makes a creditor known, with the debtors whose particulars are known beforehand; the others come with their
 * invoices. Whatever is there already, by slug or external id, stays as it is.
 */
export async function registerCreditor(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  input: { creditor: Omit<Creditor, 'id'>; debtors: readonly NewDebtor[] },
): Promise<Creditor> {
  const creditor = await unitOfWork.run({ kind: 'system' }, async (transaction) => {
    const { creditors } = transaction
    const known = await creditors.findBySlug(input.creditor.slug)
    if (known) return known
    const registered: Creditor = { ...input.creditor, id: ids.uuid() as CreditorId }
    await creditors.insert(registered)
    await recordBankDetails(transaction, registered, { before: null, at: clock.now(), by: 'seed' })
    return registered
  })
  await unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, async ({ debtors }) => {
    for (const { contacts, ...debtor } of input.debtors) {
      if (await debtors.findByExternalId(creditor.id, debtor.externalId)) continue
      await debtors.insert(
        { ...debtor, id: ids.uuid() as DebtorId, creditorId: creditor.id },
        contacts.map((contact) => ({ ...contact, id: ids.uuid() })),
      )
    }
  })
  return creditor
}
