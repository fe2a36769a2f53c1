/** The sandbox provider's hosted page: every way a payment can end is a button, and nothing looks like a bank. */
import { useTranslation } from '~/i18n/use-translation'
import type { Money } from '~/domain/money'
import type { Formatters } from '~/i18n/formatters'
import { Callout } from './callout'
import { Sum } from './sum'

export type SandboxPageAction = keyof typeof ACTION_TEXTS

const ACTION_TEXTS = {
  pay_by_card: { title: 'actions.card.title', hint: 'actions.card.hint' },
  pay_by_card_with_authentication: { title: 'actions.authentication.title', hint: 'actions.authentication.hint' },
  pay_by_card_declined_later: { title: 'actions.declinedLater.title', hint: 'actions.declinedLater.hint' },
  be_declined: { title: 'actions.declined.title', hint: 'actions.declined.hint' },
  pay_by_debit: { title: 'actions.debit.title', hint: 'actions.debit.hint' },
  pay_by_debit_that_fails: { title: 'actions.debitFails.title', hint: 'actions.debitFails.hint' },
  authenticate: { title: 'actions.authenticate.title', hint: 'actions.authenticate.hint' },
  fail_authentication: { title: 'actions.failAuthentication.title', hint: 'actions.failAuthentication.hint' },
  refund: { title: 'actions.refund.title', hint: 'actions.refund.hint' },
  charge_back: { title: 'actions.chargeBack.title', hint: 'actions.chargeBack.hint' },
  fail_refund: { title: 'actions.failRefund.title', hint: 'actions.failRefund.hint' },
  win_chargeback: { title: 'actions.winChargeback.title', hint: 'actions.winChargeback.hint' },
} as const

const STATUS_TEXTS = {
  open: 'status.open',
  authenticating: 'status.authenticating',
  processing: 'status.processing',
  succeeded: 'status.succeeded',
  failed: 'status.failed',
  canceled: 'status.canceled',
  expired: 'status.expired',
} as const

interface SandboxCheckoutPageProps {
  merchantName: string
  description: string
  amount: Money
  status: keyof typeof STATUS_TEXTS
  actions: readonly (SandboxPageAction | 'cancel')[]
  returnUrl: string
  /** Until a bank debit is decided. */
  debitSeconds: number
  format: Formatters
}

export function SandboxBand() {
  const { t } = useTranslation('sandbox')
  return (
    <div className="sandbox-band">
      <p>{t('band')}</p>
    </div>
  )
}

export function SandboxCheckoutPage(props: SandboxCheckoutPageProps) {
  const { merchantName, description, amount, status, actions, returnUrl, debitSeconds, format } = props
  const { t } = useTranslation('sandbox')
  const cases = actions.filter((action) => action !== 'cancel')
  const isUndecided = status === 'open' || status === 'authenticating'
  return (
    <div className="letter card">
      <p className="soft">{t('paymentTo', { merchant: merchantName })}</p>
      <Sum as="h1">{format.money(amount.amountMinor, amount.currency)}</Sum>
      <p>
        <bdi>{description}</bdi>
      </p>
      {isUndecided ? <p>{t(STATUS_TEXTS[status])}</p> : <Callout tone="info">{t(STATUS_TEXTS[status])}</Callout>}
      {cases.length === 0 ? null : (
        <form method="post">
          <div className="cases">
            {cases.map((action) => (
              <button key={action} name="action" value={action}>
                <strong>{t(ACTION_TEXTS[action].title)}</strong>
                <small>{t(ACTION_TEXTS[action].hint, { count: debitSeconds })}</small>
              </button>
            ))}
          </div>
        </form>
      )}
      {actions.includes('cancel') ? (
        <form method="post" className="actions">
          <button className="link" name="action" value="cancel">
            {t('cancel')}
          </button>
        </form>
      ) : (
        <p className="actions">
          <a className={isUndecided ? 'btn quiet' : 'btn'} href={returnUrl}>
            {t('back', { merchant: merchantName })}
          </a>
        </p>
      )}
    </div>
  )
}
