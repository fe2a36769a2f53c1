import { Fragment } from 'react'
import { useTranslation } from '~/i18n/use-translation'
import type { DocumentDetails } from '~/domain/account-invoice'
import type { Party } from '~/domain/invoice'

/** Who bills whom, as in a letterhead. */
export function InvoiceParties({ document, creditorName }: { document: DocumentDetails; creditorName: string }) {
  const { t } = useTranslation('invoice')
  return (
    <section className="parties card" aria-label={t('parties.label')}>
      <PartyBlock title={t('parties.seller')} party={document.seller ?? { name: creditorName }} />
      <PartyBlock title={t('parties.buyer')} party={document.buyer} />
      {document.payee === undefined ? null : <PartyBlock title={t('parties.payee')} party={document.payee} />}
    </section>
  )
}

function PartyBlock({ title, party }: { title: string; party: Party }) {
  const { t, i18n } = useTranslation('invoice')
  const town = [party.postalCode, party.city].filter(Boolean).join(' ')
  const lines = [
    party.name,
    party.tradingName === party.name ? undefined : party.tradingName,
    ...(party.addressLines ?? []),
    town,
    party.region,
    party.countryCode === undefined ? undefined : nameCountry(party.countryCode, i18n.language),
  ].filter((line): line is string => line !== undefined && line !== '')
  return (
    <div>
      <h2>{title}</h2>
      <address>
        {lines.map((line, index) => (
          <Fragment key={index}>
            {index === 0 ? null : <br />}
            <bdi>{line}</bdi>
          </Fragment>
        ))}
      </address>
      {party.vatId === undefined ? null : (
        <p className="soft">
          {t('parties.vatId')} <bdi>{party.vatId}</bdi>
        </p>
      )}
      {party.vatId !== undefined || party.legalRegistrationId === undefined ? null : (
        <p className="soft">
          {t('parties.registration')} <bdi>{party.legalRegistrationId}</bdi>
        </p>
      )}
    </div>
  )
}

const countryNames = new Map<string, string>()

/** In the reader's language; asking Intl is slow, and there are few countries. */
function nameCountry(code: string, language: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code
  const key = `${language} ${code}`
  let name = countryNames.get(key)
  if (name === undefined) {
    name = new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(code) ?? code
    countryNames.set(key, name)
  }
  return name
}
