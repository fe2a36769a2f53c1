import type { TFunction } from 'i18next'
import type { AccountInvoice, SettlementEntry } from '~/domain/account-invoice'
import { computeDueNow } from '~/domain/invoice-balance'
import type { Formatters } from '~/i18n/formatters'
import { writeDocumentPath } from './document-path'
import { html, type SafeHtml } from './html'
import { writeSteps, type Step } from './steps'

/** What has happened to a document since it was issued, and where it stands. */
export function writeInvoiceHistory(t: TFunction<'invoice'>, invoice: AccountInvoice, format: Formatters): SafeHtml {
  const money = (amountMinor: number) => format.money(amountMinor, invoice.currency)
  const isCredit = invoice.kind === 'credit_note'
  const names = {
    cash: t('history.cash'),
    cashBack: t('history.cashBack'),
    creditNote: isCredit ? t('history.usedOn') : t('history.creditNote'),
    unappliedCredit: t('history.unappliedCredit'),
    creditBack: t('history.creditBack'),
    discount: t('history.discount'),
    writeOff: t('history.writeOff'),
  }
  const dueNowMinor = computeDueNow(invoice)
  const steps: Step[] = [
    {
      state: 'done',
      text: isCredit ? t('history.creditIssued') : t('history.issued'),
      note: `${format.day(invoice.issueOn)} · ${money(invoice.payableMinor)}`,
    },
    { state: 'done', text: t('history.imported'), note: format.day(invoice.importedOn) },
    ...invoice.settlements.map((entry): Step => ({
      state: entry.amountMinor < 0 ? 'failed' : 'done',
      text: writeEntry(entry, names, isCredit),
      note: `${format.instant(entry.at)} · ${money(entry.amountMinor)}`,
    })),
    ...invoice.pendingPayments.map((payment): Step => ({
      state: 'now',
      text: html`${t('history.pending')} ${writePaymentLink(payment)}`,
      note: `${format.instant(payment.createdAt)} · ${money(payment.amountMinor)}`,
    })),
  ]
  if (!isCredit && invoice.openMinor > 0) {
    steps.push({ state: 'now', text: t('history.open'), note: t('history.openText', { amount: money(dueNowMinor) }) })
  }
  if (!isCredit && invoice.openMinor === 0 && invoice.settledOn !== null) {
    steps.push({ state: 'done', text: t('history.settled'), note: format.day(invoice.settledOn) })
  }
  return html`<section aria-labelledby="history-title"><h2 id="history-title">${t('history.title')}</h2>${writeSteps(steps)}</section>`
}

type EntryNames = Readonly<
  Record<'cash' | 'cashBack' | 'creditNote' | 'unappliedCredit' | 'creditBack' | 'discount' | 'writeOff', string>
>

function writeEntry(entry: SettlementEntry, names: EntryNames, isCredit: boolean): SafeHtml {
  const isReversal = entry.amountMinor < 0
  const texts: Readonly<Record<SettlementEntry['kind'], string>> = {
    cash: isReversal ? names.cashBack : names.cash,
    credit_note: isReversal ? names.creditBack : names.creditNote,
    unapplied_credit: isReversal ? names.creditBack : names.unappliedCredit,
    discount: names.discount,
    write_off: names.writeOff,
  }
  const { kind, payment, otherNumber } = entry
  const other =
    otherNumber === null
      ? null
      : html`<a href="${writeDocumentPath({ number: otherNumber, kind: isCredit ? 'invoice' : 'credit_note' })}"><bdi>${otherNumber}</bdi></a>`
  return html`${texts[kind]} ${payment === null ? null : writePaymentLink(payment)}${other}`
}

function writePaymentLink({ id, reference }: { id: string; reference: string }): SafeHtml {
  return html`<a href="/payments/${id}"><bdi>${reference}</bdi></a>`
}
