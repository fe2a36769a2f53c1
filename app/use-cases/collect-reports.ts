import type { Creditor } from '~/domain/creditor'
import type { PolicyBodies, PolicyKind } from '~/domain/creditor-policy'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { Money } from '~/domain/money'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { Allocation } from './ports/allocation-repository'
import type { Transaction } from './ports/unit-of-work'

export interface CollectedReports {
  /** Does all at once, but for the allocations, which nobody reads meanwhile, and for telling of it. */
  readonly transaction: Transaction
  /** Whether an invoice that was changed is now open with exactly this amount. */
  hasLeftOpen(amount: Money): boolean
  forgetLeftOpen(): void
  /** Writes the rest: allocations, the events of the log in their order, the debtors' versions. To be called last. */
  send(creditorId: CreditorId): Promise<void>
}

/**
 * A transaction that settles many payments, each of another debtor, and tells of them at its end. The creditor's log is
 * locked last everywhere; were it locked by the first of them, the rest would wait for invoices while others wait for it.
 * Throws where it is to tell of one debtor twice: the balance after the first would be that after both.
 */
export function collectReports(transaction: Transaction): CollectedReports {
  const drafts = new Map<DebtorId, OutcomeEventDraft>()
  const raised = new Set<DebtorId>()
  const leftOpen = new Set<string>()
  const written: Allocation[] = []
  const creditors = new Map<CreditorId, Creditor | null>()
  const policies = new Map<PolicyKind, Promise<PolicyBodies[PolicyKind]>>()
  const keyOf = ({ currency, amountMinor }: Money) => `${currency} ${amountMinor}`
  const { outcomeLog, debtors, invoices } = transaction
  return {
    transaction: {
      ...transaction,
      creditors: {
        ...transaction.creditors,
        async findById(id) {
          if (!creditors.has(id)) creditors.set(id, await transaction.creditors.findById(id))
          return creditors.get(id) ?? null
        },
      },
      policies: {
        ...transaction.policies,
        read<Kind extends PolicyKind>(creditorId: CreditorId, kind: Kind) {
          const body = policies.get(kind) ?? transaction.policies.read(creditorId, kind)
          policies.set(kind, body)
          // Each is kept under its own kind.
          return body as Promise<PolicyBodies[Kind]>
        },
      },
      allocations: {
        ...transaction.allocations,
        insertMany(allocations) {
          written.push(...allocations)
          return Promise.resolve()
        },
      },
      outcomeLog: {
        ...outcomeLog,
        append(draft) {
          if (drafts.has(draft.debtorId)) throw new Error(`debtor ${draft.debtorId} is told of already`)
          drafts.set(draft.debtorId, draft)
          return Promise.resolve()
        },
      },
      debtors: {
        ...debtors,
        raiseVersion(_creditorId, ids) {
          for (const id of ids) raised.add(id)
          return Promise.resolve()
        },
      },
      invoices: {
        ...invoices,
        async saveBalances(creditorId, balances) {
          await invoices.saveBalances(creditorId, balances)
          for (const { currency, openMinor: amountMinor } of balances) leftOpen.add(keyOf({ currency, amountMinor }))
        },
      },
    },
    hasLeftOpen: (amount) => leftOpen.has(keyOf(amount)),
    forgetLeftOpen() {
      leftOpen.clear()
    },
    async send(creditorId) {
      if (written.length > 0) await transaction.allocations.insertMany(written)
      await outcomeLog.appendMany([...drafts.values()])
      if (raised.size > 0) await debtors.raiseVersion(creditorId, [...raised])
    },
  }
}
