/** Who has been in the account: the same list for the debtor and for the creditor. */
import { useTranslation } from '~/i18n/use-translation'

export type AccessLogAction =
  | 'opened'
  | 'refused_expired'
  | 'refused_revoked'
  | 'renewal_requested'
  | 'revoked'
  | 'signed_out'
  | 'delegated'
  | 'reported'
  | 'payment_opened'
  | 'approval_requested'
  | 'approval_given'
  | 'approval_declined'
  | 'limit_changed'
  | 'dispute_opened'
  | 'dispute_continued'
  | 'dispute_withdrawn'
  | 'plan_proposed'
  | 'plan_agreed'
  | 'plan_continued'
  | 'plan_withdrawn'
  | 'instalment_moved'
  | 'promise_made'
  | 'promise_canceled'
  | 'settlement_offered'
  | 'settlement_continued'
  | 'settlement_agreed'
  | 'settlement_ended'
  | 'quote_requested'
  | 'contact_sent'
  | 'ledger_sent'
  | 'file_downloaded'

export interface AccessLogItem {
  id: string
  action: AccessLogAction
  /** Written. */
  at: string
  recipient: string | null
  /** The browser's family and a part of its address. */
  clientHint: string | null
  /** What it was about: the person a link was forwarded to, a reference, the name of a file. */
  subject: string | null
}

export function AccessLog({ items }: { items: readonly AccessLogItem[] }) {
  const { t } = useTranslation()
  if (items.length === 0) return <p className="soft">{t('accessLog.none')}</p>
  return (
    <ul className="files">
      {items.map((item) => (
        <li key={item.id}>
          <span>
            {t(/* i18n: common:accessLog.action.* */ `accessLog.action.${item.action}`)}
            {item.subject === null ? null : (
              <>
                {': '}
                <bdi>{item.subject}</bdi>
              </>
            )}
            <br />
            <span className="soft">
              {item.recipient === null ? null : (
                <>
                  <bdi>{item.recipient}</bdi> ·{' '}
                </>
              )}
              {item.at}
              {item.clientHint === null ? null : (
                <>
                  {' '}
                  · <bdi>{item.clientHint}</bdi>
                </>
              )}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}
