import { createHash } from 'node:crypto'
import { parseBankReference } from '~/domain/bank-reference'
import { findTransferAccount } from '~/domain/bank-account'
import {
  chooseTransferScheme,
  nameTransferFile,
  type CreditTransferFile,
  type OrderedTransfer,
  type TransferScheme,
} from '~/domain/credit-transfer-file'
import type { CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { CurrencyCode } from '~/domain/currency'
import type { Debtor } from '~/domain/debtor'
import { parseIban, type Iban } from '~/domain/iban'
import type { PaymentId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import { findExceededLimit } from '~/domain/payment-approval'
import type { Payer, PaymentOrder } from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { parseAddressLines } from '~/domain/postal-address'
import { fail, succeed, type Result } from '~/domain/result'
import { cancelPayment } from './cancel-payment'
import { withInstructedAccounts } from './read-bank-details'
import type { PaymentServices } from './payment-services'
import { startPayment, type StartedStep } from './start-payment'

export interface OrderTransfersInput {
  payer: Payer
  /** As it stood on the page. */
  order: PaymentOrder
  /** Of the page's form: sending it again finds the same transfers. */
  idempotencyKey: string
  /** A transfer for each invoice instead of one for all; not where credits are used, which have no part of their own. */
  isSeparate: boolean
  payerIban: Iban | null
  executionOn: CalendarDay
}

/** The file, or where to go instead: nothing is left to pay, or a second person has to approve first. */
export type OrderedTransfers =
  { kind: 'file'; file: CreditTransferFile; scheme: TransferScheme | null } | { kind: 'step'; step: StartedStep }

/**
 * Has transfers expected that the debtor's bank will carry out by a file: each is a payment by bank transfer as if it
 * had been chosen on the review page, with a reference of its own, so that the money finds its invoices. Where one of
 * several cannot be had, those before it are given up, and nothing is expected.
 */
export async function orderTransfers(
  services: PaymentServices,
  input: OrderTransfersInput,
): Promise<Result<OrderedTransfers, PaymentRefusal[]>> {
  const { payer, order } = input
  const parties = await readParties(services, payer)
  const account = findTransferAccount(parties.creditor, order.currency)
  if (!account) return fail([refusePayment('way_unavailable')])
  const transfers: OrderedTransfer[] = []
  const started: PaymentId[] = []
  for (const { part, key } of await splitOrder(services, input)) {
    const way = { kind: 'method' as const, method: 'bank_transfer' as const }
    const step = await startPayment(services, { payer, order: part, idempotencyKey: key, way, quote: null, keep: null })
    if (!step.ok) {
      for (const id of started) await cancelPayment(services, payer, id)
      return step
    }
    // Anywhere but at its instructions it is not to be ordered: it waits for approval, or the money has come already.
    const transfer = step.value.kind === 'gateway' ? await findTransfer(services, payer, part, key) : null
    if (!transfer) return succeed({ kind: 'step', step: step.value })
    started.push(transfer.paymentId)
    transfers.push(transfer.transfer)
  }
  const file: CreditTransferFile = {
    messageId: nameTransferFile(transfers),
    createdAt: services.clock.now(),
    executionOn: input.executionOn,
    debtor: { name: parties.debtor.name, externalId: parties.debtor.externalId, iban: input.payerIban },
    creditor: {
      account,
      iban: account.iban === undefined ? null : parseIban(account.iban),
      address: parseAddressLines(parties.creditor.addressLines, parties.creditor.countryCode),
    },
    currency: order.currency,
    transfers,
  }
  return succeed({ kind: 'file', file, scheme: chooseTransferScheme(account, parties.creditor) })
}

/** What a file in this currency could be: none where no transfer is taken at all. */
export async function describeTransferFile(
  services: Pick<PaymentServices, 'unitOfWork' | 'clock'>,
  payer: Pick<Payer, 'creditorId' | 'debtorId'>,
  currency: CurrencyCode,
): Promise<{ scheme: TransferScheme | null } | null> {
  const { creditor } = await readParties(services, payer)
  const account = findTransferAccount(creditor, currency)
  return account && { scheme: chooseTransferScheme(account, creditor) }
}

function readParties(
  { unitOfWork, clock }: Pick<PaymentServices, 'unitOfWork' | 'clock'>,
  { creditorId, debtorId }: Pick<Payer, 'creditorId' | 'debtorId'>,
): Promise<{ creditor: Creditor; debtor: Debtor }> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    const debtor = await transaction.debtors.findById(creditorId, debtorId)
    if (!creditor || !debtor) throw new Error(`no creditor ${creditorId} or no debtor ${debtorId}`)
    return { creditor: await withInstructedAccounts(transaction, creditor, clock.now()), debtor }
  })
}

interface OrderPart {
  part: PaymentOrder
  key: string
}

/** A sum that needs a second person's approval is not divided into parts that need none. */
async function splitOrder(services: PaymentServices, input: OrderTransfersInput): Promise<OrderPart[]> {
  const { payer, order, idempotencyKey, isSeparate } = input
  const { creditorId, debtorId } = payer
  const whole = [{ part: order, key: idempotencyKey }]
  if (!isSeparate || order.credits.length > 0 || order.items.length < 2) return whole
  const amountMinor = order.items.reduce((sum, item) => sum + item.amountMinor, 0)
  const limits = await services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, ({ approvals }) =>
    approvals.listLimits(creditorId, debtorId),
  )
  if (findExceededLimit(limits, createMoney(amountMinor, order.currency)) !== null) return whole
  return order.items.map((item) => ({
    part: { ...order, items: [item] },
    key: deriveKey(idempotencyKey, item.number),
  }))
}

/** A UUID (version 8, RFC 9562) that the form's own key and the invoice make: the same for every repetition. */
function deriveKey(idempotencyKey: string, number: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([idempotencyKey, number]))
    .digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-')
}

async function findTransfer(
  { unitOfWork }: PaymentServices,
  { creditorId, debtorId }: Payer,
  order: PaymentOrder,
  key: string,
): Promise<{ paymentId: PaymentId; transfer: OrderedTransfer } | null> {
  const payment = await unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, ({ payments }) =>
    payments.findByIdempotencyKey(creditorId, debtorId, key),
  )
  if (!payment || payment.bankReference === null) return null
  const reference = parseBankReference(payment.bankReference)
  if (reference === null) return null
  return {
    paymentId: payment.id,
    transfer: {
      endToEndId: payment.reference,
      amount: createMoney(payment.amountMinor, payment.currency),
      reference,
      invoiceNumbers: order.items.map(({ number }) => number),
    },
  }
}
