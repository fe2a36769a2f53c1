/** What the creditor can do with a dispute: write to the debtor, and decide. */
import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { findProblem, TextAreaField, TextField, type FieldProblem } from '../form-field'
import type { ShownDispute } from './dispute-view'

/** What was typed the last time. Amounts by the line's position. */
export interface DisputeEntryTyped {
  text: string
  number: string
  amounts: Readonly<Record<string, string>>
}

interface DisputeFormProps {
  /** Of the form: sent twice it is one step. */
  formKey: string
  problems: readonly FieldProblem[]
  typed: DisputeEntryTyped | null
}

export function WriteForm({ formKey, problems, typed }: DisputeFormProps) {
  const { t } = useTranslation('claims')
  return (
    <section className="card stack" aria-labelledby="write-title">
      <h2 id="write-title">{t('write.title')}</h2>
      <p className="soft">{t('write.lead')}</p>
      <Form method="post">
        <input type="hidden" name="key" value={formKey} />
        <TextAreaField
          id="write-text"
          name="text"
          label={t('write.text')}
          rows={4}
          maxLength={5000}
          defaultValue={typed?.text ?? ''}
          problem={findProblem(problems, 'write-text')}
        />
        <p className="actions">
          <button className="btn" name="intent" value="asked">
            {t('write.ask')}
          </button>
          <button className="btn quiet" name="intent" value="said">
            {t('write.say')}
          </button>
        </p>
      </Form>
    </section>
  )
}

export function DecideForm({
  dispute,
  version,
  formKey,
  problems,
  typed,
}: DisputeFormProps & { dispute: ShownDispute; version: number }) {
  const { t } = useTranslation('claims')
  return (
    <section className="card stack" aria-labelledby="decide-title">
      <h2 id="decide-title">{t('decide.title')}</h2>
      <p className="soft">{t('decide.lead')}</p>
      <Form method="post">
        <input type="hidden" name="key" value={formKey} />
        <input type="hidden" name="version" value={version} />
        <TextAreaField
          id="decide-text"
          name="text"
          label={t('decide.reason')}
          rows={4}
          maxLength={5000}
          defaultValue={typed?.text ?? ''}
          problem={findProblem(problems, 'decide-text')}
        />
        <TextField
          id="decide-number"
          name="number"
          label={t('decide.number')}
          hint={t('decide.numberHint')}
          autoComplete="off"
          maxLength={100}
          defaultValue={typed?.number ?? ''}
          problem={findProblem(problems, 'decide-number')}
        />
        <fieldset className="field">
          <legend>{t('decide.amounts')}</legend>
          <p className="hint">{t('decide.amountsHint')}</p>
          {dispute.lines.map(({ position, name, claimed }) => (
            <TextField
              key={position}
              id={`amount-${position}`}
              name={`amount-${position}`}
              label={t('decide.most', {
                line: position === 0 ? t('dispute.wholeInvoice') : `${position} ${name}`,
                most: claimed,
              })}
              currencySign={dispute.currencySign}
              defaultValue={typed?.amounts[String(position)] ?? ''}
              problem={findProblem(problems, `amount-${position}`)}
            />
          ))}
        </fieldset>
        <p className="actions">
          <button className="btn" name="intent" value="accept">
            {t('decide.accept')}
          </button>
          <button className="btn quiet" name="intent" value="accept-part">
            {t('decide.acceptPart')}
          </button>
          <button className="btn danger" name="intent" value="reject">
            {t('decide.reject')}
          </button>
        </p>
      </Form>
    </section>
  )
}
