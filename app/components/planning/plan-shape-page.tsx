/** Shaping a plan: the wishes on one side, the exact plan that they make beneath, and the way to propose it. */
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { PlanId } from '~/domain/ids'
import { PLAN_FREQUENCIES } from '~/domain/instalment-schedule'
import { PLAN_LIMITS, type PlanEnvelope } from '~/domain/plan-policy'
import type { PlanProposal } from '~/domain/plan-proposal'
import { PLAN_SHAPING_PATH } from '~/domain/plan-proposal-form'
import { getCurrencySign } from '~/i18n/currency-sign'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Choice, ErrorSummary, findProblem, SelectField, TextField } from '../form-field'
import { OtherCurrencies } from '../other-currencies'
import { TitleBlock } from '../title-block'
import type { PlanEntry, PlanEntryProblem } from './plan-entry'
import { describeEntryProblem, nameFrequency } from './plan-words'
import { ShapedPlan } from './shaped-plan'

export interface PlannableInvoice {
  number: string
  dueOn: CalendarDay
  amountMinor: number
  isChosen: boolean
}

export interface PlanShapePageProps {
  creditorName: string
  currency: CurrencyCode
  otherCurrencies: readonly CurrencyCode[]
  startOn: CalendarDay
  /** The plan whose place it takes, and what is left of that; null for a plan beside all others. */
  extended: { id: PlanId; reference: string; leftMinor: number } | null
  isEveryInvoice: boolean
  /** To choose of: what the plan takes beside what is left of the other. */
  invoices: readonly PlannableInvoice[]
  /** What the plan is over, and what of it is to be paid at once at least; 0 where nothing is chosen. */
  totalMinor: number
  leastDownPaymentMinor: number
  envelope: PlanEnvelope
  entry: PlanEntry
  problems: readonly PlanEntryProblem[]
  proposal: PlanProposal | null
  /** Null where the plan has no day to come. */
  effectiveRateBps: number | null
  /** Whether the reader's link lets it agree. */
  mayAgree: boolean
  format: Formatters
}

export function PlanShapePage(props: PlanShapePageProps) {
  const { creditorName, currency, otherCurrencies, extended, proposal, format } = props
  const { t } = useTranslation('planning')
  const problems = props.problems.map((problem) => describeEntryProblem(t, problem, { currency, format }))
  return (
    <>
      {extended === null ? (
        <a className="back" href="/plans">
          {t('shape.back')}
        </a>
      ) : (
        <a className="back" href={`/plans/${extended.id}`}>
          {t('extend.back')}
        </a>
      )}
      <TitleBlock title={t(extended === null ? 'shape.title' : 'extend.title')}>
        <p>
          {extended === null
            ? t('shape.lead', { creditor: creditorName })
            : t('extend.lead', { reference: extended.reference })}
        </p>
        {extended === null ? (
          <OtherCurrencies label={t('shape.otherCurrency')} currencies={otherCurrencies} path={PLAN_SHAPING_PATH} />
        ) : null}
      </TitleBlock>
      <ErrorSummary problems={problems} />
      <div className="stack">
        <form method="get" action={PLAN_SHAPING_PATH} className="card stack" noValidate>
          <InvoiceChoice {...props} />
          <PlanFields {...props} fieldProblems={problems} />
          <p className="actions">
            <input type="hidden" name="currency" value={currency} />
            {extended === null ? null : <input type="hidden" name="extends" value={extended.id} />}
            <button className={proposal === null ? 'btn big' : 'btn quiet'}>{t('shape.show')}</button>
          </p>
        </form>
        {proposal === null ? null : <ShapedPlan {...props} proposal={proposal} />}
        {extended === null ? (
          <p>
            <a href={`/compare?currency=${currency}`}>{t('shape.compare')}</a>
          </p>
        ) : null}
      </div>
    </>
  )
}

function InvoiceChoice({ extended, invoices, isEveryInvoice, totalMinor, currency, format }: PlanShapePageProps) {
  const { t } = useTranslation('planning')
  return (
    <fieldset className="field">
      <legend>{t(extended === null ? 'shape.which' : 'extend.which')}</legend>
      <Choice type="radio" id="which-all" name="which" value="all" defaultChecked={isEveryInvoice}>
        {t('shape.all', { count: invoices.length })}
      </Choice>
      {invoices.length < 2 ? null : (
        <>
          <Choice type="radio" id="which-chosen" name="which" value="chosen" defaultChecked={!isEveryInvoice}>
            {t('shape.chosen')}
          </Choice>
          <details open={!isEveryInvoice}>
            <summary>{t('shape.list')}</summary>
            {invoices.map(({ number, dueOn, amountMinor, isChosen }, index) => (
              <Choice
                key={number}
                type="checkbox"
                id={`invoice-${index}`}
                name="invoice"
                value={number}
                defaultChecked={isChosen && !isEveryInvoice}
                hint={t('shape.invoice', { amount: format.money(amountMinor, currency), day: format.day(dueOn) })}
              >
                <bdi>{number}</bdi>
              </Choice>
            ))}
          </details>
        </>
      )}
      {extended === null ? null : (
        <p>
          {t('extend.left', {
            ...{ reference: extended.reference, amount: format.money(extended.leftMinor, currency) },
          })}
        </p>
      )}
      <p>{t('shape.total', { total: format.money(totalMinor, currency) })}</p>
    </fieldset>
  )
}

function PlanFields({
  creditorName,
  currency,
  startOn,
  envelope,
  leastDownPaymentMinor,
  entry,
  format,
  fieldProblems,
}: PlanShapePageProps & { fieldProblems: readonly { fieldId: string | null; text: string }[] }) {
  const { t } = useTranslation('planning')
  const sign = getCurrencySign(currency, format.locale)
  const offered = envelope.frequencies
  return (
    <>
      <TextField
        id="down"
        name="down"
        label={t('shape.down')}
        hint={
          leastDownPaymentMinor === 0
            ? t('shape.downHint')
            : t('shape.downLeast', { amount: format.money(leastDownPaymentMinor, currency) })
        }
        problem={findProblem(fieldProblems, 'down')}
        currencySign={sign}
        defaultValue={entry.downPayment}
      />
      <SelectField
        id="frequency"
        name="frequency"
        label={t('shape.frequency')}
        defaultValue={entry.frequency}
        options={PLAN_FREQUENCIES.map((frequency) => ({
          value: frequency,
          text: offered.includes(frequency)
            ? nameFrequency(t, frequency)
            : t('shape.byCreditor', { frequency: nameFrequency(t, frequency), creditor: creditorName }),
        })).toSorted((left, right) => rank(offered, left.value) - rank(offered, right.value))}
      />
      <TextField
        id="instalments"
        name="instalments"
        label={t('shape.instalments')}
        hint={t('shape.instalmentsHint', { most: format.integer(envelope.mostInstalments) })}
        problem={findProblem(fieldProblems, 'instalments')}
        inputMode="numeric"
        autoComplete="off"
        maxLength={String(PLAN_LIMITS.instalments).length}
        defaultValue={entry.instalments}
      />
      <TextField
        id="each"
        name="each"
        label={t('shape.each')}
        hint={t('shape.eachHint')}
        problem={findProblem(fieldProblems, 'each')}
        currencySign={sign}
        defaultValue={entry.each}
      />
      <TextField
        id="firstOn"
        name="firstOn"
        type="date"
        label={t('shape.firstOn')}
        hint={t('shape.firstHint', { count: envelope.mostDaysToFirst })}
        problem={findProblem(fieldProblems, 'firstOn')}
        min={startOn}
        defaultValue={entry.firstOn}
      />
      <Choice
        type="checkbox"
        id="autopay"
        name="autopay"
        value="1"
        defaultChecked={entry.isAutopay}
        hint={envelope.autopay === 'required' ? t('shape.autopayRequired') : t('shape.autopayHint')}
      >
        {t('shape.autopay')}
      </Choice>
    </>
  )
}

/** What is offered comes first. */
function rank(offered: readonly string[], frequency: string): number {
  return offered.includes(frequency) ? 0 : 1
}
