import { useTranslation } from 'react-i18next'
import { MOST_MARGIN_BPS, MOST_QUOTE_MINUTES, MOST_RATE_DAYS } from '~/domain/currency-policy'
import { Choice, SelectField, TextField } from '../form-field'
import { NumberField, PolicyForm, useProblemTexts, type PolicyFormFrame } from './policy-form'
import type { CurrencyEntry } from './settings-entry'

interface CurrencyPolicyFormProps extends PolicyFormFrame {
  entry: CurrencyEntry
  currencies: readonly { code: string; name: string }[]
  rates: { day: string; ageDays: number; source: 'ecb' | 'bundled'; isQuoted: boolean }
}

/** The currencies in which debtors may pay, and by which rates. */
export function CurrencyPolicyForm({ entry, currencies, rates, ...frame }: CurrencyPolicyFormProps) {
  const { t } = useTranslation('console')
  const problemOf = useProblemTexts(frame.problems)
  const { day, ageDays: count } = rates
  return (
    <PolicyForm kind="currency" title={t('settings.currency.title')} lead={t('settings.currency.lead')} {...frame}>
      <fieldset className="field">
        <legend>{t('settings.currency.accepted')}</legend>
        <div className="choices">
          {currencies.map(({ code, name }) => (
            <Choice
              key={code}
              id={`accepted-${code}`}
              type="checkbox"
              name="accepted"
              value={code}
              defaultChecked={entry.accepted.includes(code)}
            >
              <bdi dir="ltr">{code}</bdi> {name}
            </Choice>
          ))}
        </div>
      </fieldset>
      <div className="fields">
        <TextField
          id="margin"
          name="margin"
          inputMode="decimal"
          autoComplete="off"
          label={t('settings.currency.margin')}
          hint={t('settings.currency.marginHint', { most: MOST_MARGIN_BPS / 100 })}
          defaultValue={entry.margin}
          problem={problemOf('margin')}
        />
        <NumberField
          id="quoteMinutes"
          label={t('settings.currency.quoteMinutes')}
          hint={t('settings.currency.range', { most: MOST_QUOTE_MINUTES })}
          defaultValue={entry.quoteMinutes}
          problem={problemOf('quoteMinutes')}
        />
        <NumberField
          id="oldestRateDays"
          label={t('settings.currency.oldestRateDays')}
          hint={t('settings.currency.range', { most: MOST_RATE_DAYS })}
          defaultValue={entry.oldestRateDays}
          problem={problemOf('oldestRateDays')}
        />
      </div>
      <div className="field">
        <Choice
          id="quotesBundledRates"
          type="checkbox"
          name="quotesBundledRates"
          value="yes"
          defaultChecked={entry.quotesBundledRates}
          hint={t('settings.currency.bundledHint')}
        >
          {t('settings.currency.bundled')}
        </Choice>
      </div>
      <SelectField
        id="showTotalIn"
        name="showTotalIn"
        label={t('settings.currency.showTotalIn')}
        defaultValue={entry.showTotalIn}
        options={[
          { value: '', text: t('settings.currency.ownCurrency') },
          ...currencies.map(({ code, name }) => ({ value: code, text: `${code} ${name}` })),
        ]}
      />
      <p className="soft">
        {rates.source === 'ecb' ? t('settings.rates.ecb', { day, count }) : t('settings.rates.bundled', { day })}{' '}
        {rates.isQuoted ? null : t('settings.rates.notQuoted')}
      </p>
    </PolicyForm>
  )
}
