/** Ways to settle an account side by side: what each costs, when, and what paying later costs in a year. */
import type { CurrencyCode } from '~/domain/currency'
import type { WayToSettle } from '~/domain/settlement-comparison'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { EmptyState } from '../empty-state'
import { Facts } from '../facts'
import { OtherCurrencies } from '../other-currencies'
import { TitleBlock } from '../title-block'

export interface ComparePageProps {
  creditorName: string
  currency: CurrencyCode
  otherCurrencies: readonly CurrencyCode[]
  /** Empty where nothing is due. */
  ways: readonly WayToSettle[]
  overdueCount: number
  /** What paying now saves by discounts; 0 for nothing. */
  savedMinor: number
  /** Where the plan is shaped; null where none is offered. */
  planHref: string | null
  format: Formatters
}

export function ComparePage(props: ComparePageProps) {
  const { creditorName, currency, otherCurrencies, ways, overdueCount, planHref, format } = props
  const { t } = useTranslation('planning')
  return (
    <>
      <a className="back" href="/statement">
        {t('compare.back')}
      </a>
      <TitleBlock title={t('compare.title')}>
        <p>{t('compare.lead', { creditor: creditorName, currency })}</p>
        <OtherCurrencies label={t('compare.otherCurrency')} currencies={otherCurrencies} path="/compare" />
      </TitleBlock>
      {ways.length === 0 ? (
        <EmptyState title={t('compare.nothing', { currency })} />
      ) : (
        <div className="stack">
          {overdueCount === 0 ? null : <Callout tone="info">{t('compare.overdue', { count: overdueCount })}</Callout>}
          <div className="compared">
            {ways.map((way) => (
              <Way key={way.kind} way={way} {...props} />
            ))}
          </div>
          {planHref === null ? <p>{t('compare.noPlan', { creditor: creditorName })}</p> : null}
          <PaymentsByDay {...{ ways, currency, format }} />
          <p className="soft">{t('compare.how')}</p>
        </div>
      )}
    </>
  )
}

function Way({ way, currency, savedMinor, planHref, format }: ComparePageProps & { way: WayToSettle }) {
  const { t } = useTranslation('planning')
  const { kind, totalMinor, payments, moreMinor, effectiveRateBps } = way
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const titleId = `way-${kind}`
  const [first, last] = [payments[0], payments.at(-1)]
  const titles = { now: t('compare.now'), on_due_dates: t('compare.onDue'), plan: t('compare.plan') }
  const actions = {
    now: { href: `/pay?all=1&currency=${currency}`, text: t('compare.goNow') },
    on_due_dates: { href: '/statement', text: t('compare.goDue') },
    plan: { href: planHref ?? '/plans', text: t('compare.goPlan') },
  }
  const { href, text } = actions[kind]
  return (
    <section className="card stack" aria-labelledby={titleId}>
      <h2 id={titleId}>{titles[kind]}</h2>
      <p>
        {t('compare.total')}
        <br />
        <strong className="figure">{money(totalMinor)}</strong>
      </p>
      <Facts
        facts={[
          { name: t('compare.saved'), value: kind === 'now' && savedMinor > 0 ? money(savedMinor) : null },
          { name: t('compare.more'), value: kind === 'now' ? null : money(moreMinor) },
          {
            name: t('compare.rate'),
            value: effectiveRateBps === null ? t('compare.noRate') : format.percent(effectiveRateBps),
          },
          { name: t('compare.first'), value: first && format.day(first.on) },
          { name: t('compare.last'), value: payments.length > 1 && last ? format.day(last.on) : null },
          { name: t('compare.payments'), value: format.integer(payments.length) },
        ]}
      />
      <p className="actions">
        <a className={kind === 'now' ? 'btn' : 'btn quiet'} href={href}>
          {text}
        </a>
      </p>
    </section>
  )
}

function PaymentsByDay({ ways, currency, format }: Pick<ComparePageProps, 'ways' | 'currency' | 'format'>) {
  const { t } = useTranslation('planning')
  const days = [...new Set(ways.flatMap(({ payments }) => payments.map(({ on }) => on)))].toSorted()
  const titles = { now: t('compare.now'), on_due_dates: t('compare.onDue'), plan: t('compare.plan') }
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="by-day">
      <table className="data folded">
        <caption id="by-day">{t('compare.table', { currency })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('compare.day')}</th>
            {ways.map(({ kind }) => (
              <th key={kind} scope="col" className="n">
                {titles[kind]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day}>
              <th scope="row">{format.day(day)}</th>
              {ways.map(({ kind, payments }) => {
                const paid = payments.find(({ on }) => on === day)
                return (
                  <td key={kind} className="n" data-label={titles[kind]}>
                    {paid ? format.amount(paid.amountMinor, currency) : '–'}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
