import { describe, expect, it } from 'vitest'
import { findTransferAccount, createTransferReference, listTransferCurrencies } from './bank-account'
import { formatBankReference, isQrReference } from './bank-reference'
import type { BankAccount } from './creditor'
import { parseCurrencyCode } from './currency'

const [EUR, CHF, USD, GBP] = ['EUR', 'CHF', 'USD', 'GBP'].map((code) => parseCurrencyCode(code)!)

const account = (parts: Partial<BankAccount>): BankAccount => ({
  label: 'Main',
  accountName: 'Wattenhorst GmbH',
  currency: EUR!,
  ...parts,
})

const bankAccounts = [
  account({ iban: 'DE00 0000' }),
  account({ iban: 'DE89 3704 0044 0532 0130 00' }),
  account({ currency: CHF!, iban: 'CH44 3199 9123 0008 8901 2' }),
  account({ currency: USD!, accountNumber: '0001234567' }),
  account({ currency: GBP! }),
]

describe('accounts that take transfers', () => {
  it('have a number that can be paid to', () => {
    expect(listTransferCurrencies({ bankAccounts })).toEqual(['EUR', 'CHF', 'USD'])
    expect(findTransferAccount({ bankAccounts }, EUR!)).toBe(bankAccounts[1])
    expect(findTransferAccount({ bankAccounts }, GBP!)).toBe(null)
  })

  it('want a Swiss QR reference behind a QR-IBAN, and a creditor reference everywhere else', () => {
    expect(isQrReference(createTransferReference(bankAccounts[2]!, 'K7M2Q-4XW9P'))).toBe(true)
    expect(formatBankReference(createTransferReference(bankAccounts[1]!, 'K7M2Q-4XW9P'))).toMatch(
      /^RF\d\d K7M2 Q4XW 9P$/,
    )
    expect(createTransferReference(bankAccounts[3]!, 'K7M2Q-4XW9P')).toMatch(/^RF/)
  })
})
