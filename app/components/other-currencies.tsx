interface OtherCurrenciesProps {
  label: string
  currencies: readonly string[]
  /** Of the page, which takes the currency as a parameter. */
  path: string
}

/** The way to the same page in each other currency in which something is due; nothing where there is none. */
export function OtherCurrencies({ label, currencies, path }: OtherCurrenciesProps) {
  return currencies.length === 0 ? null : (
    <p>
      {label}{' '}
      {currencies.map((currency) => (
        <a key={currency} className="btn quiet" href={`${path}?currency=${currency}`}>
          {currency}
        </a>
      ))}
    </p>
  )
}
