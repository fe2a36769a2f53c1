/** What the page of a payment shows, written in the reader's language: the browser formats nothing again. */
import type { BadgeTone } from '~/components/badge'
import type { ShownPayment, ShownReversal } from '~/components/console/payment-view'
import { PAYMENT_TONES } from '~/components/payment-tones'
import { getCurrencySign } from '~/i18n/currency-sign'
import { isPaymentMethodKind } from '~/domain/payment-method'
import { isManualWay } from '~/domain/manual-payment'
import { computeWorth } from '~/domain/payment'
import { computeAmountWorth, type ReversalStatus } from '~/domain/payment-reversal'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { CreditorPayment } from '~/use-cases/read-creditor-payment'

const REVERSAL_TONES: Readonly<Record<ReversalStatus, BadgeTone>> = {
  requested: 'note',
  pending: 'note',
  rejected: 'bad',
  taken: 'plain',
  returned: 'good',
}

export function describePayment(found: CreditorPayment, visit: ConsoleVisit): ShownPayment {
  const { payment, view, settlement, manual } = found
  const { format } = visit
  const { currency, settledCurrency, receivedMinor } = payment
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const isConverted = settledCurrency !== currency
  const settledMinor = receivedMinor === null ? payment.settledMinor : computeWorth(payment, receivedMinor)
  return {
    id: payment.id,
    reference: payment.reference,
    debtor: found.debtor,
    status: payment.status,
    tone: PAYMENT_TONES[payment.status],
    amounts: {
      asked: money(payment.amountMinor),
      received: receivedMinor === null ? null : money(receivedMinor),
      settled: isConverted ? format.money(settledMinor, settledCurrency) : null,
      refunded: payment.refundedMinor === 0 ? null : money(payment.refundedMinor),
      chargedBack: payment.chargedBackMinor === 0 ? null : money(payment.chargedBackMinor),
    },
    gateway: payment.gateway,
    gatewayReference: payment.gatewayReference,
    transactionReference: payment.transactionReference,
    method: describeMethod(payment.method, visit),
    failureCode: payment.failureCode,
    startedAt: format.instant(payment.createdAt),
    succeededAt: payment.succeededAt && manual === null ? format.instant(payment.succeededAt) : null,
    endedAt: payment.endedAt && format.instant(payment.endedAt),
    payer: payment.payerName ?? payment.payerEmail,
    manual: manual && {
      receivedOn: format.day(manual.receivedOn),
      externalReference: manual.externalReference,
      note: manual.note,
    },
    items: view.items.map(({ number, cashMinor, discountMinor, writtenOffMinor, creditMinor, openMinor }) => ({
      number,
      paid: format.money(cashMinor + creditMinor, settledCurrency),
      discount: discountMinor === 0 ? null : format.money(discountMinor, settledCurrency),
      writtenOff: writtenOffMinor === 0 ? null : format.money(writtenOffMinor, settledCurrency),
      open: format.money(openMinor, settledCurrency),
    })),
    notes: view.discounts.flatMap(({ noteNumber }) => noteNumber ?? []),
    credits: found.credits
      .filter(({ openMinor }) => openMinor > 0)
      .map((credit) => ({ id: credit.id, open: format.money(credit.openMinor, credit.currency) })),
    settlement: settlement && {
      gross: format.money(settlement.gross.amountMinor, settlement.gross.currency),
      fee: format.money(settlement.fee.amountMinor, settlement.fee.currency),
      net: format.money(settlement.net.amountMinor, settlement.net.currency),
      exchangeRate: settlement.exchangeRate === null ? null : format.decimal(settlement.exchangeRate),
      learnedAt: format.instant(settlement.learnedAt),
    },
    reversals: found.reversals.map((reversal): ShownReversal => ({
      id: reversal.id,
      kind: reversal.kind,
      status: reversal.status,
      tone: REVERSAL_TONES[reversal.status],
      amount: money(reversal.amountMinor),
      reason: reversal.reason,
      failure: reversal.failureCode,
      at: format.instant(reversal.endedAt ?? reversal.takenAt ?? reversal.createdAt),
    })),
    refundable: found.refundableMinor === 0 ? null : money(found.refundableMinor),
    canRefund: found.canRefund,
    canCorrect: found.canCorrect,
    currencySign: getCurrencySign(currency, format.locale),
  }
}

/** What the form is filled in with where a credit is to be refunded. */
export function describeCreditRefund(
  found: CreditorPayment,
  creditId: string | null,
  { format }: ConsoleVisit,
): { id: string; amount: string } | null {
  const credit = found.credits.find(({ id, openMinor }) => id === creditId && openMinor > 0)
  if (!credit) return null
  const amountMinor = Math.min(found.refundableMinor, computeAmountWorth(found.payment, credit.openMinor))
  return { id: credit.id, amount: format.amount(amountMinor, found.payment.currency) }
}

function describeMethod(method: string | null, { t }: ConsoleVisit): string | null {
  if (method === null) return null
  if (isManualWay(method)) return t(/* i18n: money:way.* */ `money:way.${method}`)
  return isPaymentMethodKind(method)
    ? t(/* i18n: console:settings.method.* */ `console:settings.method.${method}`)
    : method
}
