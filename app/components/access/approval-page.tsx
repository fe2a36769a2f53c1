/** One payment that needs a second person: what it pays, as the invoices stand now, and the decision. */
import { html } from '../html'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { Facts, Totals } from '../facts'
import { TextField } from '../form-field'
import { TitleBlock } from '../title-block'
import { ApprovalFacts, type ListedApproval } from './approvals-page'

export interface ApprovalPageProps {
  approval: ListedApproval
  limit: string
  /** The visitor prepared it. */
  isOwn: boolean
  /** Why the visitor cannot approve it, in its words; null where it can. */
  fault: string | null
  /** What went wrong with the decision just made. */
  problem: string | null
  /** Why it cannot be paid as it stands. */
  refusals: readonly string[]
  /** `due` is what could be paid of it now, where that is not the amount. */
  items: readonly { number: string; amount: string; due: string | null }[]
  /** What discounts take off the sum, or interest adds to it, with its sign. */
  adjustment: { isCharge: boolean; amount: string } | null
  /** With its sign, as it lessens the sum. */
  creditTotal: string | null
  /** What is left to pay after all that. */
  toPay: string
  /** What is charged at a rate that stands; null where nothing is exchanged, or no rate was shown yet. */
  charged: string | null
  quoteId: string | null
  /** The currency in which a rate has to be shown first. */
  rateCurrency: string | null
  fingerprint: string
  /** The payment that it became. */
  openedId: string | null
}

export function ApprovalPage(props: ApprovalPageProps) {
  const { approval, limit, isOwn, fault, problem, refusals, openedId } = props
  const { t } = useTranslation('delegation')
  const isWaiting = approval.state === 'waiting'
  return (
    <>
      <a className="back" href="/approvals">
        {t('approval.back')}
      </a>
      <TitleBlock title={t('approval.title', { amount: approval.amount })}>
        {isWaiting ? <p>{isOwn ? t('approval.own', { limit }) : t('approval.other', { limit })}</p> : null}
      </TitleBlock>
      <div className="stack">
        {problem === null ? null : <Callout tone="bad">{problem}</Callout>}
        {fault === null || isOwn || !isWaiting ? null : <Callout tone="info">{fault}</Callout>}
        {isWaiting && refusals.length > 0 ? (
          <Callout tone="warn">{[t('approval.unpayable'), ...refusals].join(' ')}</Callout>
        ) : null}
        {approval.state === 'changed' || approval.state === 'expired' ? (
          <Callout tone="warn">{t('approval.prepareAgain')}</Callout>
        ) : null}
        <section className="card stack">
          <ApprovalFacts approval={approval} />
          {openedId === null ? null : (
            <p className="actions">
              <a className="btn" href={`/payments/${openedId}`}>
                {t('approval.goOn')}
              </a>
            </p>
          )}
        </section>
        <Items {...props} />
        {isWaiting ? <Decision {...props} /> : null}
      </div>
    </>
  )
}

function Items({ approval, items, adjustment, creditTotal, toPay, charged }: ApprovalPageProps) {
  const { t } = useTranslation('delegation')
  return (
    <section className="card stack" aria-labelledby="items-title">
      <h2 id="items-title">{t('approval.items')}</h2>
      <Totals
        parts={[
          ...items.map(({ number, amount, due }) => ({
            name: html`<bdi>${number}</bdi>`,
            note: due === null || approval.state !== 'waiting' ? undefined : t('approval.dueNow', { amount: due }),
            amount,
          })),
          ...(adjustment === null
            ? []
            : [
                {
                  name: adjustment.isCharge ? t('approval.interest') : t('approval.discount'),
                  amount: adjustment.amount,
                },
              ]),
          ...(creditTotal === null ? [] : [{ name: t('approval.credits'), amount: creditTotal }]),
        ]}
        total={{ name: t('approval.toPay'), amount: toPay }}
      />
      <Facts facts={[{ name: t('approval.charged'), value: charged }]} />
    </section>
  )
}

function Decision({ approval, isOwn, fault, rateCurrency, fingerprint, quoteId }: ApprovalPageProps) {
  const { t } = useTranslation('delegation')
  const address = `/approvals/${approval.id}`
  return (
    <>
      {fault !== null ? null : (
        <form method="post" action={address} className="actions">
          <input type="hidden" name="shown" value={fingerprint} />
          {quoteId === null ? null : <input type="hidden" name="quote" value={quoteId} />}
          {rateCurrency === null ? (
            <button className="btn big" name="intent" value="approve">
              {t('approval.approve')}
            </button>
          ) : (
            <button className="btn big" name="intent" value="rate">
              {t('approval.rate', { currency: rateCurrency })}
            </button>
          )}
        </form>
      )}
      <form method="post" action={address} className="stack">
        {isOwn ? null : (
          <TextField id="reason" name="reason" label={t('approval.reasonLabel')} maxLength={500} autoComplete="off" />
        )}
        <p className="actions">
          <button className="btn quiet" name="intent" value="decline">
            {isOwn ? t('approval.withdraw') : t('approval.decline')}
          </button>
        </p>
      </form>
    </>
  )
}
