import type { CreditorId, InvoiceId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { carryPlans, type LedgerSteps } from './carry-plans'
import type { Transaction } from './ports/unit-of-work'

/** Balances locked by a transaction, changed in memory by the domain's rules and written once. */
export interface InvoiceLedger {
  /** Throws for an invoice that was not locked. */
  get(id: InvoiceId): InvoiceBalance
  list(): InvoiceBalance[]
  change(id: InvoiceId, rule: (balance: InvoiceBalance) => InvoiceBalance): void
  /** Writes what changed, and has the plans over it follow. Reservations of payments are written before. */
  save(steps: LedgerSteps): Promise<void>
}

/** Takes the locks of these invoices and credit notes in the order of their ids. Unknown ids are left out. */
export async function lockInvoices(
  transaction: Transaction,
  creditorId: CreditorId,
  ids: readonly InvoiceId[],
): Promise<InvoiceLedger> {
  const rows = await transaction.invoices.lockByIds(creditorId, [...new Set(ids)])
  const balances = new Map(rows.map((balance) => [balance.id, balance]))
  const changed = new Set<InvoiceId>()
  const replanned = new Set<InvoiceId>()
  const get = (id: InvoiceId) => {
    const balance = balances.get(id)
    if (!balance) throw new Error(`invoice ${id} is not locked`)
    return balance
  }
  return {
    get,
    list: () => [...balances.values()],
    change(id, rule) {
      const before = get(id)
      const after = rule(before)
      balances.set(id, after)
      changed.add(id)
      if (after.plannedMinor !== before.plannedMinor) replanned.add(id)
    },
    async save(steps) {
      await transaction.invoices.saveBalances(
        creditorId,
        [...changed].map((id) => get(id)),
      )
      const planned = [...replanned].map((id) => get(id))
      if (planned.length > 0) await carryPlans(transaction, creditorId, planned, steps)
    },
  }
}
