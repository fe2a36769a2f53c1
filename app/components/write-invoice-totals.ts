import type { TFunction } from 'i18next'
import type { AccountInvoice } from '~/domain/account-invoice'
import type { Formatters } from '~/i18n/formatters'
import { writeTotals, type TotalLine } from './facts'
import { html, joinHtml, type SafeHtml } from './html'

/** How the document's amount comes about, as EN 16931 adds it up, and its VAT by rate. */
export function writeInvoiceTotals(t: TFunction<'invoice'>, invoice: AccountInvoice, format: Formatters): SafeHtml {
  const { totals, allowancesAndCharges } = invoice.document
  const money = (amountMinor: number) => format.money(amountMinor, invoice.currency)
  const optional = (name: string, amountMinor: number | undefined): TotalLine[] =>
    amountMinor === undefined || amountMinor === 0 ? [] : [{ name, amount: money(amountMinor) }]
  const parts: TotalLine[] = [
    { name: t('totals.lines'), amount: money(totals.lineNetMinor) },
    ...allowancesAndCharges.map(({ kind, amountMinor, reason }): TotalLine => ({
      name: kind === 'allowance' ? t('totals.allowance') : t('totals.charge'),
      note: reason,
      amount: money(kind === 'allowance' ? -amountMinor : amountMinor),
    })),
    ...(allowancesAndCharges.length === 0 ? [] : [{ name: t('totals.net'), amount: money(totals.netMinor) }]),
    { name: t('totals.vat'), amount: money(totals.taxMinor) },
    ...(totals.grossMinor === totals.payableMinor
      ? []
      : [{ name: t('totals.gross'), amount: money(totals.grossMinor) }]),
    ...optional(t('totals.prepaid'), -totals.prepaidMinor),
    ...optional(t('totals.rounding'), totals.roundingMinor),
    ...optional(t('totals.thirdParty'), totals.thirdPartyMinor),
  ]
  const total = {
    name: invoice.kind === 'invoice' ? t('totals.payable') : t('totals.creditPayable'),
    amount: money(totals.payableMinor),
  }
  return html`<section class="stack" aria-labelledby="totals-title"><h2 id="totals-title">${t('totals.title')}</h2>${writeTotals({ parts, total })}${writeTaxTable(t, invoice, format)}</section>`
}

/** Null where the document breaks none down. */
function writeTaxTable(t: TFunction<'invoice'>, { document, currency }: AccountInvoice, format: Formatters) {
  if (document.taxBreakdown.length === 0) return null
  // UNCL 5305, the categories of EN 16931.
  const categories: Readonly<Record<string, string>> = {
    S: t('vat.standard'),
    Z: t('vat.zero'),
    E: t('vat.exempt'),
    AE: t('vat.reverseCharge'),
    K: t('vat.intraCommunity'),
    G: t('vat.export'),
    O: t('vat.outside'),
  }
  const rows = document.taxBreakdown.map(({ category, percent, exemptionReason, taxableMinor, taxMinor }) => {
    const rate = percent === undefined ? null : format.percentage(percent)
    const name = [rate, categories[category] ?? category].filter((part) => part !== null).join(' · ')
    const reason = exemptionReason === undefined ? null : html`<br><small>${exemptionReason}</small>`
    const money = (amountMinor: number) => html`<td class="n">${format.money(amountMinor, currency)}</td>`
    return html`<tr><td>${name}${reason}</td>${money(taxableMinor)}${money(taxMinor)}</tr>`
  })
  const head = html`<tr><th scope="col">${t('vat.rate')}</th><th scope="col" class="n">${t('vat.taxable')}</th><th scope="col" class="n">${t('vat.tax')}</th></tr>`
  return html`<table class="data"><caption>${t('vat.title')}</caption><thead>${head}</thead><tbody>${joinHtml(rows)}</tbody></table>`
}
