/** The frame of a form that changes one policy: what it is about, its fields, its button, and its history. */
import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PolicyKind } from '~/domain/creditor-policy'
import { PolicyHistory, type ShownVersion } from './policy-history'
import type { SettingsProblem } from './settings-entry'

export interface PolicyFormFrame {
  /** The version that the fields were filled from. */
  version: number
  mayManage: boolean
  history: readonly ShownVersion[]
  problems: readonly SettingsProblem[]
}

/** The text of what is wrong with a field, where something is. */
export function useProblemTexts(problems: readonly SettingsProblem[]): (fieldId: string) => string | undefined {
  const { t } = useTranslation('console')
  return (fieldId) => {
    const problem = problems.find((entry) => entry.fieldId === fieldId)
    return problem && t(`settings.problem.${problem.code}`)
  }
}

export function PolicyForm({
  kind,
  title,
  lead,
  version,
  mayManage,
  history,
  children,
}: Omit<PolicyFormFrame, 'problems'> & { kind: PolicyKind; title: string; lead: string; children: ReactNode }) {
  const { t } = useTranslation('console')
  return (
    <section className="card stack" aria-labelledby={`${kind}-title`}>
      <div>
        <h2 id={`${kind}-title`}>{title}</h2>
        <p className="soft">{lead}</p>
      </div>
      <Form method="post">
        <input type="hidden" name="basedOn" value={version} />
        <fieldset disabled={!mayManage} aria-labelledby={`${kind}-title`}>
          {children}
        </fieldset>
        {mayManage ? (
          <p className="actions">
            <button className="btn" name="intent" value={kind}>
              {t('settings.save')}
            </button>
          </p>
        ) : null}
      </Form>
      <PolicyHistory id={kind} versions={history} />
    </section>
  )
}
