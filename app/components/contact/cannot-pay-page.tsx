/** "I cannot pay now": why, until when, and what that changes and does not. */
import { HARDSHIP_REASONS } from '~/domain/contact-request'
import { useTranslation } from '~/i18n/use-translation'
import { LARGEST_EVIDENCE_BYTES } from '~/domain/evidence-file'
import type { Formatters } from '~/i18n/formatters'
import { Callout } from '../callout'
import { describeFileProblem, type FileProblem } from '../disputes/dispute-words'
import { Choice, ErrorSummary, TextField } from '../form-field'
import { TitleBlock } from '../title-block'
import { findProblem, SenderFields, TextArea, type ContactForm } from './contact-fields'

export interface CannotPayPageProps {
  creditorName: string
  form: ContactForm
  offer: {
    isOffered: boolean
    /** A pause inside this many days is granted at once; null where the creditor decides each. */
    daysAtOnce: number | null
    earliest: string
    latest: string
  }
  pausedUntil: string | null
  /** What is wrong with the file that was handed in. */
  fileProblems: readonly FileProblem[]
  format: Formatters
}

export function CannotPayPage({ creditorName, form, offer, pausedUntil, fileProblems, format }: CannotPayPageProps) {
  const { t } = useTranslation('contact')
  const { t: tDispute } = useTranslation('dispute')
  const fileTexts = fileProblems.map((problem) => describeFileProblem(tDispute, problem))
  const reasonProblem = findProblem(form, 'reason')
  return (
    <>
      <a className="back" href="/contact">
        {t('back')}
      </a>
      <TitleBlock title={t('cannotPay.title')}>
        <p>{t('cannotPay.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        {pausedUntil === null ? null : <Callout tone="info">{t('pause.running', { until: pausedUntil })}</Callout>}
        {offer.isOffered ? (
          <>
            <p>
              {offer.daysAtOnce === null
                ? t('cannotPay.byCreditor', { creditor: creditorName })
                : t('cannotPay.atOnce', { count: offer.daysAtOnce, creditor: creditorName })}
            </p>
            <p>{t('cannotPay.stays')}</p>
            <ErrorSummary problems={[...form.problems, ...fileTexts.map((text) => ({ fieldId: 'files', text }))]} />
            <form method="post" action="/contact/cannot-pay" encType="multipart/form-data" className="stack" noValidate>
              <input type="hidden" name="request" value={form.requestId} />
              <fieldset className="field" aria-describedby={reasonProblem === undefined ? undefined : 'reason-error'}>
                <legend>{t('cannotPay.reason')}</legend>
                {reasonProblem === undefined ? null : (
                  <p className="error" id="reason-error">
                    {reasonProblem}
                  </p>
                )}
                {HARDSHIP_REASONS.map((reason, index) => (
                  <Choice
                    key={reason}
                    id={index === 0 ? 'reason' : `reason-${reason}`}
                    type="radio"
                    name="reason"
                    value={reason}
                    defaultChecked={form.entry.reason === reason}
                  >
                    {t(`hardship.${reason}`)}
                  </Choice>
                ))}
              </fieldset>
              <TextField
                id="until"
                name="until"
                type="date"
                label={t('cannotPay.until')}
                hint={t('cannotPay.untilHint')}
                required
                min={offer.earliest}
                max={offer.latest}
                defaultValue={form.entry.until}
                problem={findProblem(form, 'until')}
              />
              <TextArea label={t('cannotPay.text')} hint={t('cannotPay.textHint')} form={form} />
              <SenderFields form={form} />
              <EvidenceField problems={fileTexts} format={format} />
              <p className="actions">
                <button className="btn big">{t('cannotPay.send')}</button>
              </p>
            </form>
          </>
        ) : (
          <p>{t('cannotPay.notOffered', { creditor: creditorName })}</p>
        )}
      </div>
    </>
  )
}

/** One file; after the other fields, so that they are read before it. */
function EvidenceField({ problems, format }: { problems: readonly string[]; format: Formatters }) {
  const { t } = useTranslation('contact')
  return (
    <div className="field">
      <label htmlFor="files">{t('cannotPay.file')}</label>
      <p className="hint" id="files-hint">
        {t('cannotPay.fileHint', { megabytes: format.integer(LARGEST_EVIDENCE_BYTES / 1024 / 1024) })}
      </p>
      {problems.length === 0 ? null : (
        <p className="error" id="files-error">
          {problems.join(' ')}
        </p>
      )}
      <input
        id="files"
        name="files"
        type="file"
        accept=".pdf,.png,.jpg,.jpeg,.xlsx,.csv"
        aria-invalid={problems.length === 0 ? undefined : true}
        aria-describedby={problems.length === 0 ? 'files-hint' : 'files-hint files-error'}
      />
    </div>
  )
}
