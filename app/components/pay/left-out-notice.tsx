import type { CurrencyCode } from '~/domain/currency'
import { writePaymentSelection } from '~/domain/payment-selection-query'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'

/** Invoices that were asked for by number and stand in no list here. */
export interface LeftOutInvoices {
  /** Paid, being paid, contested, or not of this account. */
  readonly unpayable: readonly string[]
  /** They can be paid, but not together with the others. */
  readonly otherCurrencies: readonly { readonly currency: CurrencyCode; readonly numbers: readonly string[] }[]
}

/** So many are named; of more, how many they are. */
const MOST_NAMED = 10

/** With the separators of the reader's language. */
function listNumbers(locale: string, numbers: readonly string[]) {
  return new Intl.ListFormat(locale, { type: 'unit' }).formatToParts(numbers)
}

interface LeftOutNoticeProps {
  leftOut: LeftOutInvoices
  /** Names the choice in an address, where its numbers do not. */
  stored: string | null
  format: Formatters
}

export function LeftOutNotice({ leftOut, stored, format }: LeftOutNoticeProps) {
  const { t } = useTranslation('pay')
  const { unpayable, otherCurrencies } = leftOut
  const name = (numbers: readonly string[]) => {
    const rest = numbers.length - MOST_NAMED
    return (
      <>
        {' '}
        {listNumbers(format.locale, numbers.slice(0, MOST_NAMED)).map(({ type, value }, index) =>
          type === 'element' ? <bdi key={index}>{value}</bdi> : value,
        )}
        {rest > 0 ? ` ${t('choose.leftOut.more', { count: rest, number: format.integer(rest) })}` : null}
      </>
    )
  }
  return (
    <>
      {unpayable.length === 0 ? null : (
        <Callout tone="warn">
          {t('choose.leftOut.unpayable')}
          {name(unpayable)}
        </Callout>
      )}
      {otherCurrencies.map(({ currency, numbers }) => (
        <Callout key={currency} tone="info">
          {t('choose.leftOut.otherCurrency', { currency })}
          {name(numbers)}{' '}
          <a href={stored === null ? writeAddress(currency, numbers) : `/pay?${stored}&currency=${currency}`}>
            {t('choose.leftOut.toOtherCurrency', { currency })}
          </a>
        </Callout>
      ))}
    </>
  )
}

function writeAddress(currency: CurrencyCode, numbers: readonly string[]): string {
  const items = numbers.map((number) => ({ number }))
  const parameters = writePaymentSelection({ kind: 'invoices', items }, 'all')
  parameters.set('currency', currency)
  return `/pay?${parameters.toString()}`
}
