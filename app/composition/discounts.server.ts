/** Wires what debtors are told of settlement discounts. */
import type { CreditorId, DebtorId } from '~/domain/ids'
import { listDiscountOffers, type DiscountedInvoices } from '~/use-cases/list-discount-offers'
import type { Clock } from '~/use-cases/ports/clock'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'

export function wireDiscounts(deps: { unitOfWork: UnitOfWork; clock: Clock }) {
  return {
    listDiscountOffers: (account: { creditorId: CreditorId; debtorId: DebtorId }, which: DiscountedInvoices) =>
      listDiscountOffers(deps, account, which),
  }
}
