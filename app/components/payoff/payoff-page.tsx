/** What settles the account, or some of its invoices, on each day; and the way to have it in writing. */
import { useTranslation } from '~/i18n/use-translation'
import { computeDueNow } from '~/domain/invoice-balance'
import type { Formatters } from '~/i18n/formatters'
import { AmountReasons } from '../amount-reasons'
import { Callout } from '../callout'
import { Choice, ErrorSummary, SelectField, TextField } from '../form-field'
import { Sum } from '../sum'
import { TitleBlock } from '../title-block'
import { PayoffChart } from './payoff-chart'
import { listPayoffReasons } from './payoff-reasons'
import { PayoffTables } from './payoff-table'
import type { ShownPayoff, ShownQuote } from './shown-payoff'

interface PayoffPageProps {
  creditorName: string
  /** Null where nothing is due. */
  view: ShownPayoff | null
  mayPay: boolean
  /** Whoever sees chosen invoices alone gets no quote of the account. */
  mayQuote: boolean
  /** The day that was typed for a quote, and that it is none that can be had. */
  refusedDay: string | null
  format: Formatters
}

export function PayoffPage({ creditorName, view, mayPay, mayQuote, refusedDay, format }: PayoffPageProps) {
  const { t } = useTranslation('payoff')
  const { t: discountText } = useTranslation('discount')
  const today = view?.payoffs[0]
  const last = view?.payoffs.at(-1)
  if (!view || !today || !last) {
    return (
      <>
        <TitleBlock title={t('title')} />
        <p>{t('nothing')}</p>
      </>
    )
  }
  const latest = format.day(view.quoteUntilOn)
  const problem = refusedDay === null ? undefined : t('quote.dayProblem', { latest })
  const money = (amountMinor: number) => format.money(amountMinor, view.currency)
  return (
    <>
      <TitleBlock title={t('title')}>
        <p>{t('lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <ErrorSummary problems={problem === undefined ? [] : [{ fieldId: 'valid', text: problem }]} />
      <div className="stack">
        <div className="card stack">
          <h2>{t('today.label', { day: format.day(today.on) })}</h2>
          <Sum>{money(today.totalMinor)}</Sum>
          {mayPay ? (
            <p className="actions">
              <a className="btn" href={view.payHref}>
                {t('today.pay')}
              </a>
            </p>
          ) : null}
        </div>
        {view.hasInterest ? null : <Callout tone="info">{t('off', { creditor: creditorName })}</Callout>}
        <ChoiceForm view={view} format={format} />
        <PayoffChart payoffs={view.payoffs} format={format} />
        <PayoffTables payoffs={view.payoffs} format={format} />
        {[today, last].map((payoff, index) => (
          <AmountReasons
            key={index}
            title={t('why.title', { amount: money(payoff.totalMinor), day: format.day(payoff.on) })}
            reasons={listPayoffReasons(t, payoff, { discountText, creditorName, format })}
          />
        ))}
        {view.hasInterest ? <p className="soft">{t('rule')}</p> : null}
        {mayQuote ? <QuoteForm {...{ view, latest, problem, refusedDay }} /> : null}
        {mayQuote ? <QuoteList quotes={view.quotes} format={format} /> : null}
      </div>
    </>
  )
}

function ChoiceForm({ view, format }: { view: ShownPayoff; format: Formatters }) {
  const { t } = useTranslation('payoff')
  const { currency, currencies, choosable, chosen, throughOn, today, latestOn } = view
  const ticked = new Set(chosen ?? [])
  return (
    <form className="card stack" method="get">
      {currencies.length > 1 ? (
        <SelectField
          id="currency"
          name="currency"
          label={t('form.currency')}
          defaultValue={currency}
          options={currencies.map((code) => ({ value: code, text: code }))}
        />
      ) : null}
      {choosable.length > 1 ? (
        <fieldset>
          <legend>{t('form.which')}</legend>
          <Choice id="which-all" type="radio" name="which" value="all" defaultChecked={chosen === null}>
            {t('form.all')}
          </Choice>
          <Choice id="which-some" type="radio" name="which" value="some" defaultChecked={chosen !== null}>
            {t('form.chosen')}
          </Choice>
          <details open={chosen !== null}>
            <summary>{t('form.pick')}</summary>
            <div className="choices">
              {choosable.map((invoice) => (
                <Choice
                  key={invoice.number}
                  id={`invoice-${invoice.number}`}
                  type="checkbox"
                  name="invoice"
                  value={invoice.number}
                  defaultChecked={ticked.has(invoice.number)}
                  hint={t('form.invoice', {
                    amount: format.money(computeDueNow(invoice), currency),
                    day: format.day(invoice.dueOn),
                  })}
                >
                  <bdi>{invoice.number}</bdi>
                </Choice>
              ))}
            </div>
          </details>
        </fieldset>
      ) : null}
      <TextField
        id="until"
        name="until"
        type="date"
        label={t('form.until')}
        min={today}
        max={latestOn}
        defaultValue={throughOn}
      />
      <p>
        <button className="btn quiet">{t('form.show')}</button>
      </p>
    </form>
  )
}

function QuoteForm({
  view,
  latest,
  problem,
  refusedDay,
}: {
  view: ShownPayoff
  latest: string
  problem: string | undefined
  refusedDay: string | null
}) {
  const { t } = useTranslation('payoff')
  return (
    <section className="card stack" aria-labelledby="quote-title">
      <div>
        <h2 id="quote-title">{t('quote.ask')}</h2>
        <p className="soft">{t('quote.lead')}</p>
      </div>
      <form method="post" noValidate>
        <input type="hidden" name="currency" value={view.currency} />
        {(view.chosen ?? []).map((number) => (
          <input key={number} type="hidden" name="invoice" value={number} />
        ))}
        <TextField
          id="valid"
          name="valid"
          type="date"
          label={t('quote.day')}
          hint={t('quote.dayHint', { latest })}
          problem={problem}
          min={view.today}
          max={view.quoteUntilOn}
          defaultValue={refusedDay ?? view.quoteUntilOn}
        />
        <p className="actions">
          <button className="btn quiet">{t('quote.get')}</button>
        </p>
      </form>
    </section>
  )
}

function QuoteList({ quotes, format }: { quotes: readonly ShownQuote[]; format: Formatters }) {
  const { t } = useTranslation('payoff')
  if (quotes.length === 0) return null
  return (
    <table className="data">
      <caption>{t('quote.list')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('quote.number')}</th>
          <th scope="col">{t('quote.valid')}</th>
          <th scope="col" className="n">
            {t('quote.total')}
          </th>
        </tr>
      </thead>
      <tbody>
        {quotes.map((quote) => (
          <tr key={quote.id}>
            <th scope="row">
              <a href={`/payoff/quotes/${quote.id}`}>
                <bdi>{quote.number}</bdi>
              </a>
            </th>
            <td>{format.day(quote.validThroughOn)}</td>
            <td className="n">{format.money(quote.totalMinor, quote.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
