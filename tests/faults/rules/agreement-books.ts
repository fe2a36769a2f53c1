/** What was written down about promises, settlements and plans, as plain rows. Amounts are minor units, days ISO days. */
import type { PlanStatus } from '~/domain/payment-plan'
import type { OfferSide, OfferStep, SettlementOfferStatus } from '~/domain/settlement-offer'
import type { RowReader } from './books'

interface PlanRow {
  id: string
  creditorId: string
  status: PlanStatus
  totalMinor: number
  idempotencyKey: string
}

interface InstalmentRow {
  planId: string
  number: number
  status: string
  amountMinor: number
  paidMinor: number
  paymentId: string | null
}

interface PlanInvoiceRow {
  planId: string
  invoiceId: string
  amountMinor: number
  settledMinor: number
}

interface PromiseRow {
  id: string
  status: 'open' | 'kept' | 'broken' | 'canceled'
}

export interface OfferRow {
  id: string
  status: SettlementOfferStatus
  owedMinor: number
  offeredMinor: number
  openedBy: OfferSide
  paymentId: string | null
}

export interface AgreementBooks {
  plans: PlanRow[]
  instalments: InstalmentRow[]
  planInvoices: PlanInvoiceRow[]
  planEntries: { planId: string; step: string }[]
  promises: PromiseRow[]
  offers: OfferRow[]
  offerInvoices: { offerId: string; invoiceId: string; amountMinor: number; waivedMinor: number }[]
  /** In the order in which they were taken. */
  offerEntries: { offerId: string; side: OfferSide; step: OfferStep; author: string }[]
}

/** How the key of a payment begins that a plan's collection opened: plan, day, numbers of instalments, tries. */
export const COLLECTION_KEY = 'plan '

/** The plan and the instalments that a collection is for; null for another payment. */
export function readCollection({ idempotencyKey }: { idempotencyKey: string }) {
  if (!idempotencyKey.startsWith(COLLECTION_KEY)) return null
  const [, planId = '', , numbers = ''] = idempotencyKey.split(' ')
  return { planId, numbers: numbers.split('+').map(Number) }
}

export async function readAgreements(read: RowReader): Promise<AgreementBooks> {
  return {
    plans: await read('payment_plan', ['id', 'creditorId', 'status', 'totalMinor', 'idempotencyKey']),
    instalments: await read(
      'instalment',
      ['planId', 'number', 'status', 'amountMinor', 'paidMinor', 'paymentId'],
      'plan_id, number',
    ),
    planInvoices: await read('plan_invoice', ['planId', 'invoiceId', 'amountMinor', 'settledMinor']),
    planEntries: await read('plan_entry', ['planId', 'step']),
    promises: await read('promise_to_pay', ['id', 'status']),
    offers: await read('settlement_offer', ['id', 'status', 'owedMinor', 'offeredMinor', 'openedBy', 'paymentId']),
    offerInvoices: await read('settlement_offer_invoice', ['offerId', 'invoiceId', 'amountMinor', 'waivedMinor']),
    offerEntries: await read('settlement_offer_entry', ['offerId', 'side', 'step', 'author'], 'at, id'),
  }
}
