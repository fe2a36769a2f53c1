/** A plan in force as its creditor sees it: its instalments, and moving one or ending the plan. */
import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { InstalmentStatus } from '~/domain/payment-plan'
import { Badge } from '../badge'
import { INSTALMENT_TONES } from '../plans/plan-words'
import { findProblem, SelectField, TextAreaField, TextField, type FieldProblem } from '../form-field'

/** Written in the reader's language. */
export interface ShownInstalment {
  readonly number: number
  readonly name: string
  readonly dueOn: string
  readonly amount: string
  readonly paid: string
  readonly status: InstalmentStatus
  /** How often its collection was tried. */
  readonly attempts: string
  /** When it is tried again; null where it is not. */
  readonly nextAttempt: string | null
  readonly isMovable: boolean
}

interface FormProps {
  problems: readonly FieldProblem[]
  typed: Readonly<Record<string, string>>
}

export function InstalmentList({ rows, currency }: { rows: readonly ShownInstalment[]; currency: string }) {
  const { t } = useTranslation('instalment')
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="instalments-caption">
      <table className="data folded">
        <caption id="instalments-caption">{t('running.table.caption', { currency })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('running.table.instalment')}</th>
            <th scope="col">{t('running.table.dueOn')}</th>
            <th scope="col" className="n">
              {t('running.table.amount')}
            </th>
            <th scope="col" className="n">
              {t('running.table.paid')}
            </th>
            <th scope="col">{t('running.table.status')}</th>
            <th scope="col" className="n">
              {t('running.table.attempts')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number}>
              <th scope="row">{row.name}</th>
              <td data-label={t('running.table.dueOn')}>{row.dueOn}</td>
              <td className="n" data-label={t('running.table.amount')}>
                {row.amount}
              </td>
              <td className="n" data-label={t('running.table.paid')}>
                {row.paid}
              </td>
              <td data-label={t('running.table.status')}>
                <Badge tone={INSTALMENT_TONES[row.status]}>{t(`status.${row.status}`)}</Badge>
                {row.nextAttempt === null ? null : (
                  <>
                    {' '}
                    <span className="soft">{row.nextAttempt}</span>
                  </>
                )}
              </td>
              <td className="n" data-label={t('running.table.attempts')}>
                {row.attempts}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function MoveForm({ rows, problems, typed }: FormProps & { rows: readonly ShownInstalment[] }) {
  const { t } = useTranslation('instalment')
  const movable = rows.filter(({ isMovable }) => isMovable)
  if (movable.length === 0) return null
  return (
    <section className="card stack" aria-labelledby="move-title">
      <h2 id="move-title">{t('running.moveTitle')}</h2>
      <Form method="post" className="stack">
        <input type="hidden" name="intent" value="move" />
        <div className="fields">
          <SelectField
            id="number"
            name="number"
            label={t('running.moveNumber')}
            options={movable.map(({ number, name, dueOn }) => ({ value: String(number), text: `${name}, ${dueOn}` }))}
            defaultValue={typed['number'] ?? String(movable[0]?.number ?? '')}
          />
          <TextField
            id="toOn"
            name="toOn"
            type="date"
            label={t('running.moveTo')}
            defaultValue={typed['toOn'] ?? ''}
            problem={findProblem(problems, 'toOn')}
          />
        </div>
        <p className="actions">
          <button className="btn">{t('running.move')}</button>
        </p>
      </Form>
    </section>
  )
}

export function CancelForm({ problems, typed }: FormProps) {
  const { t } = useTranslation('instalment')
  return (
    <section className="card stack" aria-labelledby="cancel-title">
      <h2 id="cancel-title">{t('running.cancelTitle')}</h2>
      <p className="soft">{t('running.cancelLead')}</p>
      <Form method="post" className="stack">
        <input type="hidden" name="intent" value="cancel" />
        <TextAreaField
          id="text"
          name="text"
          label={t('running.reason')}
          rows={3}
          required
          defaultValue={typed['text'] ?? ''}
          problem={findProblem(problems, 'text')}
        />
        <p className="actions">
          <button className="btn danger">{t('running.cancel')}</button>
        </p>
      </Form>
    </section>
  )
}
