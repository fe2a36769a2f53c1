/** A payment that was not begun: what stands in its way, who holds the money's place, and how to go on. */
import { useTranslation } from '~/i18n/use-translation'
import type { HoldingPayment, PaymentRefusal } from '~/domain/payment-refusal'
import type { PaymentOrder } from '~/domain/payment-order'
import type { Formatters } from '~/i18n/formatters'
import { TitleBlock } from '../title-block'
import { OrderFields } from './order-fields'
import { describeRefusal } from './refusal-text'
import type { ReviewTerms } from './review-terms'

export interface PayRefusedPageProps {
  refusals: readonly PaymentRefusal[]
  /** Address of the choice, to change it or to begin anew. */
  changeHref: string
  /** What can be sent again as it is, because only the provider was missing. */
  again: {
    order: PaymentOrder
    idempotencyKey: string
    terms: ReviewTerms
    payerName: string
    payerEmail: string
    /** The payment that was opened and waits; null where there is none to give up. */
    paymentId: string | null
  } | null
  format: Formatters
}

export function PayRefusedPage({ refusals, changeHref, again, format }: PayRefusedPageProps) {
  const { t } = useTranslation('pay')
  const holders = new Map(refusals.flatMap(({ heldBy = [] }) => heldBy.map((holder) => [holder.id, holder] as const)))
  return (
    <>
      <a className="back" href={changeHref}>
        {t('review.change')}
      </a>
      <TitleBlock title={t('refused.title')}>
        {refusals.some(({ kind }) => kind === 'gateway_uncertain') ? null : <p>{t('refused.nothingTaken')}</p>}
      </TitleBlock>
      <div className="stack">
        <div className="errors" role="alert" tabIndex={-1} aria-labelledby="errors-title">
          <h2 id="errors-title">{t('refused.reasons', { count: refusals.length })}</h2>
          <ul>
            {refusals.map((refusal) => {
              const text = describeRefusal(t, refusal, format)
              return <li key={text}>{text}</li>
            })}
          </ul>
        </div>
        {[...holders.values()].map((holder) => (
          <Holder key={holder.id} holder={holder} changeHref={changeHref} format={format} />
        ))}
        {again ? (
          <>
            <p>{t('refused.kept')}</p>
            <form method="post" action="/pay/review">
              <OrderFields order={again.order} idempotencyKey={again.idempotencyKey} terms={again.terms} />
              <input type="hidden" name="repeated" value="yes" />
              <input type="hidden" name="payerName" value={again.payerName} />
              <input type="hidden" name="payerEmail" value={again.payerEmail} />
              <p className="actions">
                <button className="btn big">{t('refused.again')}</button>
              </p>
            </form>
            {again.paymentId === null ? null : (
              <form method="post" action={`/payments/${again.paymentId}`}>
                <input type="hidden" name="next" value={changeHref} />
                <p className="actions">
                  <button className="btn quiet" name="intent" value="restart">
                    {t('refused.otherWay')}
                  </button>
                </p>
              </form>
            )}
          </>
        ) : (
          <p className="actions">
            <a className={holders.size > 0 ? 'btn quiet' : 'btn'} href={changeHref}>
              {t('review.change')}
            </a>
            <a className="btn quiet" href="/statement">
              {t('toStatement')}
            </a>
          </p>
        )}
      </div>
    </>
  )
}

/** The payment that holds what was asked for: by whom, since when, and how to go on with it or to end it. */
function Holder({ holder, changeHref, format }: { holder: HoldingPayment; changeHref: string; format: Formatters }) {
  const { t } = useTranslation('pay')
  const amount = format.money(holder.amount.amountMinor, holder.amount.currency)
  const startedAt = format.instant(holder.startedAt)
  const address = `/payments/${holder.id}`
  return (
    <section className="card stack" aria-label={holder.reference}>
      <p>
        {holder.payerName === null
          ? t('refused.held', { amount, startedAt, reference: holder.reference })
          : t('refused.heldBy', { amount, startedAt, reference: holder.reference, name: holder.payerName })}
      </p>
      {holder.status === 'processing' ? (
        <>
          <p>{t('refused.holderProcessing')}</p>
          <p className="actions">
            <a className="btn quiet" href={address}>
              {t('underWay.show')}
            </a>
          </p>
        </>
      ) : (
        <div className="actions">
          <form method="post" action={address}>
            <button className="btn" name="intent" value="continue">
              {t('refused.continue')}
            </button>
          </form>
          <form method="post" action={address}>
            <input type="hidden" name="next" value={changeHref} />
            <button className="btn danger" name="intent" value="restart">
              {t('refused.restart')}
            </button>
          </form>
        </div>
      )}
    </section>
  )
}
