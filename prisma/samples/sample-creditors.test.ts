import { describe, expect, it } from 'vitest'
import { sampleCreditors } from './sample-creditors'

const debtors = sampleCreditors.flatMap((creditor) => creditor.debtors)

/** ISO 13616: the first four characters moved to the end, letters as 10 to 35, is 1 modulo 97. */
function hasValidIbanCheck(iban: string): boolean {
  const digits = [...iban.slice(4), ...iban.slice(0, 4)].map((character) => parseInt(character, 36)).join('')
  return BigInt(digits) % 97n === 1n
}

/** Lengths of the countries' IBANs in the SWIFT registry. */
const ibanLengths: Record<string, number> = { DE: 22, CH: 21, RO: 24, GB: 22 }

/** Forms of VAT numbers as VIES and the national offices describe them. */
const vatForms: Record<string, RegExp> = {
  DE: /^DE\d{9}$/,
  GB: /^GB\d{9}$/,
  RO: /^RO\d{2,10}$/,
  NL: /^NL\d{9}B\d{2}$/,
  CH: /^CHE-\d{3}\.\d{3}\.\d{3} MWST$/,
  IE: /^IE\d{7}[A-W][A-I]?$/,
}

describe('bank accounts', () => {
  const accounts = sampleCreditors.flatMap((creditor) => creditor.bankAccounts)

  it('have IBANs of the right length and check digits', () => {
    const ibans = accounts.flatMap(({ iban }) => (iban ? [iban] : []))
    expect(ibans).toHaveLength(5)
    for (const iban of ibans) {
      expect(iban).toHaveLength(ibanLengths[iban.slice(0, 2)]!)
      expect(hasValidIbanCheck(iban), iban).toBe(true)
    }
  })

  it('have routing numbers with the right check digit in the United States, and a BIC that is no live bank', () => {
    for (const { routing } of accounts.filter(({ currency }) => currency === 'USD')) {
      const weighted = [...(routing ?? '')].map((digit, index) => Number(digit) * [3, 7, 1][index % 3]!)
      expect(routing).toMatch(/^\d{9}$/)
      expect(weighted.reduce((total, digit) => total + digit, 0) % 10).toBe(0)
    }
    // ISO 9362: 0 at the end of the location code marks a test address.
    for (const { bic } of accounts) expect(bic).toMatch(/^[A-Z]{6}[A-Z]0XXX$/)
  })

  it('leave every creditor one in its default currency', () => {
    for (const creditor of sampleCreditors) {
      expect(creditor.bankAccounts.map(({ currency }) => currency)).toContain(creditor.defaultCurrency)
    }
  })
})

describe('parties', () => {
  it('have VAT numbers of their country’s form, or none', () => {
    for (const { vatId, countryCode } of [...sampleCreditors, ...debtors]) {
      if (vatId !== undefined) expect(vatId).toMatch(vatForms[countryCode]!)
    }
  })

  it('can be written to only at reserved domains', () => {
    const addresses = sampleCreditors.flatMap((creditor) => [
      creditor.supportEmail,
      ...creditor.consoleUsers.map(({ email }) => email),
      ...[creditor, ...creditor.debtors]
        .map((party) => party.electronicAddress)
        .flatMap(({ scheme, value }) => (scheme === 'EM' ? [value] : [])),
      ...creditor.debtors.flatMap((debtor) => debtor.contacts.map(({ email }) => email)),
    ])
    expect(addresses.length).toBeGreaterThan(30)
    for (const address of addresses) expect(address).toMatch(/@[a-z.-]+\.(example|test)$|@example\.(com|net|org)$/)
  })

  it('have locales, zones and countries that exist', () => {
    const zones = new Set(Intl.supportedValuesOf('timeZone'))
    const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
    for (const creditor of sampleCreditors) expect(zones.has(creditor.timeZone)).toBe(true)
    for (const { countryCode } of [...sampleCreditors, ...debtors]) expect(countries.of(countryCode)).toBeDefined()
    for (const { locale } of debtors) expect(Intl.NumberFormat.supportedLocalesOf(locale)).toEqual([locale])
  })

  it('have one primary contact each, one user of each role, and colours that white text can be read on', () => {
    for (const { contacts } of debtors) expect(contacts.filter(({ isPrimary }) => isPrimary)).toHaveLength(1)
    for (const { consoleUsers, brandColor } of sampleCreditors) {
      expect(consoleUsers.map(({ role }) => role).sort()).toEqual(['collector', 'owner', 'viewer'])
      for (const { password } of consoleUsers) expect(password).toMatch(/^[\w-]{12,}$/)
      expect(contrastWithWhite(brandColor)).toBeGreaterThan(4.5)
    }
  })
})

/** WCAG 2.2 contrast ratio. */
function contrastWithWhite(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const share = parseInt(color.slice(start, start + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * red! + 0.7152 * green! + 0.0722 * blue! + 0.05)
}
