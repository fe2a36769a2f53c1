/** Paying in another currency: what the rate is, where it comes from, what the creditor adds, and until when it stands. */
import type { TFunction } from 'i18next'
import { useTranslation } from '~/i18n/use-translation'
import type { CurrencyCode } from '~/domain/currency'
import type { FxQuote, QuoteTerms } from '~/domain/fx-quote'
import type { Money } from '~/domain/money'
import type { Formatters } from '~/i18n/formatters'
import { Facts, type Fact } from '../facts'

export function QuoteCard({ quote, format }: { quote: FxQuote; format: Formatters }) {
  const { t } = useTranslation('pay')
  const { settled, charged, expiresAt } = quote
  return (
    <section className="card stack" aria-labelledby="quote-title">
      <h2 id="quote-title">{t('quote.title', { currency: charged.currency })}</h2>
      <Facts
        facts={[
          { name: t('quote.settles'), value: format.money(settled.amountMinor, settled.currency) },
          ...listQuoteFacts(t, quote, format),
          { name: t('quote.validUntil'), value: format.deadline(expiresAt) },
        ]}
      />
      <p className="soft">{t('quote.honoured')}</p>
    </section>
  )
}

/** The rate, where it comes from, and what the creditor adds to it. */
export function listQuoteFacts(t: TFunction<'pay'>, quote: QuoteTerms, format: Formatters): Fact[] {
  const { settled, charged, marginBps, marginMinor } = quote
  const describeRate = (rate: string) => (
    <bdi>
      {t('quote.rateOf', {
        one: format.price('1', settled.currency),
        other: `${format.decimal(rate)} ${charged.currency}`,
      })}
    </bdi>
  )
  const margin = {
    percent: format.percent(marginBps),
    bps: format.integer(marginBps),
    amount: format.money(marginMinor, charged.currency),
  }
  return [
    { name: t('quote.rate'), value: describeRate(quote.rate) },
    { name: t('quote.reference'), value: describeRate(quote.referenceRate) },
    { name: t('quote.source'), value: describeSource(t, quote, format) },
    { name: t('quote.margin'), value: marginBps === 0 ? t('quote.noMargin') : t('quote.marginOf', margin) },
  ]
}

function describeSource(
  t: TFunction<'pay'>,
  { source, rateOn }: Pick<QuoteTerms, 'source' | 'rateOn'>,
  format: Formatters,
): string {
  const day = format.day(rateOn)
  return source === 'ecb' ? t('quote.ofEcb', { day }) : t('quote.ofTable', { day })
}

/** A currency that can be paid in, with what it would come to; `terms` is null for the invoices' own. */
export interface ShownPayCurrency {
  amount: Money
  terms: QuoteTerms | null
}

interface CurrencyChoiceProps {
  currencies: readonly ShownPayCurrency[]
  /** What is paid in now. */
  current: CurrencyCode
  /** Address of this review in the invoices' own currency; null where no address holds the choice. */
  ownHref: string | null
  /** Id of the review's form, which is sent whole. */
  formId: string
  format: Formatters
}

/**
 * The currencies the creditor accepts. Choosing another one locks its rate and shows it. It stands after the review's
 * form, whose own button is then the one that Enter presses.
 */
export function CurrencyChoice({ currencies, current, ownHref, formId, format }: CurrencyChoiceProps) {
  const { t } = useTranslation('pay')
  if (currencies.length <= 1) return null
  const own = currencies.find(({ terms }) => terms === null)
  const isOwn = own?.amount.currency === current
  const others = currencies.filter(({ terms }) => terms !== null)
  return (
    <section id="currencies" className="stack" aria-labelledby="currency-title">
      <h2 id="currency-title">{t('currency.title')}</h2>
      {own === undefined || isOwn || ownHref === null ? null : (
        <p>
          <a href={ownHref}>
            {t('currency.own', { amount: format.money(own.amount.amountMinor, own.amount.currency) })}
          </a>
        </p>
      )}
      <p className="soft">{t('currency.hint')}</p>
      <p className="actions">
        {others.map(({ amount }) => (
          <button
            key={amount.currency}
            form={formId}
            formAction="/pay/review?rate"
            className="btn quiet"
            name="rateCurrency"
            value={amount.currency}
          >
            {amount.currency === current
              ? t('currency.renew', { currency: amount.currency })
              : t('currency.about', { amount: format.money(amount.amountMinor, amount.currency) })}
          </button>
        ))}
      </p>
    </section>
  )
}
