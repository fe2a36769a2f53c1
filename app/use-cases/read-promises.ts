import type { CurrencyCode } from '~/domain/currency'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import type { PromisePolicy } from '~/domain/promise-policy'
import { findPromiseObstacle, type PromiseObstacle, type PromiseStatus } from '~/domain/promise-to-pay'
import { findChosenInvoices } from './find-chosen-invoices'
import type { Clock } from './ports/clock'
import type { ListedPromise } from './ports/promise-repository'
import type { UnitOfWork } from './ports/unit-of-work'

interface Services {
  unitOfWork: UnitOfWork
  clock: Clock
}

const MOST_SHOWN = 200

/** Of a creditor: open ones by their day, else newest first; of one debtor where asked. */
export async function listPromises(
  { unitOfWork }: Services,
  {
    creditorId,
    status,
    debtorExternalId,
    limit = MOST_SHOWN,
  }: { creditorId: CreditorId; status?: PromiseStatus; debtorExternalId?: string; limit?: number },
): Promise<ListedPromise[]> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ promises, debtors }) => {
    const filter = { ...(status === undefined ? {} : { status }), limit }
    if (debtorExternalId === undefined) return promises.list(creditorId, filter)
    const debtor = await debtors.findByExternalId(creditorId, debtorExternalId)
    return debtor ? promises.list(creditorId, { ...filter, debtorId: debtor.id }) : []
  })
}

export interface OwnPromises {
  policy: PromisePolicy
  /** Newest first. */
  promises: ListedPromise[]
}

/** What was promised from an account. A link that the creditor issued shows all there is; a forwarded one what is its own. */
export async function readOwnPromises(
  { unitOfWork }: Services,
  { creditorId, debtorId, linkId }: { creditorId: CreditorId; debtorId: DebtorId; linkId: AccessLinkId },
): Promise<OwnPromises> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ access, promises, policies }) => {
    const own = await access.findLinkById(creditorId, linkId)
    const below = own?.delegation ? { below: linkId } : {}
    return {
      policy: await policies.read(creditorId, 'promise'),
      promises: await promises.list(creditorId, { debtorId, ...below, limit: MOST_SHOWN }),
    }
  })
}

export interface PromiseChoice {
  policy: PromisePolicy
  currency: CurrencyCode
  /** Oldest due first. */
  invoices: { number: string; dueNowMinor: number }[]
  dueMinor: number
  /** Why no promise can be made of them now. */
  obstacle: PromiseObstacle | null
}

/**
 * What can be promised of one currency, or of chosen invoices of it, paid ones among them; null where one of them is
 * not there. Only reads.
 */
export async function readPromiseChoice(
  { unitOfWork, clock }: Services,
  input: {
    creditorId: CreditorId
    debtorId: DebtorId
    currency: CurrencyCode
    invoiceNumbers: readonly string[] | null
  },
): Promise<PromiseChoice | null> {
  const { creditorId, debtorId, currency } = input
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const policy = await transaction.policies.read(creditorId, 'promise')
    const chosen = await findChosenInvoices(transaction, input)
    if (chosen === null) return null
    const earlier = await transaction.promises.listOfDebtor(creditorId, debtorId)
    const due = chosen
      .map((invoice) => ({ number: invoice.number, dueNowMinor: computeDueNow(invoice) }))
      .filter(({ dueNowMinor }) => dueNowMinor > 0)
    return {
      ...{ policy, currency, invoices: due },
      dueMinor: due.reduce((sum, { dueNowMinor }) => sum + dueNowMinor, 0),
      obstacle: findPromiseObstacle(policy, { invoices: chosen, earlier, now: clock.now() }),
    }
  })
}
