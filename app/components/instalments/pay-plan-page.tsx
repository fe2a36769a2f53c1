/** What can be paid of an agreed plan now: what is due, the next instalment, a sum, or all of it. */
import { useTranslation } from '~/i18n/use-translation'
import { Choice, ErrorSummary, findProblem, TextField, type FieldProblem } from '../form-field'
import { TitleBlock } from '../title-block'

export interface PlanPaymentChoice {
  what: 'reached' | 'next' | 'all'
  amount: string
  /** Of the next instalment: its day. */
  day: string | null
  /** Of everything: the interest that is saved by paying now; null for none. */
  saved: string | null
}

interface PayPlanPageProps {
  planId: string
  reference: string
  creditorName: string
  choices: readonly PlanPaymentChoice[]
  currencySign: string
  /** The most that a sum can be. */
  most: string
  /** A payment for it is under way. */
  isBeingPaid: boolean
  entry: { what: string; amount: string }
  problems: readonly FieldProblem[]
}

export function PayPlanPage(props: PayPlanPageProps) {
  const { planId, reference, creditorName, choices, currencySign, most, isBeingPaid, entry, problems } = props
  const { t } = useTranslation('instalment')
  const first = choices.some(({ what }) => what === entry.what) || entry.what === 'sum' ? entry.what : choices[0]?.what
  return (
    <>
      <a className="back" href={`/plans/${planId}`}>
        {t('back', { reference })}
      </a>
      <TitleBlock title={t('pay.title')}>
        <p>{t('pay.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        {isBeingPaid ? <p>{t('pay.underWay')}</p> : null}
        <ErrorSummary problems={problems} />
        {choices.length === 0 ? (
          <p>{t('pay.nothing')}</p>
        ) : (
          <form method="get" action={`/plans/${planId}/pay`} className="stack" noValidate>
            <fieldset>
              <legend>
                <h2>{t('pay.what')}</h2>
              </legend>
              {choices.map(({ what, amount, day, saved }) => (
                <Choice
                  key={what}
                  id={`what-${what}`}
                  type="radio"
                  name="what"
                  value={what}
                  defaultChecked={what === first}
                  {...(saved === null ? {} : { hint: t('pay.saves', { amount: saved }) })}
                >
                  {t(/* i18n: instalment:pay.choice.* */ `pay.choice.${what}`, { amount, day: day ?? '' })}
                </Choice>
              ))}
              <Choice id="what-sum" type="radio" name="what" value="sum" defaultChecked={first === 'sum'}>
                {t('pay.sum')}
              </Choice>
            </fieldset>
            <TextField
              id="amount"
              name="amount"
              label={t('pay.amount')}
              hint={t('pay.amountHint', { most })}
              inputMode="decimal"
              autoComplete="off"
              currencySign={currencySign}
              defaultValue={entry.amount}
              problem={findProblem(problems, 'amount')}
            />
            <p>
              <button className="btn" type="submit">
                {t('pay.review')}
              </button>
            </p>
          </form>
        )}
      </div>
    </>
  )
}
