/** Before a method is kept: the code that was sent to the contact on file. Paying without keeping it needs none. */
import { useTranslation } from '~/i18n/use-translation'
import type { PaymentOrder } from '~/domain/payment-order'
import { Callout } from '../callout'
import { ErrorSummary, TextField } from '../form-field'
import { TitleBlock } from '../title-block'
import { OrderFields } from './order-fields'
import type { ReviewTerms } from './review-terms'

export interface CodePageProps {
  creditorName: string
  /** Where a code was just sent, masked; null where an earlier one is asked for. */
  sentTo: string | null
  /** No further code is sent for now: an earlier one may still be used. */
  isLimited: boolean
  problem: string | null
  order: PaymentOrder
  idempotencyKey: string
  terms: ReviewTerms
  payerName: string
  payerEmail: string
  /** Address of the review. */
  backHref: string
}

export function CodePage(props: CodePageProps) {
  const { creditorName, sentTo, isLimited, problem, order, idempotencyKey, terms, backHref } = props
  const { t } = useTranslation('pay')
  const payer = (
    <>
      <input type="hidden" name="payerName" value={props.payerName} />
      <input type="hidden" name="payerEmail" value={props.payerEmail} />
    </>
  )
  return (
    <>
      <a className="back" href={backHref}>
        {t('keep.back')}
      </a>
      <TitleBlock title={t('keep.title')}>
        <p>{sentTo === null ? t('keep.enter') : t('keep.sent', { address: sentTo })}</p>
      </TitleBlock>
      {problem === null ? null : <ErrorSummary problems={[{ fieldId: 'code', text: problem }]} />}
      <div className="stack">
        {isLimited ? <Callout tone="warn">{t('keep.limited')}</Callout> : null}
        <form method="post" action="/pay/review" className="stack" noValidate>
          <OrderFields order={order} idempotencyKey={idempotencyKey} terms={terms} />
          {payer}
          <TextField
            id="code"
            name="code"
            label={t('keep.code')}
            hint={t('keep.codeHint')}
            problem={problem ?? undefined}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={20}
            dir="ltr"
          />
          <div>
            <h2>{t('keep.agree')}</h2>
            <p>{t('keep.consent', { creditor: creditorName })}</p>
          </div>
          <p className="actions">
            <button className="btn big">{t('keep.pay')}</button>
            <button className="btn quiet" name="intent" value="resend">
              {t('keep.resend')}
            </button>
          </p>
        </form>
        <form method="post" action="/pay/review">
          <OrderFields order={order} idempotencyKey={idempotencyKey} terms={{ ...terms, keepsMethod: false }} />
          {payer}
          <p className="actions">
            <button className="link">{t('keep.without')}</button>
          </p>
        </form>
      </div>
    </>
  )
}
