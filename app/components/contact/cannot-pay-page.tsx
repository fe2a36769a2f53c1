/** "I cannot pay now": why, until when, and what that changes and does not. */
import { HARDSHIP_REASONS } from '~/domain/contact-request'
import { useTranslation } from '~/i18n/use-translation'
import type { Formatters } from '~/i18n/formatters'
import { Callout } from '../callout'
import { describeFileProblem, type FileProblem } from '../disputes/dispute-words'
import { EvidenceField, LARGEST_EVIDENCE_MEGABYTES } from '../evidence-field'
import { ErrorSummary, findProblem, TextField } from '../form-field'
import { OtherWaysLinks, type WaysInCurrency } from '../other-ways'
import { TitleBlock } from '../title-block'
import { MessageField, ReasonField, SenderFields, type ContactForm } from './contact-fields'

interface CannotPayPageProps {
  creditorName: string
  form: ContactForm
  offer: {
    isOffered: boolean
    /** A pause inside this many days is granted at once; null where the creditor decides each. */
    daysAtOnce: number | null
    earliest: string
    latest: string
  }
  /** What the creditor permits this debtor beside a pause. */
  ways: readonly WaysInCurrency[]
  pausedUntil: string | null
  /** A pause was just ended. */
  hasEnded: boolean
  /** What is wrong with the file that was handed in. */
  fileProblems: readonly FileProblem[]
  format: Formatters
}

export function CannotPayPage(props: CannotPayPageProps) {
  const { creditorName, form, offer, ways, pausedUntil, hasEnded, fileProblems, format } = props
  const { t } = useTranslation('contact')
  const { t: tDispute } = useTranslation('dispute')
  const fileTexts = fileProblems.map((problem) => describeFileProblem(tDispute, problem))
  return (
    <>
      <a className="back" href="/contact">
        {t('back')}
      </a>
      <TitleBlock title={t('cannotPay.title')}>
        <p>{t('cannotPay.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        {hasEnded ? <Callout tone="good">{t('endPause.done')}</Callout> : null}
        {pausedUntil === null ? null : (
          <>
            <Callout tone="info">{t('pause.running', { until: pausedUntil })}</Callout>
            <form method="post" action="/contact/cannot-pay">
              <p id="end-pause-hint">{t('endPause.ownHint')}</p>
              <p className="actions">
                <button className="btn quiet" name="intent" value="end-pause" aria-describedby="end-pause-hint">
                  {t('endPause.own')}
                </button>
              </p>
            </form>
          </>
        )}
        <WaysOutList creditorName={creditorName} ways={ways} />
        {offer.isOffered ? (
          <>
            {ways.length === 0 ? null : <h2>{t('cannotPay.pauseTitle')}</h2>}
            <p>
              {offer.daysAtOnce === null
                ? t('cannotPay.byCreditor', { creditor: creditorName })
                : t('cannotPay.atOnce', { count: offer.daysAtOnce, creditor: creditorName })}
            </p>
            <p>{t('cannotPay.stays')}</p>
            <ErrorSummary problems={[...form.problems, ...fileTexts.map((text) => ({ fieldId: 'files', text }))]} />
            <form method="post" action="/contact/cannot-pay" encType="multipart/form-data" className="stack" noValidate>
              <input type="hidden" name="request" value={form.requestId} />
              <ReasonField
                legend={t('cannotPay.reason')}
                reasons={HARDSHIP_REASONS.map((value) => ({ value, text: t(`hardship.${value}`) }))}
                form={form}
              />
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
                problem={findProblem(form.problems, 'until')}
              />
              <MessageField label={t('cannotPay.text')} hint={t('cannotPay.textHint')} form={form} />
              <SenderFields form={form} />
              <EvidenceField
                label={t('cannotPay.file')}
                hint={t('cannotPay.fileHint', { megabytes: format.integer(LARGEST_EVIDENCE_MEGABYTES) })}
                problems={fileTexts}
              />
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

/** Agreements first: they settle what is owed, and a pause does not. */
function WaysOutList({ creditorName, ways }: Pick<CannotPayPageProps, 'creditorName' | 'ways'>) {
  const { t } = useTranslation('contact')
  if (ways.length === 0) return null
  return (
    <section aria-labelledby="ways-out">
      <h2 id="ways-out">{t('cannotPay.waysTitle')}</h2>
      <p>{t('cannotPay.waysLead', { creditor: creditorName })}</p>
      {ways.map(({ currency, ways: own }) => (
        <div key={currency}>
          {ways.length === 1 ? null : (
            <h3>
              <bdi dir="ltr">{currency}</bdi>
            </h3>
          )}
          <OtherWaysLinks ways={own} currency={currency} />
        </div>
      ))}
    </section>
  )
}
