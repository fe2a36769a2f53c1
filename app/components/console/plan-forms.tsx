/** What the creditor can do with a plan that is not agreed: accept it, put other terms forward, decline, or write. */
import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { PLAN_FREQUENCIES } from '~/domain/instalment-schedule'
import type { PlanSide } from '~/domain/payment-plan'
import { Choice, findProblem, SelectField, TextAreaField, TextField, type FieldProblem } from '../form-field'
import type { ShownConsolePlan } from './plan-view'

interface PlanFormProps {
  /** Of the form: sent twice it is one step. */
  formKey: string
  version: number
  problems: readonly FieldProblem[]
  /** What was typed the last time; empty for nothing. */
  typed: Readonly<Record<string, string>>
}

function HiddenFields({ intent, formKey, version }: PlanFormProps & { intent: string }) {
  return (
    <>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="key" value={formKey} />
      <input type="hidden" name="version" value={version} />
    </>
  )
}

export function AcceptForm(props: PlanFormProps) {
  const { t } = useTranslation('agreement')
  return (
    <section className="card stack" aria-labelledby="agree-title">
      <h2 id="agree-title">{t('console.accept')}</h2>
      <p className="soft">{t('console.acceptLead')}</p>
      <Form method="post" className="stack">
        <HiddenFields {...props} intent="agree" />
        <TextAreaField
          id="agree-text"
          name="text"
          label={t('console.acceptText')}
          rows={3}
          defaultValue={props.typed['text'] ?? ''}
          problem={findProblem(props.problems, 'agree-text')}
        />
        <p className="actions">
          <button className="btn">{t('console.accept')}</button>
        </p>
      </Form>
    </section>
  )
}

export type PlanTermsEntry = Readonly<
  Record<'downPayment' | 'count' | 'frequency' | 'firstOn' | 'fee' | 'rate', string>
>

/** The terms that the creditor puts forward, as they are typed. */
export function PlanTermsFields({
  currency,
  values,
  isAutopay,
  problems,
}: {
  currency: string
  values: PlanTermsEntry
  isAutopay: boolean
  problems: readonly FieldProblem[]
}) {
  const { t } = useTranslation('agreement')
  const { t: planningText } = useTranslation('planning')
  const field = (name: keyof PlanTermsEntry) => ({
    ...{ id: name, name, defaultValue: values[name], problem: findProblem(problems, name) },
  })
  return (
    <>
      <div className="fields">
        <TextField {...field('downPayment')} label={t('console.downPayment', { currency })} inputMode="decimal" />
        <TextField {...field('count')} label={t('console.instalments')} inputMode="numeric" />
        <SelectField
          id="frequency"
          name="frequency"
          label={t('fact.frequency')}
          defaultValue={values.frequency}
          options={PLAN_FREQUENCIES.map((value) => ({ value, text: planningText(`frequency.${value}`) }))}
        />
        <TextField {...field('firstOn')} label={t('console.firstOn')} type="date" />
        <TextField {...field('fee')} label={t('console.feeIn', { currency })} inputMode="decimal" />
        <TextField {...field('rate')} label={t('console.rate')} inputMode="decimal" />
      </div>
      <Choice id="autopay" type="checkbox" name="autopay" value="1" defaultChecked={isAutopay}>
        {t('console.autopay')}
      </Choice>
    </>
  )
}

export function CounterForm(props: PlanFormProps & { plan: ShownConsolePlan }) {
  const { plan, problems, typed } = props
  const { t } = useTranslation('agreement')
  const { terms, currency } = plan
  const isOwn = plan.begunBy === 'creditor'
  return (
    <section className="card stack" aria-labelledby="counter-title">
      <h2 id="counter-title">{t(isOwn ? 'console.change' : 'console.counter')}</h2>
      <p className="soft">{t(isOwn ? 'console.changeLead' : 'console.counterLead')}</p>
      <Form method="post" className="stack">
        <HiddenFields {...props} intent="counter" />
        <PlanTermsFields
          currency={currency}
          values={{ ...terms, ...typed }}
          isAutopay={'intent' in typed ? typed['autopay'] === '1' : terms.autopay}
          problems={problems}
        />
        <TextAreaField
          id="counter-text"
          name="text"
          label={t('console.text')}
          rows={3}
          defaultValue={typed['text'] ?? ''}
          problem={findProblem(problems, 'counter-text')}
        />
        <p className="actions">
          <button className="btn quiet">{t(isOwn ? 'console.sendChange' : 'console.sendCounter')}</button>
        </p>
      </Form>
    </section>
  )
}

export function WordsForm(props: PlanFormProps & { intent: 'decline' | 'say'; begunBy: PlanSide }) {
  const { intent, begunBy, problems, typed } = props
  const { t } = useTranslation('agreement')
  const isEnd = intent === 'decline'
  const end = t(begunBy === 'creditor' ? 'console.takeBack' : 'console.decline')
  const titleId = `${intent}-title`
  return (
    <section className="card stack" aria-labelledby={titleId}>
      <h2 id={titleId}>{isEnd ? end : t('console.write')}</h2>
      {isEnd ? <p className="soft">{t('console.declineLead')}</p> : null}
      <Form method="post" className="stack">
        <HiddenFields {...props} />
        <TextAreaField
          id={`${intent}-text`}
          name="text"
          label={isEnd ? t('console.declineText') : t('console.text')}
          rows={3}
          defaultValue={typed['text'] ?? ''}
          problem={findProblem(problems, `${intent}-text`)}
        />
        <p className="actions">
          <button className={isEnd ? 'btn danger' : 'btn quiet'}>{isEnd ? end : t('console.send')}</button>
        </p>
      </Form>
    </section>
  )
}
