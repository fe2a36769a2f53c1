import { describe, expect, it } from 'vitest'
import { NO_PARTY, NO_REFERENCES } from './bank-statement'
import type { BankTransaction } from './bank-transaction'
import { calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import { createMoney } from './money'
import { mayBeSameMovement } from './told-before'

const euro = parseCurrencyCode('EUR')!

const transaction: BankTransaction = {
  ...{ fingerprint: 'a', entryFingerprint: 'a', kind: 'incoming', status: 'booked', amount: createMoney(500_00, euro) },
  ...{ bookedOn: calendarDay('2026-11-20'), valueOn: null, account: 'DE02120300000000202051' },
  ...{ counterparty: NO_PARTY, ultimateCounterpartyName: null, references: NO_REFERENCES },
  remittance: { unstructured: ['Invoice R-1'], references: [], documentNumbers: [], additional: [] },
  ...{ returnReason: null, isUndivided: false },
}

const texts = (...unstructured: string[]) => ({ remittance: { ...transaction.remittance, unstructured } })

describe('two transactions of one amount', () => {
  it.each<[string, Partial<BankTransaction>]>([
    ['say the same', {}],
    ['of which one does not name the account', { account: null }],
    ['of which one has the day as that of the value', { bookedOn: null, valueOn: calendarDay('2026-11-20') }],
    ['of which one has no text', texts()],
    ['of which one has the text cut and spaced otherwise', texts('INVOICE', 'R1')],
    ["of which one names the payer's account", { counterparty: { ...NO_PARTY, iban: 'NL91ABNA0417164300' } }],
    ["of which one has the bank's reference", { references: { ...NO_REFERENCES, bankReference: 'B-1' } }],
  ])('may be the same money: they %s', (_, change) => {
    expect(mayBeSameMovement(transaction, { ...transaction, ...change })).toBe(true)
    expect(mayBeSameMovement({ ...transaction, ...change }, transaction)).toBe(true)
  })

  const named: BankTransaction = {
    ...transaction,
    counterparty: { ...NO_PARTY, iban: 'NL91ABNA0417164300' },
    references: { ...NO_REFERENCES, endToEndId: 'E-1', uetr: 'U-1' },
  }

  it.each<[string, Partial<BankTransaction>]>([
    ['days', { bookedOn: calendarDay('2026-11-21') }],
    ['accounts', { account: 'DE02100500000054540402' }],
    ['directions', { kind: 'outgoing' }],
    ['amounts', { amount: createMoney(500_01, euro) }],
    ['payers', { counterparty: { ...NO_PARTY, iban: 'NL02RABO0123456789' } }],
    ['references of the payer', { references: { ...NO_REFERENCES, endToEndId: 'E-2' } }],
    ['references of the way', { references: { ...NO_REFERENCES, uetr: 'U-2' } }],
    ['texts', texts('Invoice R-2')],
  ])('are other money where they have other %s', (_, change) => {
    expect(mayBeSameMovement(named, { ...named, ...change })).toBe(false)
    expect(mayBeSameMovement({ ...named, ...change }, named)).toBe(false)
  })
})
