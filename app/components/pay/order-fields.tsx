import { Fragment } from 'react'
import type { PaymentOrder } from '~/domain/payment-order'
import { writeCreditChoice } from '~/domain/payment-selection-query'

/** The order in a form, exactly as it was reviewed: a field each for number and amount, a pair for each invoice. */
export function OrderFields({ order, idempotencyKey }: { order: PaymentOrder; idempotencyKey: string }) {
  return (
    <>
      <input type="hidden" name="key" value={idempotencyKey} />
      <input type="hidden" name="currency" value={order.currency} />
      {order.items.map(({ number, amountMinor }) => (
        <Fragment key={number}>
          <input type="hidden" name="invoice" value={number} />
          <input type="hidden" name="amount" value={amountMinor} />
        </Fragment>
      ))}
      {order.credits.map((credit) => (
        <Fragment key={credit.id}>
          <input type="hidden" name="credit" value={writeCreditChoice(credit)} />
          <input type="hidden" name="creditAmount" value={credit.amountMinor} />
        </Fragment>
      ))}
    </>
  )
}
