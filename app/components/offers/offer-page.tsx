/** One settlement as the debtor sees it: its terms, and what it can do about them now. */
import { useTranslation } from '~/i18n/use-translation'
import { CodeField } from '../access/code-field'
import { Badge } from '../badge'
import { Callout } from '../callout'
import { ErrorSummary, findProblem, type FieldProblem } from '../form-field'
import { TitleBlock } from '../title-block'
import {
  OfferFacts,
  OfferFields,
  OfferHistory,
  OfferInvoices,
  type OfferBounds,
  type OfferEntryValues,
} from './offer-parts'
import { OFFER_TONES, type ShownOffer, type ShownOfferEntry } from './shown-offer'

export interface OfferPageProps {
  creditorName: string
  offer: ShownOffer
  entries: readonly ShownOfferEntry[]
  /** The terms as they go into the forms: nothing else is agreed to. */
  read: { offeredMinor: number; payByOn: string }
  /** Of the forms: sent twice each is one step. A UUID. */
  formKey: string
  mayAgree: boolean
  /** Where it is paid; null where it cannot be, or not any more. */
  payHref: string | null
  bounds: OfferBounds
  problems: readonly FieldProblem[]
  /** As typed into the form of other terms. */
  entry: OfferEntryValues
  /** Where a code was sent, masked; null while none was asked for. */
  codeSentTo: string | null
  codeProblem: string | null
}

export function OfferPage(props: OfferPageProps) {
  const { creditorName, offer, entries, problems } = props
  const { t } = useTranslation('offer')
  return (
    <>
      <a className="back" href="/offers">
        {t('form.back')}
      </a>
      <TitleBlock title={t('one.title', { reference: offer.reference })}>
        <p>
          {t('one.sum', { offered: offer.offered, owed: offer.owed })}{' '}
          <Badge tone={OFFER_TONES[offer.status]}>
            {t(`status.${offer.status === 'offered' ? 'yourTurn' : offer.status}`)}
          </Badge>
        </p>
      </TitleBlock>
      <div className="stack">
        <ErrorSummary problems={problems} />
        <StatusNotice offer={offer} creditorName={creditorName} />
        {offer.status === 'agreed' && props.payHref !== null ? (
          <p className="actions">
            <a className="btn big" href={props.payHref}>
              {t('one.pay', { amount: offer.offered })}
            </a>
          </p>
        ) : null}
        {offer.agreementSha256 === null ? null : (
          <p>
            <a href={`/offers/${offer.id}/agreement.pdf`}>{t('one.agreement')}</a>
          </p>
        )}
        <OfferFacts offer={offer} />
        {offer.planReference === null ? null : <p>{t('one.replaces', { plan: offer.planReference })}</p>}
        <OfferInvoices offer={offer} />
        {props.mayAgree ? <Answers {...props} /> : null}
        {!props.mayAgree && offer.status === 'offered' ? <p>{t('one.mayNot')}</p> : null}
        <OfferHistory entries={entries} />
      </div>
    </>
  )
}

function StatusNotice({ offer, creditorName }: Pick<OfferPageProps, 'offer' | 'creditorName'>) {
  const { t } = useTranslation('offer')
  const terms = { amount: offer.offered, day: offer.payBy }
  switch (offer.status) {
    case 'proposed':
      return <Callout tone="info">{t('one.waiting', { creditor: creditorName, day: offer.answerBy })}</Callout>
    case 'offered':
      return <Callout tone="info">{t('one.acceptedNow', { creditor: creditorName })}</Callout>
    case 'agreed':
      return <Callout tone="good">{t('one.agreedNow', terms)}</Callout>
    case 'fulfilled':
      return <Callout tone="good">{t('one.fulfilled')}</Callout>
    case 'broken':
      return <Callout tone="warn">{t(`one.broken.${offer.endedReason ?? 'not_paid'}`)}</Callout>
    default:
      return null
  }
}

function Answers(props: OfferPageProps) {
  const { offer, formKey } = props
  const { t } = useTranslation('offer')
  if (offer.status === 'proposed') {
    return (
      <form method="post" action={`/offers/${offer.id}`}>
        <input type="hidden" name="key" value={formKey} />
        <p className="actions">
          <button className="btn quiet" name="intent" value="withdraw">
            {t('one.withdraw')}
          </button>
        </p>
      </form>
    )
  }
  return offer.status === 'offered' ? (
    <>
      <AgreeForm {...props} />
      <CounterForm {...props} />
    </>
  ) : null
}

function AgreeForm({ offer, read, formKey, problems, codeSentTo, codeProblem }: OfferPageProps) {
  const { t } = useTranslation('offer')
  const { t: codeText } = useTranslation('delegation')
  return (
    <section className="card stack" aria-labelledby="agree-title">
      <h2 id="agree-title">{t('one.agreeTitle')}</h2>
      <p>{t('one.agreeText', { amount: offer.offered, day: offer.payBy })}</p>
      {codeProblem === null ? null : <Callout tone="bad">{codeProblem}</Callout>}
      {codeSentTo === null ? null : <Callout tone="info">{codeText('code.sent', { address: codeSentTo })}</Callout>}
      <form method="post" action={`/offers/${offer.id}`} className="stack" noValidate>
        <input type="hidden" name="key" value={formKey} />
        <input type="hidden" name="readAmount" value={read.offeredMinor} />
        <input type="hidden" name="readDay" value={read.payByOn} />
        {codeSentTo === null ? null : <CodeField sentTo={codeSentTo} problem={findProblem(problems, 'code')} />}
        <p className="actions">
          <button className="btn big" name="intent" value={codeSentTo === null ? 'code' : 'agree'}>
            {codeSentTo === null ? t('one.askCode') : t('one.agree')}
          </button>
          {codeSentTo === null ? null : (
            <button className="btn quiet" name="intent" value="code">
              {codeText('code.resend')}
            </button>
          )}
        </p>
      </form>
    </section>
  )
}

function CounterForm({ offer, formKey, bounds, entry, problems }: OfferPageProps) {
  const { t } = useTranslation('offer')
  return (
    <details open={problems.some(({ fieldId }) => fieldId !== 'code')}>
      <summary>{t('one.counterTitle')}</summary>
      <form method="post" action={`/offers/${offer.id}`} className="stack" noValidate>
        <input type="hidden" name="key" value={formKey} />
        <OfferFields
          bounds={bounds}
          entry={entry}
          problems={problems}
          amountLabel={t('form.amount')}
          textLabel={t('form.text')}
        />
        <p className="actions">
          <button className="btn quiet" name="intent" value="counter">
            {t('one.counter')}
          </button>
          <button className="btn quiet" name="intent" value="decline">
            {t('one.decline')}
          </button>
        </p>
      </form>
    </details>
  )
}
