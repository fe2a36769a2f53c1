/** What is to be paid of one document, why that much, and its files: the column beside the document. */
import { useTranslation } from '~/i18n/use-translation'
import type { AccountFile, AccountInvoice } from '~/domain/account-invoice'
import { computeDueNow } from '~/domain/invoice-balance'
import type { Formatters } from '~/i18n/formatters'
import { AmountReasons } from './amount-reasons'
import { writeDocumentPath } from './document-path'
import { DiscountCard, type ShownDiscounts } from './discount-card'
import { listDueNowReasons } from './due-now-reasons'
import { Facts } from './facts'
import { OtherWaysLinks, type OtherWays } from './other-ways'
import { FileList, type ListedFile } from './file-list'
import { Sum } from './sum'

interface InvoiceDueCardProps {
  invoice: AccountInvoice
  creditorName: string
  /** Null where there is none today. */
  discounts: ShownDiscounts | null
  mayPay: boolean
  ways: OtherWays
  mayDispute: boolean
  format: Formatters
}

export function InvoiceAside(props: InvoiceDueCardProps) {
  const { t } = useTranslation('invoice')
  const { invoice, discounts, creditorName, format } = props
  return (
    <aside className="stack" aria-label={t('due.label')}>
      {invoice.kind === 'invoice' ? <InvoiceDueCard {...props} /> : <CreditCard {...props} />}
      {discounts === null ? null : <DiscountCard {...{ discounts, creditorName, format }} />}
      {invoice.kind === 'invoice' && invoice.openMinor > 0 ? <DueNowReasons invoice={invoice} format={format} /> : null}
      <InvoiceFiles invoice={invoice} format={format} />
    </aside>
  )
}

type DocumentProps = Pick<InvoiceDueCardProps, 'invoice' | 'format'>

function InvoiceDueCard({ invoice, mayPay, ways, mayDispute, format }: InvoiceDueCardProps) {
  const { t } = useTranslation(['invoice', 'statement'])
  const { t: disputeText } = useTranslation('dispute')
  const { t: payoffText } = useTranslation('payoff')
  const money = (amountMinor: number) => format.money(amountMinor, invoice.currency)
  const optional = (amountMinor: number) => (amountMinor === 0 ? null : money(amountMinor))
  const dueNowMinor = computeDueNow(invoice)
  return (
    <div className="card stack">
      <h2>{t('statement:payableNow')}</h2>
      <Sum>{money(dueNowMinor)}</Sum>
      <Facts
        facts={[
          { name: t('due.on'), value: format.day(invoice.dueOn) },
          { name: t('due.open'), value: optional(invoice.openMinor) },
          { name: t('due.disputed'), value: optional(invoice.disputedMinor) },
          { name: t('due.inPayment'), value: optional(invoice.pendingMinor) },
          { name: t('due.inPlan'), value: optional(invoice.plannedMinor) },
          { name: t('due.settledOn'), value: invoice.settledOn === null ? null : format.day(invoice.settledOn) },
        ]}
      />
      {mayPay && dueNowMinor > 0 ? (
        <p className="actions">
          <a className="btn big" href={`/pay?${writePayParameters(invoice)}`}>
            {t('due.pay')}
          </a>
        </p>
      ) : null}
      {dueNowMinor > 0 ? (
        <p>
          <a href={`/payoff?${writePayParameters(invoice)}`}>{payoffText('link')}</a>
        </p>
      ) : null}
      {dueNowMinor > 0 ? <OtherWaysLinks ways={ways} currency={invoice.currency} invoice={invoice.number} /> : null}
      {mayDispute ? (
        <p>
          <a href={`/disputes/new?${new URLSearchParams({ invoice: invoice.number }).toString()}`}>
            {disputeText('invoice.offer')}
          </a>
        </p>
      ) : null}
    </div>
  )
}

function writePayParameters({ number, currency }: AccountInvoice): string {
  return new URLSearchParams({ invoice: number, currency }).toString()
}

function CreditCard({ invoice, format }: DocumentProps) {
  const { t } = useTranslation('invoice')
  return (
    <div className="card stack">
      <h2>{t('due.creditLeft')}</h2>
      <Sum>{format.money(invoice.openMinor, invoice.currency)}</Sum>
    </div>
  )
}

function DueNowReasons({ invoice, format }: DocumentProps) {
  const { t } = useTranslation('invoice')
  return <AmountReasons title={t('why.title')} reasons={listDueNowReasons(t, invoice, format)} />
}

function InvoiceFiles({ invoice, format }: DocumentProps) {
  const { t } = useTranslation('invoice')
  const describe = ({ mediaType, byteSize }: AccountFile) => {
    const type = mediaType.replace(/^.*[/+.]/, '').toUpperCase()
    return `${type} · ${t('files.bytes', { size: format.integer(Math.max(1, Math.round(byteSize / 1000))) })}`
  }
  const { t: tPaper } = useTranslation('paper')
  const copy = { name: tPaper('download.copy'), note: 'PDF', href: writeDocumentPath(invoice, '/copy.pdf') }
  const files: ListedFile[] = [copy]
  if (invoice.original) {
    const href = writeDocumentPath(invoice, '/original')
    files.push({ name: t('files.original'), note: describe(invoice.original), href })
  }
  for (const { id, file, url, description, reference } of invoice.attachments) {
    const name = file?.filename ?? description ?? reference ?? url ?? ''
    if (file) files.push({ name, note: describe(file), href: writeDocumentPath(invoice, `/attachments/${id}`) })
    // Only a web address is made a link: whatever else a document holds there is not ours to open.
    else if (url !== null && /^https?:\/\//i.test(url) && URL.canParse(url))
      files.push({ name, note: new URL(url).host, href: url })
  }
  return (
    <div>
      <h3>{t('files.title')}</h3>
      <FileList files={files} />
    </div>
  )
}
