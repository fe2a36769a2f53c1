/**
 * One document of the account: what is to be paid of it, what it says, and what has happened to it. It is opened most of
 * all pages, and nothing in it lives on: all but its frame is written as text.
 */
import { useTranslation } from '~/i18n/use-translation'
import type { CalendarDay } from '~/domain/calendar-day'
import { writeBadge } from './badge'
import { writeDisputeList } from './disputes/dispute-list'
import type { ShownDispute } from './disputes/shown-dispute'
import { createDocumentStateWriter } from './document-state'
import { html, joinHtml } from './html'
import { OTHER_WAYS_TEXTS } from './other-ways'
import { StaticHtml } from './static-page'
import { ASIDE_TEXTS, writeInvoiceAside, type InvoiceAsideProps } from './write-invoice-aside'
import { writeInvoiceFacts } from './write-invoice-facts'
import { writeInvoiceHistory } from './write-invoice-history'
import { writeInvoiceLines } from './write-invoice-lines'
import { writeInvoiceParties } from './write-invoice-parties'
import { writeInvoiceTotals } from './write-invoice-totals'

interface InvoicePageProps extends InvoiceAsideProps {
  today: CalendarDay
  /** Of this invoice, newest first. */
  disputes: readonly ShownDispute[]
}

export function InvoicePage({ today, disputes, ...aside }: InvoicePageProps) {
  const { invoice, creditorName, format } = aside
  const { t, i18n } = useTranslation('invoice')
  const { t: statement } = useTranslation('statement')
  const { t: discount } = useTranslation('discount')
  const { t: disputeTexts } = useTranslation(['dispute', 'claims'])
  const { t: ways } = useTranslation(OTHER_WAYS_TEXTS)
  const { t: asideTexts } = useTranslation(ASIDE_TEXTS)
  const badges = createDocumentStateWriter(statement, today)
    .describeFully(invoice)
    .map((badge) => html`${writeBadge(badge)} `)
  const kind = invoice.kind === 'invoice' ? t('invoice') : t('creditNote')
  const disputed =
    disputes.length === 0
      ? null
      : html`<section aria-labelledby="disputes-title"><h2 id="disputes-title">${disputeTexts('dispute:invoice.title')}</h2>${writeDisputeList(disputeTexts, { disputes, creditorName, format })}</section>`
  const document = [
    writeInvoiceParties(t, invoice.document, { creditorName, language: i18n.language }),
    writeInvoiceLines(t, invoice, format),
    writeInvoiceTotals(t, invoice, format),
    writeInvoiceFacts(t, invoice, format),
    writeInvoiceHistory(t, invoice, format),
  ]
  const beside = writeInvoiceAside(asideTexts, { discount, ways }, aside)
  return (
    <>
      <a className="back" href="/statement">
        {statement('title')}
      </a>
      <StaticHtml
        className="title"
        html={html`<div><h1>${kind} <bdi>${invoice.number}</bdi></h1><p>${joinHtml(badges)}</p></div>`}
      />
      <StaticHtml className="beside" html={html`${beside}<div class="stack">${disputed}${joinHtml(document)}</div>`} />
    </>
  )
}
