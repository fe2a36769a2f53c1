/** One document of the account: what is to be paid of it, what it says, and what has happened to it. */
import { useTranslation } from '~/i18n/use-translation'
import type { AccountInvoice } from '~/domain/account-invoice'
import type { CalendarDay } from '~/domain/calendar-day'
import type { Formatters } from '~/i18n/formatters'
import { Badge } from './badge'
import { DisputeList } from './disputes/dispute-list'
import type { ShownDispute } from './disputes/shown-dispute'
import { createDocumentStateWriter } from './document-state'
import type { ShownDiscounts } from './discount-card'
import { InvoiceAside } from './invoice-due-card'
import { InvoiceFacts } from './invoice-facts'
import { InvoiceHistory } from './invoice-history'
import { InvoiceLines } from './invoice-lines'
import { InvoiceParties } from './invoice-parties'
import { InvoiceTotals } from './invoice-totals'
import type { OtherWays } from './other-ways'
import { TitleBlock } from './title-block'

interface InvoicePageProps {
  creditorName: string
  invoice: AccountInvoice
  /** What paying early saves; null where there is nothing to save today. */
  discounts: ShownDiscounts | null
  today: CalendarDay
  mayPay: boolean
  ways: OtherWays
  mayDispute: boolean
  /** Of this invoice, newest first. */
  disputes: readonly ShownDispute[]
  format: Formatters
}

export function InvoicePage({
  creditorName,
  invoice,
  discounts,
  today,
  mayPay,
  ways,
  mayDispute,
  disputes,
  format,
}: InvoicePageProps) {
  const { t } = useTranslation('invoice')
  const { t: tState } = useTranslation('statement')
  const { t: tDispute } = useTranslation('dispute')
  const badges = createDocumentStateWriter(tState, today).describeFully(invoice)
  return (
    <>
      <a className="back" href="/statement">
        {tState('title')}
      </a>
      <TitleBlock
        title={
          <>
            {invoice.kind === 'invoice' ? t('invoice') : t('creditNote')} <bdi>{invoice.number}</bdi>
          </>
        }
      >
        <p>
          {badges.map(({ tone, text }) => (
            <span key={text}>
              <Badge tone={tone}>{text}</Badge>{' '}
            </span>
          ))}
        </p>
      </TitleBlock>
      <div className="beside">
        <InvoiceAside
          invoice={invoice}
          creditorName={creditorName}
          discounts={discounts}
          mayPay={mayPay}
          ways={ways}
          mayDispute={mayDispute}
          format={format}
        />
        <div className="stack">
          {disputes.length === 0 ? null : (
            <section aria-labelledby="disputes-title">
              <h2 id="disputes-title">{tDispute('invoice.title')}</h2>
              <DisputeList disputes={disputes} creditorName={creditorName} format={format} />
            </section>
          )}
          <InvoiceParties document={invoice.document} creditorName={creditorName} />
          <InvoiceLines invoice={invoice} format={format} />
          <InvoiceTotals invoice={invoice} format={format} />
          <InvoiceFacts invoice={invoice} format={format} />
          <InvoiceHistory invoice={invoice} format={format} />
        </div>
      </div>
    </>
  )
}
