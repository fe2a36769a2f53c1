import { Fragment } from 'react'
import type { PaymentOrder } from '~/domain/payment-order'
import { writeCreditChoice, writePurpose } from '~/domain/payment-selection-query'
import { writeAmountField } from './order-form'
import { listTermsFields, type ReviewTerms } from './review-terms'

interface OrderFieldsProps {
  order: PaymentOrder
  idempotencyKey: string
  /** How it is to be paid, where that is not asked for in the same form. */
  terms?: ReviewTerms
}

/** The order in a form, exactly as it was reviewed: a field each for number and amount, a pair for each invoice. */
export function OrderFields({ order, idempotencyKey, terms }: OrderFieldsProps) {
  return (
    <>
      <input type="hidden" name="key" value={idempotencyKey} />
      <input type="hidden" name="currency" value={order.currency} />
      {order.purpose === undefined ? null : <input type="hidden" name="purpose" value={writePurpose(order.purpose)} />}
      {order.items.map(({ number, amountMinor, concessionMinor = 0, chargesMinor = 0 }) => (
        <Fragment key={number}>
          <input type="hidden" name="invoice" value={number} />
          <input type="hidden" name="amount" value={amountMinor} />
          {concessionMinor === 0 ? null : (
            <input type="hidden" name="concession" value={writeAmountField(number, concessionMinor)} />
          )}
          {chargesMinor === 0 ? null : (
            <input type="hidden" name="charge" value={writeAmountField(number, chargesMinor)} />
          )}
        </Fragment>
      ))}
      {order.credits.map((credit) => (
        <Fragment key={credit.id}>
          <input type="hidden" name="credit" value={writeCreditChoice(credit)} />
          <input type="hidden" name="creditAmount" value={credit.amountMinor} />
        </Fragment>
      ))}
      {terms === undefined
        ? null
        : listTermsFields(terms).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
    </>
  )
}
