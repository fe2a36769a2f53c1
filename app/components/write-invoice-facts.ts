import type { TFunction } from 'i18next'
import type { AccountInvoice } from '~/domain/account-invoice'
import { readPaymentTerms } from '~/domain/payment-terms'
import type { Formatters } from '~/i18n/formatters'
import { writeDocumentPath } from './document-path'
import { writeFacts, type WrittenFact } from './facts'
import { html, joinHtml, type SafeHtml } from './html'

/** Dates, references and terms of a document, as far as it has them. */
export function writeInvoiceFacts(t: TFunction<'invoice'>, invoice: AccountInvoice, format: Formatters): SafeHtml {
  const { document } = invoice
  const day = (value: typeof document.deliveredOn) => (value === undefined ? null : format.day(value))
  const identifier = (value: string | null | undefined) => (value ? html`<bdi>${value}</bdi>` : null)
  const isCredit = invoice.kind === 'credit_note'
  const facts: WrittenFact[] = [
    { name: isCredit ? t('facts.creditIssued') : t('facts.issued'), value: format.day(invoice.issueOn) },
    { name: t('facts.due'), value: isCredit ? null : format.day(invoice.dueOn) },
    { name: t('facts.delivered'), value: day(document.deliveredOn) },
    {
      name: t('facts.period'),
      value:
        document.periodStartOn === undefined || document.periodEndOn === undefined
          ? null
          : t('facts.range', { from: format.day(document.periodStartOn), to: format.day(document.periodEndOn) }),
    },
    { name: t('facts.purchaseOrder'), value: identifier(invoice.purchaseOrder) },
    { name: t('facts.buyerReference'), value: identifier(document.buyerReference) },
    { name: t('facts.salesOrder'), value: identifier(document.salesOrder) },
    { name: t('facts.contract'), value: identifier(document.contractReference) },
    { name: t('facts.project'), value: identifier(document.projectReference) },
    { name: t('facts.despatch'), value: identifier(document.despatchAdvice) },
    { name: t('facts.preceding'), value: describePreceding(invoice) },
    { name: t('facts.remittance'), value: identifier(document.paymentInstruction?.remittanceInformation) },
    { name: t('facts.terms'), value: joinLines(readPaymentTerms(document.paymentTerms ?? '')) },
    { name: t('facts.discount'), value: joinLines(listDiscountTexts(t, invoice, format)) },
    { name: t('facts.note'), value: joinLines(document.notes ?? []) },
  ]
  return html`<section aria-labelledby="facts-title"><h2 id="facts-title">${t('facts.title')}</h2>${writeFacts(facts)}</section>`
}

function listDiscountTexts(
  t: TFunction<'invoice'>,
  { document, currency }: AccountInvoice,
  format: Formatters,
): string[] {
  return document.settlementDiscounts.map(({ deadlineOn, rateBps, baseMinor }) =>
    [
      t('due.discount', { percent: format.percent(rateBps), day: format.day(deadlineOn) }),
      baseMinor === undefined ? null : t('due.discountBase', { amount: format.money(baseMinor, currency) }),
    ]
      .filter((part) => part !== null)
      .join(' '),
  )
}

function describePreceding({ document }: AccountInvoice): SafeHtml | null {
  const preceding = document.precedingInvoices ?? []
  const links = preceding.map(({ number }, index) => {
    const link = html`<a href="${writeDocumentPath({ number, kind: 'invoice' })}"><bdi>${number}</bdi></a>`
    return index === 0 ? link : html`, ${link}`
  })
  return links.length === 0 ? null : joinHtml(links)
}

function joinLines(lines: readonly string[]): SafeHtml | null {
  const written = lines.map((line, index) => html`${index === 0 ? null : html`<br>`}<bdi>${line}</bdi>`)
  return written.length === 0 ? null : joinHtml(written)
}
