import { useTranslation } from 'react-i18next'
import { TextField } from '../form-field'
import { DecimalField, PolicyForm, useProblemTexts, type PolicyFormFrame } from './policy-form'
import type { WriteOffEntry } from './settings-entry'

/** What may be left of an invoice to be written off. The last row is for another currency. */
export function SettlementPolicyForm({
  entry: { writeOff },
  ...frame
}: PolicyFormFrame & { entry: { writeOff: readonly WriteOffEntry[] } }) {
  const { t } = useTranslation('console')
  const problemOf = useProblemTexts(frame.problems)
  return (
    <PolicyForm
      kind="settlement"
      title={t('settings.settlement.title')}
      lead={t('settings.settlement.lead')}
      {...frame}
    >
      {writeOff.map(({ currency, tolerance }, index) => (
        <div key={index} className="fields">
          <TextField
            id={`writeOff-${index}-currency`}
            name={`writeOff-${index}-currency`}
            label={t('settings.currencyCode')}
            dir="ltr"
            autoComplete="off"
            maxLength={3}
            defaultValue={currency}
            problem={problemOf(`writeOff-${index}-currency`)}
          />
          <DecimalField
            id={`writeOff-${index}-tolerance`}
            label={t('settings.settlement.tolerance')}
            defaultValue={tolerance}
            problem={problemOf(`writeOff-${index}-tolerance`)}
          />
        </div>
      ))}
    </PolicyForm>
  )
}
