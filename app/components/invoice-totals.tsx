import { useTranslation } from '~/i18n/use-translation'
import type { AccountInvoice } from '~/domain/account-invoice'
import type { Formatters } from '~/i18n/formatters'
import { Totals, type TotalLine } from './facts'

/** How the document's amount comes about, as EN 16931 adds it up, and its VAT by rate. */
export function InvoiceTotals({ invoice, format }: { invoice: AccountInvoice; format: Formatters }) {
  const { t } = useTranslation('invoice')
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
  const name = invoice.kind === 'invoice' ? t('totals.payable') : t('totals.creditPayable')
  return (
    <section className="stack" aria-labelledby="totals-title">
      <h2 id="totals-title">{t('totals.title')}</h2>
      <Totals parts={parts} total={{ name, amount: money(totals.payableMinor) }} />
      <TaxTable invoice={invoice} format={format} />
    </section>
  )
}

function TaxTable({ invoice, format }: { invoice: AccountInvoice; format: Formatters }) {
  const { t } = useTranslation('invoice')
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
  return (
    <table className="data">
      <caption>{t('vat.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('vat.rate')}</th>
          <th scope="col" className="n">
            {t('vat.taxable')}
          </th>
          <th scope="col" className="n">
            {t('vat.tax')}
          </th>
        </tr>
      </thead>
      <tbody>
        {invoice.document.taxBreakdown.map(({ category, percent, exemptionReason, taxableMinor, taxMinor }, index) => (
          <tr key={index}>
            <td>
              {[percent === undefined ? null : format.percentage(percent), categories[category] ?? category]
                .filter((part) => part !== null)
                .join(' · ')}
              {exemptionReason === undefined ? null : (
                <>
                  <br />
                  <small>{exemptionReason}</small>
                </>
              )}
            </td>
            <td className="n">{format.money(taxableMinor, invoice.currency)}</td>
            <td className="n">{format.money(taxMinor, invoice.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
