import type { TFunction } from 'i18next'
import { writeTownLines } from '~/domain/address-layout'
import type { DocumentDetails } from '~/domain/account-invoice'
import type { Party } from '~/domain/invoice'
import { html, joinHtml, type SafeHtml } from './html'

/** Who bills whom, as in a letterhead. `language` is that of the texts. */
export function writeInvoiceParties(
  t: TFunction<'invoice'>,
  document: DocumentDetails,
  { creditorName, language }: { creditorName: string; language: string },
): SafeHtml {
  const write = (title: string, party: Party) => writeParty(title, party, t, language)
  const parties = [
    write(t('parties.seller'), document.seller ?? { name: creditorName }),
    write(t('parties.buyer'), document.buyer),
    ...(document.payee === undefined ? [] : [write(t('parties.payee'), document.payee)]),
  ]
  return html`<section class="parties card" aria-label="${t('parties.label')}">${joinHtml(parties)}</section>`
}

function writeParty(title: string, party: Party, t: TFunction<'invoice'>, language: string): SafeHtml {
  const lines = [
    party.name,
    party.tradingName === party.name ? undefined : party.tradingName,
    ...(party.addressLines ?? []),
    ...writeTownLines(party, party.countryCode),
    party.countryCode === undefined ? undefined : nameCountry(party.countryCode, language),
  ]
    .filter((line): line is string => line !== undefined && line !== '')
    .map((line, index) => html`${index === 0 ? null : html`<br>`}<bdi>${line}</bdi>`)
  return html`<div><h2>${title}</h2><address>${joinHtml(lines)}</address>${writeRegistration(party, t)}</div>`
}

function writeRegistration({ vatId, legalRegistrationId }: Party, t: TFunction<'invoice'>): SafeHtml | null {
  if (vatId !== undefined) return html`<p class="soft">${t('parties.vatId')} <bdi>${vatId}</bdi></p>`
  if (legalRegistrationId === undefined) return null
  return html`<p class="soft">${t('parties.registration')} <bdi>${legalRegistrationId}</bdi></p>`
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
