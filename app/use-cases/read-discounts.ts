import type { Creditor } from '~/domain/creditor'
import type { DiscountPolicy } from '~/domain/discount-policy'
import type { DebtorId, InvoiceId } from '~/domain/ids'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import type { DiscountQuestion } from '~/domain/settlement-discount'
import type { Transaction } from './ports/unit-of-work'

export interface DiscountReading {
  readonly policy: DiscountPolicy
  /** What `findSettlementDiscount` is asked of each invoice that may have a discount. */
  readonly questions: ReadonlyMap<InvoiceId, DiscountQuestion>
}

/** What the settlement discounts on these invoices of one debtor depend on. */
export async function readDiscounts(
  transaction: Pick<Transaction, 'policies' | 'debtors' | 'discounts'>,
  { id: creditorId, timeZone }: Pick<Creditor, 'id' | 'timeZone'>,
  { debtorId, invoices }: { debtorId: DebtorId; invoices: readonly InvoiceBalance[] },
): Promise<DiscountReading> {
  const payable = invoices.filter((invoice) => invoice.kind === 'invoice' && computeDueNow(invoice) > 0)
  const policy = await transaction.policies.read(creditorId, 'discount')
  const debtor = policy.sliding === null ? null : await transaction.debtors.findById(creditorId, debtorId)
  const slides = debtor !== null && policy.sliding?.debtors.includes(debtor.externalId) === true
  const facts = await transaction.discounts.readFacts(
    { creditorId, debtorId, timeZone },
    payable.map(({ id }) => id),
    policy.tiers.length > 0 || slides ? 'all' : 'with_terms',
  )
  return {
    policy,
    questions: new Map(
      payable.flatMap((invoice): [InvoiceId, DiscountQuestion][] => {
        const known = facts.get(invoice.id)
        return known ? [[invoice.id, { invoice, facts: { ...known, slides }, policy }]] : []
      }),
    ),
  }
}
