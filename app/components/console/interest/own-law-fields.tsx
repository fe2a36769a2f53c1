import { useTranslation } from 'react-i18next'
import { SelectField, TextField } from '../../form-field'
import { DecimalField } from '../policy-form'
import type { FixedSumEntry, MarginEntry } from './interest-entry'

interface OwnLawFieldsProps {
  margins: readonly MarginEntry[]
  fixedSums: readonly FixedSumEntry[]
  /** Countries whose law is known, named. */
  countries: readonly { code: string; name: string }[]
  problemOf: (fieldId: string) => string | undefined
}

/** Margins and fixed sums that the creditor enters in place of those of a law, with who published them. */
export function OwnLawFields({ margins, fixedSums, countries, problemOf }: OwnLawFieldsProps) {
  const { t } = useTranslation('interest')
  const options = countries.map(({ code, name }) => ({ value: code, text: name }))
  const text = (id: string, label: string, defaultValue: string, type?: 'date') => (
    <TextField
      {...{ id, name: id, label, defaultValue }}
      {...(type === undefined ? { maxLength: 200 } : { type })}
      problem={problemOf(id)}
    />
  )
  const decimal = (id: string, label: string, defaultValue: string, more: { hint?: string } = {}) => (
    <DecimalField {...{ id, label, defaultValue, ...more }} problem={problemOf(id)} />
  )
  const whoseAndSince = (row: string, { country, fromOn }: { country: string; fromOn: string }) => (
    <>
      <SelectField
        {...{ id: `${row}-country`, name: `${row}-country`, label: t('statute'), options }}
        defaultValue={country}
        problem={problemOf(`${row}-country`)}
      />
      {text(`${row}-fromOn`, t('dueFrom'), fromOn, 'date')}
    </>
  )
  return (
    <>
      <fieldset>
        <legend>{t('margins')}</legend>
        <p className="soft">{t('ownLawLead')}</p>
        {margins.map((entry, index) => {
          const row = `margin-${index}`
          return (
            <div key={row} className="fields">
              {whoseAndSince(row, entry)}
              {decimal(`${row}-margin`, t('margin'), entry.margin)}
              {text(`${row}-source`, t('rateSource'), entry.source)}
            </div>
          )
        })}
      </fieldset>
      <fieldset>
        <legend>{t('fixedSums')}</legend>
        {fixedSums.map((entry, index) => {
          const row = `sum-${index}`
          return (
            <div key={row} className="fields">
              {whoseAndSince(row, entry)}
              <TextField
                {...{ id: `${row}-currency`, name: `${row}-currency`, label: t('currency') }}
                defaultValue={entry.currency}
                maxLength={3}
                size={5}
                autoComplete="off"
                dir="ltr"
                problem={problemOf(`${row}-currency`)}
              />
              {decimal(`${row}-below`, t('below'), entry.below, { hint: t('belowHint') })}
              {decimal(`${row}-amount`, t('fixedSum'), entry.amount)}
              {text(`${row}-source`, t('rateSource'), entry.source)}
            </div>
          )
        })}
      </fieldset>
    </>
  )
}
