import { useTranslation } from 'react-i18next'
import { isGatewayName } from '~/domain/gateway-name'
import { PAYMENT_METHOD_KINDS } from '~/domain/payment-method'
import { Choice, SelectField, TextField } from '../form-field'
import { NumberField, PolicyForm, useProblemTexts, type PolicyFormFrame } from './policy-form'
import type { LimitEntry, RuleEntry, SettingsEntries } from './settings-entry'

interface GatewayPolicyFormProps extends PolicyFormFrame {
  entry: SettingsEntries['gateway']
  /** Names of the creditor's gateways. */
  gateways: readonly string[]
}

type ProblemOf = ReturnType<typeof useProblemTexts>

/** Who takes which payment, and limits per method. The last row of each is for another one. */
export function GatewayPolicyForm({ entry, gateways, ...frame }: GatewayPolicyFormProps) {
  const { t } = useTranslation('console')
  const problemOf = useProblemTexts(frame.problems)
  return (
    <PolicyForm kind="gateway" title={t('settings.gateway.title')} lead={t('settings.gateway.lead')} {...frame}>
      {entry.rules.map((rule, index) => (
        <RuleFields key={index} rule={rule} index={index} gateways={gateways} problemOf={problemOf} />
      ))}
      {entry.limits.map((limit, index) => (
        <LimitFields key={index} limit={limit} index={index} problemOf={problemOf} />
      ))}
    </PolicyForm>
  )
}

function RuleFields({
  rule,
  index,
  gateways,
  problemOf,
}: {
  rule: RuleEntry
  index: number
  gateways: readonly string[]
  problemOf: ProblemOf
}) {
  const { t } = useTranslation('console')
  const row = `rule-${index}`
  return (
    <fieldset className="field row">
      <legend>
        {rule.gateway === '' ? t('settings.gateway.newRule') : t('settings.gateway.rule', { number: index + 1 })}
      </legend>
      <div className="fields">
        <SelectField
          id={`${row}-gateway`}
          name={`${row}-gateway`}
          label={t('settings.gateway.gateway')}
          defaultValue={rule.gateway}
          problem={problemOf(`${row}-gateway`)}
          options={[
            { value: '', text: t('settings.gateway.none') },
            ...gateways.filter(isGatewayName).map((name) => ({ value: name, text: t(`settings.gatewayName.${name}`) })),
          ]}
        />
        <NumberField
          id={`${row}-position`}
          label={t('settings.gateway.position')}
          defaultValue={rule.position}
          problem={problemOf(`${row}-position`)}
        />
        <TextField
          id={`${row}-currencies`}
          name={`${row}-currencies`}
          label={t('settings.gateway.currencies')}
          hint={t('settings.gateway.currenciesHint')}
          dir="ltr"
          autoComplete="off"
          defaultValue={rule.currencies}
          problem={problemOf(`${row}-currencies`)}
        />
        <TextField
          id={`${row}-countries`}
          name={`${row}-countries`}
          label={t('settings.gateway.countries')}
          hint={t('settings.gateway.countriesHint')}
          dir="ltr"
          autoComplete="off"
          defaultValue={rule.countries}
          problem={problemOf(`${row}-countries`)}
        />
      </div>
      <fieldset className="field">
        <legend>{t('settings.gateway.methods')}</legend>
        <div className="choices">
          {PAYMENT_METHOD_KINDS.map((method) => (
            <Choice
              key={method}
              id={`${row}-${method}`}
              type="checkbox"
              name={`${row}-methods`}
              value={method}
              defaultChecked={rule.methods.includes(method)}
            >
              {t(`settings.method.${method}`)}
            </Choice>
          ))}
        </div>
      </fieldset>
    </fieldset>
  )
}

function LimitFields({ limit, index, problemOf }: { limit: LimitEntry; index: number; problemOf: ProblemOf }) {
  const { t } = useTranslation('console')
  const row = `limit-${index}`
  return (
    <fieldset className="field row">
      <legend>
        {limit.method === '' ? t('settings.gateway.newLimit') : t('settings.gateway.limit', { number: index + 1 })}
      </legend>
      <div className="fields">
        <SelectField
          id={`${row}-method`}
          name={`${row}-method`}
          label={t('settings.gateway.method')}
          defaultValue={limit.method}
          problem={problemOf(`${row}-method`)}
          options={[
            { value: '', text: t('settings.gateway.none') },
            ...PAYMENT_METHOD_KINDS.map((method) => ({ value: method, text: t(`settings.method.${method}`) })),
          ]}
        />
        <TextField
          id={`${row}-currency`}
          name={`${row}-currency`}
          label={t('settings.currencyCode')}
          dir="ltr"
          autoComplete="off"
          maxLength={3}
          defaultValue={limit.currency}
          problem={problemOf(`${row}-currency`)}
        />
        {(['minimum', 'maximum'] as const).map((end) => (
          <TextField
            key={end}
            id={`${row}-${end}`}
            name={`${row}-${end}`}
            label={t(`settings.gateway.${end}`)}
            dir="ltr"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={limit[end]}
            problem={problemOf(`${row}-${end}`)}
          />
        ))}
      </div>
    </fieldset>
  )
}
