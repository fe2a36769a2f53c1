/** A payoff quote: what was promised, until when, and the way to pay it. */
import { useTranslation } from '~/i18n/use-translation'
import { totalQuotedItem, type PayoffQuote } from '~/domain/payoff-quote'
import type { Formatters } from '~/i18n/formatters'
import { Callout } from '../callout'
import { Facts } from '../facts'
import { Sum } from '../sum'
import { TitleBlock } from '../title-block'

interface QuotePageProps {
  creditorName: string
  quote: PayoffQuote
  isHonoured: boolean
  isPayable: boolean
  mayPay: boolean
  format: Formatters
}

export function QuotePage({ creditorName, quote, isHonoured, isPayable, mayPay, format }: QuotePageProps) {
  const { t } = useTranslation('payoff')
  const total = format.money(quote.totalMinor, quote.currency)
  const payQuery = new URLSearchParams({ all: '1', currency: quote.currency, purpose: `payoff_quote:${quote.id}` })
  return (
    <>
      <a className="back" href="/payoff">
        {t('title')}
      </a>
      <TitleBlock title={`${t('quote.title')} ${quote.number}`} />
      <div className="stack">
        {isHonoured ? null : <Callout tone="warn">{t('quote.expired')}</Callout>}
        {isHonoured && !isPayable ? <Callout tone="good">{t('quote.settled')}</Callout> : null}
        <div className="card stack">
          <Sum>{total}</Sum>
          <Facts
            facts={[
              { name: t('quote.number'), value: <bdi>{quote.number}</bdi> },
              { name: t('quote.issued'), value: format.day(quote.issuedOn) },
              { name: t('quote.valid'), value: format.day(quote.validThroughOn) },
            ]}
          />
          <p>{t('quote.promise', { creditor: creditorName, day: format.day(quote.validThroughOn) })}</p>
          <p className="actions">
            {isPayable && mayPay ? (
              <a className="btn" href={`/pay/review?${payQuery.toString()}`}>
                {t('quote.pay', { amount: total })}
              </a>
            ) : null}
            <a className="btn quiet" href={`/payoff/quotes/${quote.id}.pdf`}>
              {t('quote.pdf')}
            </a>
          </p>
          <p className="soft">{t('quote.least')}</p>
        </div>
        <div className="scroll" tabIndex={0} role="region" aria-label={t('quote.items')}>
          <table className="data">
            <caption>{t('quote.items')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('quote.invoice')}</th>
                {(['principal', 'discount', 'interest', 'compensation', 'total'] as const).map((column) => (
                  <th key={column} scope="col" className="n">
                    {t(`table.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {quote.items.map((item) => (
                <tr key={item.number}>
                  <th scope="row">
                    <bdi>{item.number}</bdi>
                  </th>
                  {[
                    item.principalMinor,
                    -(item.concession?.amountMinor ?? 0),
                    item.interestMinor,
                    item.compensationMinor,
                    totalQuotedItem(item),
                  ].map((amountMinor, index) => (
                    <td key={index} className="n">
                      {format.money(amountMinor, quote.currency)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="soft">{t('quote.basis', { day: format.day(quote.issuedOn) })}</p>
      </div>
    </>
  )
}
