import { useTranslation } from 'react-i18next'
import { CHARGE_ORDERS, MOST_GRACE_DAYS, MOST_QUOTE_DAYS, MOST_TRANSFER_DAYS } from '~/domain/interest-policy'
import { REFERENCE_RATES } from '~/domain/reference-rates'
import { Choice, SelectField, TextField } from '../../form-field'
import { DecimalField, NumberField, PolicyForm, useProblemTexts, type PolicyFormFrame } from '../policy-form'
import type { InterestEntry } from './interest-entry'
import { OwnLawFields } from './own-law-fields'

interface InterestFormProps extends PolicyFormFrame {
  entry: InterestEntry
  /** Countries whose law is known, named. */
  countries: readonly { code: string; name: string }[]
}

const KINDS = ['statute', 'contract', 'contract_reference', 'none'] as const

/** Whether late interest is asked for, by which terms, and the creditor's own rates. */
export function InterestForm({ entry, countries, ...frame }: InterestFormProps) {
  const { t } = useTranslation('interest')
  const { t: payoffText } = useTranslation('payoff')
  const problemOf = useProblemTexts(frame.problems)
  const references = REFERENCE_RATES.map((name) => ({ value: name, text: payoffText(`reference.${name}`) }))
  const percent = (id: string, label: string, defaultValue: string) => (
    <DecimalField {...{ id, label, defaultValue }} problem={problemOf(id)} />
  )
  const number = (id: 'graceDays' | 'transferDays' | 'quoteDays', label: string, from: number, most: number) => (
    <NumberField
      id={id}
      label={label}
      hint={t('range', { from, most })}
      defaultValue={entry[id]}
      problem={problemOf(id)}
    />
  )
  const tick = (id: 'enabled' | 'compensation' | 'billsRemainder', label: string) => (
    <Choice type="checkbox" id={id} name={id} value="yes" defaultChecked={entry[id]}>
      {label}
    </Choice>
  )
  return (
    <PolicyForm kind="interest" title={t('title')} lead={t('lead')} {...frame}>
      {tick('enabled', t('enabled'))}
      <div className="fields">
        <SelectField
          id="kind"
          name="kind"
          label={t('kind')}
          defaultValue={entry.kind}
          options={KINDS.map((kind) => ({ value: kind, text: t(`kinds.${kind}`) }))}
        />
        <SelectField
          id="statute"
          name="statute"
          label={t('statute')}
          defaultValue={entry.statute}
          problem={problemOf('statute')}
          options={[
            { value: '', text: t('noStatute') },
            ...countries.map(({ code, name }) => ({ value: code, text: name })),
          ]}
        />
      </div>
      {tick('compensation', t('compensation'))}
      <fieldset>
        <legend>{t('kinds.contract')}</legend>
        <div className="fields">
          {percent('rate', t('rate'), entry.rate)}
          <SelectField
            id="per"
            name="per"
            label={t('per')}
            defaultValue={entry.per}
            options={[
              { value: 'year', text: t('perYear') },
              { value: 'month', text: t('perMonth') },
            ]}
          />
          {number('graceDays', t('graceDays'), 0, MOST_GRACE_DAYS)}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('kinds.contract_reference')}</legend>
        <div className="fields">
          <SelectField
            id="reference"
            name="reference"
            label={t('reference')}
            defaultValue={entry.reference}
            options={references}
          />
          {percent('margin', t('margin'), entry.margin)}
        </div>
      </fieldset>
      <div className="fields">
        <TextField
          id="dueFromOn"
          name="dueFromOn"
          type="date"
          label={t('dueFromOn')}
          defaultValue={entry.dueFromOn}
          problem={problemOf('dueFromOn')}
        />
        <SelectField
          id="order"
          name="order"
          label={t('order')}
          defaultValue={entry.order}
          options={CHARGE_ORDERS.map((order) => ({ value: order, text: t(`orders.${order}`) }))}
        />
        {number('transferDays', t('transferDays'), 0, MOST_TRANSFER_DAYS)}
        {number('quoteDays', t('quoteDays'), 1, MOST_QUOTE_DAYS)}
      </div>
      {tick('billsRemainder', t('billsRemainder'))}
      <fieldset>
        <legend>{t('rates')}</legend>
        {entry.rates.map((rate, index) => {
          const row = `rate-${index}`
          return (
            <div key={index} className="fields">
              <SelectField
                id={`${row}-reference`}
                name={`${row}-reference`}
                label={t('reference')}
                defaultValue={rate.reference}
                options={references}
              />
              <TextField
                id={`${row}-fromOn`}
                name={`${row}-fromOn`}
                type="date"
                label={t('rateFrom')}
                defaultValue={rate.fromOn}
                problem={problemOf(`${row}-fromOn`)}
              />
              {percent(`${row}-rate`, t('rateValue'), rate.rate)}
              <TextField
                id={`${row}-source`}
                name={`${row}-source`}
                label={t('rateSource')}
                maxLength={200}
                defaultValue={rate.source}
                problem={problemOf(`${row}-source`)}
              />
            </div>
          )
        })}
      </fieldset>
      <OwnLawFields margins={entry.margins} fixedSums={entry.fixedSums} {...{ countries, problemOf }} />
    </PolicyForm>
  )
}
