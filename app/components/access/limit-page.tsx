/** From which sum on a payment needs a second person: the amount, and then the code that was mailed. */
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { ErrorSummary, TextField, type FieldProblem } from '../form-field'
import { TitleBlock } from '../title-block'

export interface LimitPageProps {
  currencies: readonly string[]
  currency: string
  /** As typed. */
  amount: string
  problems: readonly FieldProblem[]
  /** Where a code was sent, masked; null while none was asked for. */
  codeSentTo: string | null
  /** No code can be sent. */
  codeProblem: string | null
}

export function LimitPage({ currencies, currency, amount, problems, codeSentTo, codeProblem }: LimitPageProps) {
  const { t } = useTranslation('delegation')
  const problemOf = (fieldId: string) => problems.find((problem) => problem.fieldId === fieldId)?.text
  return (
    <>
      <a className="back" href="/access">
        {t('forward.back')}
      </a>
      <TitleBlock title={t('limit.title')}>
        <p>{t('limit.lead')}</p>
      </TitleBlock>
      <ErrorSummary problems={problems} />
      {codeProblem === null ? null : <Callout tone="bad">{codeProblem}</Callout>}
      {codeSentTo === null ? null : <Callout tone="info">{t('code.sent', { address: codeSentTo })}</Callout>}
      <form method="post" action="/access/limit" className="stack" noValidate>
        <div className="field">
          <label htmlFor="currency">{t('limit.currency')}</label>
          <select id="currency" name="currency" defaultValue={currency}>
            {currencies.map((code) => (
              <option key={code} value={code}>
                {code}
              </option>
            ))}
          </select>
        </div>
        <TextField
          id="amount"
          name="amount"
          label={t('limit.amount')}
          hint={t('limit.amountHint')}
          problem={problemOf('amount')}
          defaultValue={amount}
          inputMode="decimal"
          autoComplete="off"
        />
        {codeSentTo === null ? null : (
          <>
            <input type="hidden" name="codeSentTo" value={codeSentTo} />
            <TextField
              id="code"
              name="code"
              label={t('code.label')}
              hint={t('code.hint')}
              problem={problemOf('code')}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={20}
              dir="ltr"
            />
          </>
        )}
        <p className="actions">
          <button className="btn big">{codeSentTo === null ? t('limit.ask') : t('limit.save')}</button>
          {codeSentTo === null ? null : (
            <button className="btn quiet" name="intent" value="resend">
              {t('code.resend')}
            </button>
          )}
        </p>
      </form>
    </>
  )
}
