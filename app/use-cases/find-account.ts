import type { Contact, Debtor } from '~/domain/debtor'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { DocumentKind } from '~/domain/invoice'
import type { UnitOfWork } from './ports/unit-of-work'

interface Dependencies {
  unitOfWork: UnitOfWork
}

export interface Account {
  debtor: Debtor
  /** The primary one first. */
  contacts: Contact[]
}

/** The account of a debtor by the creditor's own number for it; null when there is none. */
export async function findAccount(
  { unitOfWork }: Dependencies,
  { creditorId, externalId }: { creditorId: CreditorId; externalId: string },
): Promise<Account | null> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ debtors }) => {
    const debtor = await debtors.findByExternalId(creditorId, externalId)
    return debtor && { debtor, contacts: await debtors.listContacts(creditorId, debtor.id) }
  })
}

/** The balances of an account's documents of one kind, by number; numbers that are not there are left out. */
export async function findBalances(
  { unitOfWork }: Dependencies,
  input: { creditorId: CreditorId; debtorId: DebtorId; kind: DocumentKind; numbers: readonly string[] },
): Promise<InvoiceBalance[]> {
  const { creditorId, debtorId, kind, numbers } = input
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, ({ invoices }) =>
    invoices.findByNumbers(creditorId, debtorId, kind, numbers),
  )
}

/**
 * What a form's idempotency key has started: a payment, with the provider's reference once it has one, or a use of
 * credits without one. Null when nothing was.
 */
export async function findStarted(
  { unitOfWork }: Dependencies,
  input: { creditorId: CreditorId; debtorId: DebtorId; idempotencyKey: string },
): Promise<{ id: string; gatewayReference: string | null; amountMinor: number } | null> {
  const { creditorId, debtorId, idempotencyKey } = input
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ payments, credits }) => {
    const payment = await payments.findByIdempotencyKey(creditorId, debtorId, idempotencyKey)
    if (payment) return payment
    const application = await credits.findApplicationByKey(creditorId, debtorId, idempotencyKey)
    return application && { id: application.id, gatewayReference: null, amountMinor: application.amountMinor }
  })
}
