/** The receipt: that the creditor received the money, from whom, and what it settled. Made to be printed. */
import { html } from '../html'
import { useTranslation } from '~/i18n/use-translation'
import { sumReceipt } from '~/domain/receipt'
import type { Formatters } from '~/i18n/formatters'
import { Facts, Totals } from '../facts'
import { Sum } from '../sum'
import { PaidItems } from './paid-items'
import { describeMethod } from './payment-words'
import { listQuoteFacts } from './quote-card'
import type { ShownPayment } from './shown-payment'
import { TakenDiscounts } from './taken-discounts'

interface ReceiptPageProps {
  view: ShownPayment
  creditor: { name: string; addressLines: readonly string[]; vatId: string | null }
  debtor: { name: string; externalId: string }
  format: Formatters
}

export function ReceiptPage({ view, creditor, debtor, format }: ReceiptPageProps) {
  const { t } = useTranslation('pay')
  const { t: tPaper } = useTranslation('paper')
  const { payment, credits, currency } = view
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  // Everything below the headline is in the invoices' currency: what the payment was worth there.
  const { cashMinor, creditMinor, receivedWorthMinor, backMinor, restMinor } = sumReceipt(view)
  const receivedMinor = payment?.receivedMinor ?? 0
  const receivedAt = payment?.succeededAt ?? view.startedAt
  return (
    <>
      <a className="back" href={`/payments/${view.id}`}>
        {t('receipt.toPayment')}
      </a>
      <p className="actions">
        <a href={`/payments/${view.id}/receipt.pdf`}>{tPaper('download.receipt')}</a>
      </p>
      <article className="document card">
        <header>
          <div>
            <h1>{payment ? t('receipt.title') : t('receipt.creditTitle')}</h1>
            <p className="soft">
              {t('receipt.number')} <bdi>{view.reference}</bdi> · {format.instant(receivedAt)}
            </p>
          </div>
          {backMinor > 0 ? null : <span className="stamp">{payment ? t('receipt.paid') : t('receipt.settled')}</span>}
        </header>
        <div>
          <p>
            {payment
              ? t('receipt.confirms', { creditor: creditor.name })
              : t('receipt.confirmsCredit', { creditor: creditor.name })}
          </p>
          <Sum>{payment ? format.money(receivedMinor, payment.currency) : money(creditMinor)}</Sum>
          <p>
            {payment ? t('receipt.from') : t('receipt.of')} <bdi>{debtor.name}</bdi>
          </p>
        </div>
        <PaidItems view={view} format={format} />
        <TakenDiscounts view={view} format={format} />
        <Totals
          parts={[
            { name: t('receipt.invoices'), amount: money(cashMinor + creditMinor) },
            ...credits.map((credit) => ({
              name: html`${credit.kind === 'credit_note' ? t('creditNote') : t('unappliedCredit')} <bdi>${credit.label}</bdi>`,
              amount: money(-credit.amountMinor),
            })),
            ...(restMinor > 0 ? [{ name: t('receipt.unapplied'), amount: money(restMinor) }] : []),
            ...(backMinor > 0 ? [{ name: t('receipt.goneBack'), amount: money(backMinor) }] : []),
          ]}
          total={{
            name: view.quote ? t('receipt.receivedWorth') : t('receipt.received'),
            amount: money(receivedWorthMinor),
          }}
        />
        <Facts
          facts={[
            { name: t('receipt.creditor'), value: <CreditorLines creditor={creditor} /> },
            { name: t('receipt.vatId'), value: creditor.vatId === null ? null : <bdi>{creditor.vatId}</bdi> },
            { name: t('receipt.customerNumber'), value: <bdi>{debtor.externalId}</bdi> },
            { name: t('payment.method'), value: describeMethod(t, payment?.method ?? null) },
            ...(view.quote ? listQuoteFacts(t, view.quote, format) : []),
            { name: t('receipt.payer'), value: payment?.payerName ? <bdi>{payment.payerName}</bdi> : null },
            {
              name: t('receipt.serviceReference'),
              value: payment?.gatewayReference ? (
                <code>
                  <bdi>{payment.gatewayReference}</bdi>
                </code>
              ) : null,
            },
          ]}
        />
      </article>
    </>
  )
}

function CreditorLines({ creditor }: Pick<ReceiptPageProps, 'creditor'>) {
  return (
    <bdi>
      {[creditor.name, ...creditor.addressLines].map((line, index) => (
        <span key={line}>
          {index > 0 ? <br /> : null}
          {line}
        </span>
      ))}
    </bdi>
  )
}
