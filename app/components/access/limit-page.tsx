/** From which sum on a payment needs a second person: the amount, and then the code that was mailed. */
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { ErrorSummary, findProblem, SelectField, TextField, type FieldProblem } from '../form-field'
import { TitleBlock } from '../title-block'
import { CodeActions, CodeField } from './code-field'

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
  return (
    <>
      <a className="back" href="/access">
        {t('forward.back')}
      </a>
      <TitleBlock title={t('limit.title')}>
        <p>{t('limit.lead')}</p>
      </TitleBlock>
      <ErrorSummary problems={problems} />
      <form method="post" action="/access/limit" className="stack" noValidate>
        {codeProblem === null ? null : <Callout tone="bad">{codeProblem}</Callout>}
        {codeSentTo === null ? null : <Callout tone="info">{t('code.sent', { address: codeSentTo })}</Callout>}
        <SelectField
          id="currency"
          name="currency"
          label={t('limit.currency')}
          defaultValue={currency}
          options={currencies.map((code) => ({ value: code, text: code }))}
        />
        <TextField
          id="amount"
          name="amount"
          label={t('limit.amount')}
          hint={t('limit.amountHint')}
          problem={findProblem(problems, 'amount')}
          defaultValue={amount}
          inputMode="decimal"
          autoComplete="off"
        />
        {codeSentTo === null ? null : <CodeField sentTo={codeSentTo} problem={findProblem(problems, 'code')} />}
        <CodeActions send={codeSentTo === null ? t('limit.ask') : t('limit.save')} isCodeSent={codeSentTo !== null} />
      </form>
    </>
  )
}
