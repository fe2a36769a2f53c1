import { useTranslation } from 'react-i18next'
import { INTEREST_METHODS, PLAN_FREQUENCIES } from '~/domain/instalment-schedule'
import { Choice, SelectField, TextField } from '../form-field'
import type { AmountTerm, NumberTerm, RateTerm, TermsEntry } from './plan-policy-entry'

interface PlanTermsFieldsProps {
  /** Such as "band-0": begins every field's id and name. */
  row: string
  entry: TermsEntry
  /** Whether what is left empty stays as the band has it. */
  isOverride: boolean
  problemOf: (fieldId: string) => string | undefined
}

/** The terms of a band, or what is different of them for one debtor. */
export function PlanTermsFields({ row, entry, isOverride, problemOf }: PlanTermsFieldsProps) {
  const { t } = useTranslation('planning')
  const field = (name: NumberTerm | AmountTerm | RateTerm | 'retryDays', label: string) => (
    <TextField
      id={`${row}-${name}`}
      name={`${row}-${name}`}
      label={label}
      dir="ltr"
      inputMode="decimal"
      autoComplete="off"
      defaultValue={entry[name]}
      problem={problemOf(`${row}-${name}`)}
    />
  )
  const asBand = isOverride ? [{ value: '', text: t('policy.asBand') }] : []
  return (
    <>
      <fieldset className="field" id={`${row}-frequencies`}>
        <legend>{t('policy.frequencies')}</legend>
        {problemOf(`${row}-frequencies`) === undefined ? null : (
          <p className="error">{problemOf(`${row}-frequencies`)}</p>
        )}
        {PLAN_FREQUENCIES.map((frequency) => (
          <Choice
            key={frequency}
            type="checkbox"
            id={`${row}-frequencies-${frequency}`}
            name={`${row}-frequencies`}
            value={frequency}
            defaultChecked={entry.frequencies.includes(frequency)}
          >
            {t(`frequency.${frequency}`)}
          </Choice>
        ))}
      </fieldset>
      <div className="fields even">
        {field('mostInstalments', t('policy.mostInstalments'))}
        {field('mostDays', t('policy.mostDays'))}
        {field('mostDaysToFirst', t('policy.mostDaysToFirst'))}
        {field('leastInstalmentMinor', t('policy.leastInstalment'))}
        {field('leastDownPaymentBps', t('policy.leastDownPayment'))}
        {field('feeMinor', t('policy.fee'))}
        {field('yearlyRateBps', t('policy.yearlyRate'))}
        <SelectField
          id={`${row}-interestMethod`}
          name={`${row}-interestMethod`}
          label={t('policy.interestMethod')}
          defaultValue={entry.interestMethod}
          options={[...asBand, ...INTEREST_METHODS.map((value) => ({ value, text: t(`policy.method.${value}`) }))]}
        />
        <SelectField
          id={`${row}-autopay`}
          name={`${row}-autopay`}
          label={t('policy.autopay')}
          defaultValue={entry.autopay}
          options={[
            ...asBand,
            { value: 'optional', text: t('policy.optional') },
            { value: 'required', text: t('policy.required') },
          ]}
        />
        {field('noticeDays', t('policy.noticeDays'))}
        {field('retryDays', t('policy.retryDays'))}
        {field('graceDays', t('policy.graceDays'))}
        {field('missesUntilDefault', t('policy.misses'))}
        {field('mostDateMoves', t('policy.dateMoves'))}
        {field('mostMoveDays', t('policy.moveDays'))}
      </div>
    </>
  )
}
