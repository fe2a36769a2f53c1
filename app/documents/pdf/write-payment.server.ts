/** The receipt of a payment, and the advice that says what a transfer pays. */
import { describeMethod } from '~/components/pay/payment-words'
import { formatBankReference } from '~/domain/bank-reference'
import { formatIban } from '~/domain/iban'
import { sumReceipt } from '~/domain/receipt'
import type { DocumentFrame, PrintedPayment, ReceiptPaper, RemittancePaper } from '~/use-cases/ports/document-printer'
import { BODY, closeSheet, getWords, openSheet, SOFT_BODY, writeFacts, type Sheet } from './letterhead.server'
import { Table } from './table.server'
import { isolate } from './typeset.server'

const SUM = { size: 20, isBold: true }

export function writeReceipt({ view }: ReceiptPaper, frame: DocumentFrame, begin: (sheet: Sheet) => void): void {
  const { payment, credits, currency, quote } = view
  const { t: title } = getWords(frame)
  const sheet = openSheet(frame, payment ? title('pay:receipt.title') : title('pay:receipt.creditTitle'))
  begin(sheet)
  const { paper, t, format } = sheet
  const { cashMinor, creditMinor, receivedWorthMinor, backMinor, restMinor } = sumReceipt(view)
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const receivedAt = payment?.succeededAt ?? view.startedAt
  const { creditor, debtor } = frame
  paper.text('P', `${t('pay:receipt.number')} ${view.reference} · ${format.instant(receivedAt)}`, SOFT_BODY, 10)
  const confirms = payment
    ? t('pay:receipt.confirms', { creditor: creditor.name })
    : t('pay:receipt.confirmsCredit', { creditor: creditor.name })
  paper.text('P', confirms, BODY)
  paper.text('P', payment ? format.money(payment.receivedMinor ?? 0, payment.currency) : money(creditMinor), SUM)
  paper.text(
    'P',
    `${payment ? t('pay:receipt.from') : t('pay:receipt.of')} ${isolate(debtor.name, paper.settings.direction)}`,
    BODY,
    10,
  )
  writeItems(sheet, view, 'cashMinor')
  writeDiscounts(sheet, view)
  writeFacts(
    sheet,
    [
      [t('pay:receipt.invoices'), money(cashMinor + creditMinor)],
      ...credits.map(({ kind, label, amountMinor }): [string, string] => [
        `${kind === 'credit_note' ? t('pay:creditNote') : t('pay:unappliedCredit')} ${label}`,
        money(-amountMinor),
      ]),
      [t('pay:receipt.unapplied'), restMinor > 0 ? money(restMinor) : null],
      [t('pay:receipt.goneBack'), backMinor > 0 ? money(backMinor) : null],
      [quote ? t('pay:receipt.receivedWorth') : t('pay:receipt.received'), money(receivedWorthMinor)],
    ],
    { width: paper.width * 0.7, valueAlign: 'end' },
  )
  writeFacts(sheet, [
    [t('pay:payment.method'), describeMethod(sheet.words.pay, payment?.method ?? null)],
    ...describeQuote(sheet, view),
    [t('pay:receipt.payer'), payment?.payerName],
    [t('pay:receipt.serviceReference'), payment?.gatewayReference],
  ])
  closeSheet(sheet)
}

export function writeRemittanceAdvice(
  { view, transfer, notices }: RemittancePaper,
  frame: DocumentFrame,
  begin: (sheet: Sheet) => void,
): void {
  const sheet = openSheet(frame, getWords(frame).t('paper:advice.title'))
  begin(sheet)
  const { paper, t, format } = sheet
  const { payment } = view
  paper.text('P', t('paper:advice.text'), BODY, 8)
  const amount = payment ? format.money(payment.amountMinor, payment.currency) : null
  writeFacts(sheet, [
    [t('pay:payment.reference'), view.reference],
    [t('pay:transfer.amount'), amount],
    [t('pay:transfer.reference'), transfer && formatBankReference(transfer.reference)],
    [t('pay:transfer.holder'), transfer?.account.accountName],
    [t('pay:transfer.iban'), transfer?.iban && formatIban(transfer.iban)],
    [t('pay:transfer.accountNumber'), transfer?.account.accountNumber],
    [t('pay:transfer.routingCode'), transfer?.account.routingCode],
    [t('pay:transfer.bic'), transfer?.account.bic],
    [t('pay:transfer.bank'), transfer?.account.bankName],
    ...notices.map(({ paidOn, amountMinor, note }): [string, string] => [
      t('pay:transfer.paid.day'),
      [format.day(paidOn), payment ? format.money(amountMinor, payment.currency) : null, note]
        .filter(Boolean)
        .join(' · '),
    ]),
  ])
  writeItems(sheet, view, 'intendedMinor')
  closeSheet(sheet)
}

/** The discounts that were taken by the rates of tax that they change. */
function writeDiscounts({ paper, t, format }: Sheet, { discounts, currency }: PrintedPayment): void {
  if (discounts.length === 0) return
  const money = (amountMinor: number) => ({ text: format.money(amountMinor, currency) })
  const table = new Table(paper, {
    columns: [
      { head: t('discount:taken.invoice'), share: 3 },
      { head: t('discount:taken.rate'), share: 1.2, align: 'end' },
      { head: t('discount:taken.net'), share: 1.4, align: 'end' },
      { head: t('discount:taken.tax'), share: 1.4, align: 'end' },
      { head: t('discount:taken.total'), share: 1.4, align: 'end' },
    ],
    caption: t('discount:taken.caption'),
  })
  for (const { number, taxParts, noteNumber } of discounts) {
    for (const { percent, netMinor, taxMinor } of taxParts) {
      table.row([
        { text: noteNumber === null ? number : `${number} · ${t('discount:note.name')} ${noteNumber}` },
        { text: percent === null ? t('discount:taken.noRate') : format.percentage(percent) },
        ...[netMinor, taxMinor, netMinor + taxMinor].map(money),
      ])
    }
  }
  table.close(12)
}

function writeItems({ paper, t, format }: Sheet, view: PrintedPayment, key: 'cashMinor' | 'intendedMinor'): void {
  const { items, currency } = view
  if (items.length === 0) return
  const withCredit = items.some(({ creditMinor }) => creditMinor !== 0)
  const withCash = view.payment !== null
  const money = (amountMinor: number) => ({ text: format.money(amountMinor, currency) })
  const figures = (creditMinor: number, cashMinor: number) => [
    ...(withCredit ? [money(creditMinor)] : []),
    ...(withCash ? [money(cashMinor)] : []),
  ]
  const table = new Table(paper, {
    columns: [
      { head: t('pay:items.invoice'), share: 3 },
      ...(withCredit ? [{ head: t('pay:items.credit'), share: 1.4, align: 'end' } as const] : []),
      ...(withCash ? [{ head: t('pay:items.amount'), share: 1.4, align: 'end' } as const] : []),
    ],
    caption: key === 'cashMinor' ? t('pay:items.settled') : t('pay:items.intended'),
  })
  for (const item of items) table.row([{ text: item.number }, ...figures(item.creditMinor, item[key])])
  if (items.length > 1) {
    const sum = (name: 'creditMinor' | typeof key) => items.reduce((total, item) => total + item[name], 0)
    table.row([{ text: t('pay:items.sum') }, ...figures(sum('creditMinor'), sum(key))], 'total')
  }
  table.close(12)
}

function describeQuote({ t, format }: Sheet, { quote }: PrintedPayment): [string, string][] {
  if (!quote) return []
  const { settled, charged, marginBps, marginMinor, source, rateOn } = quote
  const rateOf = (rate: string) =>
    t('pay:quote.rateOf', {
      one: format.price('1', settled.currency),
      other: `${format.decimal(rate)} ${charged.currency}`,
    })
  const day = format.day(rateOn)
  const margin = {
    percent: format.percent(marginBps),
    bps: format.integer(marginBps),
    amount: format.money(marginMinor, charged.currency),
  }
  return [
    [t('pay:quote.rate'), rateOf(quote.rate)],
    [t('pay:quote.reference'), rateOf(quote.referenceRate)],
    [t('pay:quote.source'), source === 'ecb' ? t('pay:quote.ofEcb', { day }) : t('pay:quote.ofTable', { day })],
    [t('pay:quote.margin'), marginBps === 0 ? t('pay:quote.noMargin') : t('pay:quote.marginOf', margin)],
  ]
}
