/** The letter behind an access link: who asks, for whom, until when; or why it no longer opens and what helps. */
import { useTranslation } from 'react-i18next'
import type { AccessLinkState } from '~/domain/access-link'
import type { AccessRight } from '~/domain/access-scope'
import { Callout } from './callout'

interface LinkLetterProps {
  creditor: { name: string }
  support: { email: string; phone: string | null }
  state: AccessLinkState
  debtorName: string
  recipientName: string | null
  scope: readonly AccessRight[]
  expires: string
  /** Where whoever it is not for says so. */
  notForMeHref: string
  renewalAddress: string | null
  renewal: 'sent' | 'too_many' | 'unknown' | 'revoked' | 'no_address' | null
}

export function LinkLetter(props: LinkLetterProps) {
  if (props.renewal === 'sent') return <SentLetter {...props} />
  if (props.state === 'revoked') return <RevokedLetter {...props} />
  return props.state === 'expired' ? <ExpiredLetter {...props} /> : <OpenLetter {...props} />
}

function OpenLetter({ notForMeHref, creditor, debtorName, recipientName, scope, expires }: LinkLetterProps) {
  const { t, i18n } = useTranslation('access')
  const rights: Record<AccessRight, string> = {
    view: t('rights.view'),
    pay: t('rights.pay'),
    dispute: t('rights.dispute'),
    agree: t('rights.agree'),
  }
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  return (
    <div className="letter card">
      {recipientName === null ? null : <p className="soft">{t('for', { name: recipientName })}</p>}
      <h1>{t('asks', { creditor: creditor.name })}</h1>
      <p>{t('intro')}</p>
      <dl className="facts">
        <div>
          <dt>{t('accountOf')}</dt>
          <dd>
            <bdi>{debtorName}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t('youMay')}</dt>
          <dd>{list.format(scope.map((right) => rights[right]))}</dd>
        </div>
        <div>
          <dt>{t('validUntil')}</dt>
          <dd>{expires}</dd>
        </div>
      </dl>
      <form method="post">
        <button className="btn big">{t('open')}</button>
      </form>
      <p className="soft">{t('personal')}</p>
      <NotForMe href={notForMeHref} />
    </div>
  )
}

function ExpiredLetter({ notForMeHref, creditor, support, expires, renewalAddress, renewal }: LinkLetterProps) {
  const { t } = useTranslation('access')
  return (
    <div className="letter card">
      <h1>{t('expired.title')}</h1>
      {renewal === 'too_many' ? <Callout tone="bad">{t('expired.tooMany')}</Callout> : null}
      {renewalAddress === null ? (
        <p>{t('expired.noAddress', { expires, creditor: creditor.name })}</p>
      ) : (
        <>
          <p>{t('expired.offer', { expires })}</p>
          <dl className="facts">
            <div>
              <dt>{t('expired.address')}</dt>
              <dd>
                <bdi>{renewalAddress}</bdi>
              </dd>
            </div>
          </dl>
          <form method="post">
            <input type="hidden" name="intent" value="renew" />
            <button className="btn big">{t('expired.send')}</button>
          </form>
        </>
      )}
      <p className="soft">{t('expired.notYours', { creditor: creditor.name })}</p>
      <NotForMe href={notForMeHref} />
      <SupportFacts support={support} />
    </div>
  )
}

function NotForMe({ href }: { href: string }) {
  const { t } = useTranslation('contact')
  return (
    <p>
      <a href={href}>{t('notForMe.offer')}</a>
    </p>
  )
}

function SentLetter({ renewalAddress }: LinkLetterProps) {
  const { t } = useTranslation('access')
  return (
    <div className="letter card">
      <h1>{t('sent.title')}</h1>
      <Callout tone="good">{t('sent.text', { address: renewalAddress ?? '' })}</Callout>
    </div>
  )
}

function RevokedLetter({ creditor, support }: LinkLetterProps) {
  const { t } = useTranslation('access')
  return (
    <div className="letter card">
      <h1>{t('revoked.title')}</h1>
      <p>{t('revoked.text', { creditor: creditor.name })}</p>
      <SupportFacts support={support} />
    </div>
  )
}

/** How the creditor is reached. */
export function SupportFacts({ support }: { support: { email: string; phone: string | null } }) {
  const { t } = useTranslation('access')
  return (
    <dl className="facts">
      <div>
        <dt>{t('support.email')}</dt>
        <dd>
          <a href={`mailto:${support.email}`}>
            <bdi>{support.email}</bdi>
          </a>
        </dd>
      </div>
      {support.phone === null ? null : (
        <div>
          <dt>{t('support.phone')}</dt>
          <dd>
            <a href={`tel:${support.phone.replace(/[^+\d]/g, '')}`}>
              <bdi dir="ltr">{support.phone}</bdi>
            </a>
          </dd>
        </div>
      )}
    </dl>
  )
}
