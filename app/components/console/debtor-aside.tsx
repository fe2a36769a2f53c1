import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { AccessRight } from '~/domain/access-scope'
import { LANGUAGE_NAMES } from '~/i18n/languages'
import type { Language } from '~/i18n/languages'
import { AccessLog, type AccessLogItem } from '../access-log'
import { Facts } from '../facts'

export interface IssuedLink {
  id: string
  recipient: string | null
  scope: AccessRight[]
  state: 'usable' | 'expired' | 'revoked'
  /** When it ends, ended, or was revoked; written. */
  at: string
}

interface DebtorAsideProps {
  language: Language | null
  contacts: readonly { name: string; email: string }[]
  links: readonly IssuedLink[]
  mayManageLinks: boolean
  visits: readonly AccessLogItem[]
}

/** Who the debtor is, and which links lead into its account. */
export function DebtorAside({ language, contacts, links, mayManageLinks, visits }: DebtorAsideProps) {
  const { t } = useTranslation(['console', 'common'])
  return (
    <aside className="stack" aria-label={t('record.account')}>
      <div>
        <h3>{t('record.account')}</h3>
        <Facts
          facts={[
            { name: t('record.language'), value: language === null ? null : LANGUAGE_NAMES[language] },
            ...contacts.map(({ name, email }) => ({
              name: t('record.contact'),
              value: (
                <>
                  <bdi>{name}</bdi>
                  <br />
                  <bdi>{email}</bdi>
                </>
              ),
            })),
          ]}
        />
      </div>
      <div>
        <h3>{t('record.links')}</h3>
        {links.length === 0 ? <p className="soft">{t('record.noLinks')}</p> : null}
        <ul className="files">
          {links.map((link) => (
            <LinkLine key={link.id} link={link} mayRevoke={mayManageLinks} />
          ))}
        </ul>
      </div>
      <div>
        <h3>{t('common:accessLog.title')}</h3>
        <AccessLog items={visits} />
      </div>
    </aside>
  )
}

function LinkLine({ link, mayRevoke }: { link: IssuedLink; mayRevoke: boolean }) {
  const { t } = useTranslation('console')
  const state = {
    usable: t('record.linkUntil', { until: link.at }),
    expired: t('record.linkExpired', { until: link.at }),
    revoked: t('record.linkRevoked', { at: link.at }),
  }[link.state]
  return (
    <li>
      <span>
        {link.recipient === null ? t('record.noRecipient') : <bdi>{link.recipient}</bdi>}
        <br />
        <span className="soft">
          {link.scope.map((right) => t(`right.${right}`)).join(', ')} · {state}
        </span>
      </span>
      {mayRevoke && link.state === 'usable' ? (
        <Form method="post">
          <input type="hidden" name="intent" value="revoke-link" />
          <input type="hidden" name="link" value={link.id} />
          <button className="link">{t('record.revoke')}</button>
        </Form>
      ) : null}
    </li>
  )
}
