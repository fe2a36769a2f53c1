import { permits } from '~/domain/access-scope'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import {
  planPayment,
  resolveSelection,
  type CreditSelection,
  type Payer,
  type PaymentOrder,
  type PaymentPlan,
  type PaymentSelection,
} from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { describeHolders } from './describe-holders'
import { listUsableCredits } from './list-usable-credits'
import { chooseGateway, type PaymentServices } from './payment-services'
import type { Transaction } from './ports/unit-of-work'

export interface PaymentReview {
  /** Goes into the form as it is; starting it pays exactly this. */
  order: PaymentOrder
  plan: PaymentPlan
  /** Of this form; fresh at every review. */
  idempotencyKey: string
  /** The gateway that will take the money; null when credits cover everything. */
  gateway: string | null
}

/** Turns a choice into the exact order that will be started, or says everything that is wrong with it. Only reads. */
export async function reviewPayment(
  services: Pick<PaymentServices, 'unitOfWork' | 'ids' | 'gateways'>,
  { payer, selection, credits }: { payer: Payer; selection: PaymentSelection; credits: CreditSelection },
): Promise<Result<PaymentReview, PaymentRefusal[]>> {
  if (!permits(payer.scope, 'pay')) return fail([refusePayment('not_allowed')])
  const { creditorId, debtorId } = payer
  return services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const invoices = await findSelected(transaction, payer, selection)
    const usable = await listUsableCredits(transaction, creditor, debtorId)
    const order = resolveSelection(selection, credits, invoices, usable)
    if (!order.ok) return order
    const plan = planPayment(order.value, invoices, usable)
    if (!plan.ok) return fail(await describeHolders(transaction, creditorId, plan.failure, invoices))
    const gateway = plan.value.cashMinor === 0 ? null : chooseGateway(services, creditor)
    if (plan.value.cashMinor > 0 && gateway === null) return fail([refusePayment('no_gateway')])
    return succeed({
      order: order.value,
      plan: plan.value,
      idempotencyKey: services.ids.uuid(),
      gateway: gateway?.name ?? null,
    })
  })
}

function findSelected(
  { invoices }: Transaction,
  { creditorId, debtorId }: Payer,
  selection: PaymentSelection,
): Promise<InvoiceBalance[]> {
  if (selection.kind !== 'invoices') return invoices.listOpen(creditorId, debtorId, 'invoice', selection.currency)
  const numbers = selection.items.map((item) => item.number)
  return invoices.findByNumbers(creditorId, debtorId, 'invoice', numbers)
}
