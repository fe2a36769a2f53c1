/** A pause of reminders that holds, and ending it before its time. */
import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { LONGEST_CONTACT_TEXT } from '~/domain/contact-request'

export interface ShownPause {
  /** Its last day, written. */
  until: string
  isRunning: boolean
  /** When, and by which side, it was ended before its time. */
  ended: string | null
  reason: string | null
}

interface RunningPauseProps {
  /** The request it was granted on. */
  requestId: string
  until: string
  mayEnd: boolean
  /** Where the form was sent from, and leads back to. */
  from: 'request' | 'record'
  reason?: string
  problem?: string | null
}

export function RunningPause({ requestId, until, mayEnd, from, reason = '', problem = null }: RunningPauseProps) {
  const { t } = useTranslation('contact')
  const id = `pause-${requestId}`
  return (
    <section className="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('endPause.title', { until })}</h2>
      {mayEnd ? (
        <Form method="post" action={`/console/requests/${requestId}`} className="stack">
          <input type="hidden" name="from" value={from} />
          <div className="field">
            <label htmlFor={id}>{t('endPause.reason')}</label>
            <p className="hint" id={`${id}-hint`}>
              {t('endPause.reasonHint')}
            </p>
            {problem === null ? null : (
              <p className="error" id={`${id}-error`}>
                {problem}
              </p>
            )}
            <textarea
              id={id}
              name="reason"
              rows={3}
              maxLength={LONGEST_CONTACT_TEXT}
              defaultValue={reason}
              aria-invalid={problem === null ? undefined : true}
              aria-describedby={problem === null ? `${id}-hint` : `${id}-hint ${id}-error`}
            />
          </div>
          <p className="actions">
            <button className="btn quiet" name="intent" value="end-pause">
              {t('endPause.button')}
            </button>
          </p>
        </Form>
      ) : null}
    </section>
  )
}
