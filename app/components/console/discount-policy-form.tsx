import { useTranslation } from 'react-i18next'
import {
  DISCOUNT_CORRECTIONS,
  DISCOUNT_RULES,
  DISCOUNT_TAX_MODES,
  MOST_DISCOUNT_DAYS,
  MOST_GRACE_DAYS,
  MOST_TRANSFER_DAYS,
} from '~/domain/discount-policy'
import { Choice, SelectField, TextField } from '../form-field'
import { DecimalField, NumberField, PolicyForm, useProblemTexts, type PolicyFormFrame } from './policy-form'
import type { DiscountEntry } from './settings-entry'

/** What is let go for being paid early. The last row of the tiers is for another one. */
export function DiscountPolicyForm({ entry, ...frame }: PolicyFormFrame & { entry: DiscountEntry }) {
  const { t } = useTranslation('discount')
  const problemOf = useProblemTexts(frame.problems)
  const percent = (id: string, label: string, defaultValue: string) => (
    <DecimalField {...{ id, label, defaultValue }} problem={problemOf(id)} />
  )
  return (
    <PolicyForm kind="discount" title={t('policy.title')} lead={t('policy.lead')} {...frame}>
      <Choice
        type="checkbox"
        id="honoursDocuments"
        name="honoursDocuments"
        value="yes"
        defaultChecked={entry.honoursDocuments}
      >
        {t('policy.honoursDocuments')}
      </Choice>
      <fieldset>
        <legend>{t('policy.tiers')}</legend>
        <p className="hint">{t('policy.tiersLead')}</p>
        {entry.tiers.map(({ days, rate }, index) => (
          <div key={index} className="fields">
            <NumberField
              id={`tier-${index}-days`}
              label={t('policy.days')}
              defaultValue={days}
              problem={problemOf(`tier-${index}-days`)}
            />
            {percent(`tier-${index}-rate`, t('policy.rate'), rate)}
          </div>
        ))}
      </fieldset>
      <SelectField
        id="rule"
        name="rule"
        label={t('policy.rule')}
        defaultValue={entry.rule}
        options={DISCOUNT_RULES.map((value) => ({ value, text: t(`policy.rules.${value}`) }))}
      />
      <SelectField
        id="taxMode"
        name="taxMode"
        label={t('policy.taxMode')}
        defaultValue={entry.taxMode}
        options={DISCOUNT_TAX_MODES.map((value) => ({ value, text: t(`policy.taxModes.${value}`) }))}
      />
      <SelectField
        id="correction"
        name="correction"
        label={t('policy.correction')}
        defaultValue={entry.correction}
        options={DISCOUNT_CORRECTIONS.map((value) => ({ value, text: t(`policy.corrections.${value}`) }))}
      />
      <div className="fields">
        <NumberField
          id="transferDays"
          label={t('policy.transferDays')}
          hint={t('policy.range', { from: 0, most: MOST_TRANSFER_DAYS })}
          defaultValue={entry.transferDays}
          problem={problemOf('transferDays')}
        />
        <NumberField
          id="disputeGraceDays"
          label={t('policy.disputeGraceDays')}
          hint={t('policy.range', { from: 0, most: MOST_GRACE_DAYS })}
          defaultValue={entry.disputeGraceDays}
          problem={problemOf('disputeGraceDays')}
        />
      </div>
      <fieldset>
        <legend>{t('policy.sliding')}</legend>
        <p className="hint">{t('policy.slidingLead')}</p>
        <TextField
          id="slidingDebtors"
          name="slidingDebtors"
          label={t('policy.debtors')}
          hint={t('policy.debtorsHint')}
          dir="ltr"
          autoComplete="off"
          defaultValue={entry.slidingDebtors}
          problem={problemOf('slidingDebtors')}
        />
        <div className="fields">
          {percent('yearlyRate', t('policy.yearlyRate'), entry.yearlyRate)}
          {percent('mostRate', t('policy.mostRate'), entry.mostRate)}
          <NumberField
            id="leastDays"
            label={t('policy.leastDays')}
            hint={t('policy.range', { from: 1, most: MOST_DISCOUNT_DAYS })}
            defaultValue={entry.leastDays}
            problem={problemOf('leastDays')}
          />
        </div>
      </fieldset>
    </PolicyForm>
  )
}
