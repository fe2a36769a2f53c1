import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { SelectField, TextField } from '../form-field'
import { useProblemTexts } from './policy-form'
import type { PlanPolicyEntry } from './plan-policy-entry'
import { PlanTermsFields } from './plan-terms-fields'
import type { SettingsProblem } from './settings-entry'

interface PlanPolicyFormProps {
  entry: PlanPolicyEntry
  /** The draft that is being edited; null for what counts, or a new one. */
  draft: { id: string; name: string; revision: number } | null
  newestVersion: number
  /** ISO day, the creditor's. */
  today: string
  /** As they were typed, where they were. */
  typed: { name: string; effectiveOn: string }
  problems: readonly SettingsProblem[]
  mayManage: boolean
}

/** Bands, what is different for single debtors, and what is to become of it: a draft, or what counts from a day on. */
export function PlanPolicyForm({
  entry,
  draft,
  newestVersion,
  today,
  typed,
  problems,
  mayManage,
}: PlanPolicyFormProps) {
  const { t } = useTranslation('planning')
  const problemOf = useProblemTexts(problems)
  const text = (id: string, label: string, defaultValue: string, hint?: string) => (
    <TextField
      {...{ id, label, defaultValue }}
      name={id}
      dir="ltr"
      autoComplete="off"
      problem={problemOf(id)}
      {...(hint === undefined ? {} : { hint })}
    />
  )
  return (
    <Form method="post" className="stack">
      <input type="hidden" name="draft" value={draft?.id ?? ''} />
      <input type="hidden" name="revision" value={draft?.revision ?? ''} />
      <input type="hidden" name="basedOn" value={newestVersion} />
      <fieldset disabled={!mayManage} aria-labelledby="bands-title" className="stack">
        <div>
          <h2 id="bands-title">{t('policy.bands')}</h2>
          <p className="soft">{t('policy.bandsLead')}</p>
        </div>
        {entry.bands.map((band, index) => {
          const row = `band-${index}`
          const title =
            band.currency === ''
              ? t('policy.newBand')
              : t('policy.band', { number: index + 1, currency: band.currency })
          return (
            <details key={row} className="card stack" open={band.currency !== '' || entry.bands.length === 1}>
              <summary>{title}</summary>
              <div className="fields even">
                {text(`${row}-currency`, t('policy.currency'), band.currency)}
                {text(`${row}-leastTotal`, t('policy.leastTotal'), band.leastTotal)}
                {text(`${row}-mostTotal`, t('policy.mostTotal'), band.mostTotal)}
              </div>
              <PlanTermsFields row={row} entry={band} isOverride={false} problemOf={problemOf} />
            </details>
          )
        })}
        <div>
          <h2>{t('policy.overrides')}</h2>
          <p className="soft">{t('policy.overridesLead')}</p>
        </div>
        {entry.overrides.map((override, index) => {
          const row = `override-${index}`
          return (
            <details key={row} className="card stack" open={override.debtor !== ''}>
              <summary>{override.debtor === '' ? t('policy.newOverride') : override.debtor}</summary>
              <div className="fields even">
                {text(`${row}-debtor`, t('policy.debtor'), override.debtor)}
                {text(`${row}-currency`, t('policy.currency'), override.currency)}
                <SelectField
                  id={`${row}-isPermitted`}
                  name={`${row}-isPermitted`}
                  label={t('policy.isPermitted')}
                  defaultValue={override.isPermitted}
                  options={[
                    { value: 'yes', text: t('policy.permitted') },
                    { value: 'no', text: t('policy.notPermitted') },
                  ]}
                />
              </div>
              <PlanTermsFields row={row} entry={override} isOverride problemOf={problemOf} />
            </details>
          )
        })}
      </fieldset>
      {mayManage ? (
        <section className="card stack" aria-labelledby="keep-title">
          <h2 id="keep-title">{t('policy.keep')}</h2>
          {text('name', t('policy.draftName'), typed.name)}
          <p className="actions">
            <button className="btn quiet" name="intent" value="draft">
              {t('policy.saveDraft')}
            </button>
            {draft === null ? null : (
              <button className="btn quiet" name="intent" value="remove">
                {t('policy.removeDraft')}
              </button>
            )}
          </p>
          <TextField
            id="effectiveOn"
            name="effectiveOn"
            type="date"
            min={today}
            label={t('policy.effectiveOn')}
            hint={t('policy.effectiveHint')}
            defaultValue={typed.effectiveOn}
            problem={problemOf('effectiveOn')}
          />
          <p className="actions">
            <button className="btn" name="intent" value="publish">
              {t('policy.publish')}
            </button>
          </p>
        </section>
      ) : null}
    </Form>
  )
}
