import { describe, expect, it } from 'vitest'
import { isQrReference } from './bank-reference'
import { NO_PARTY, NO_REFERENCES } from './bank-statement'
import { calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import type { BankAccount } from './creditor'
import { createMoney } from './money'
import { collectTransferLookup } from './transfer-candidates'
import { describeTransfer } from './transfer-instructions'

const franc = parseCurrencyCode('CHF')!
const PLAIN = 'CH9300762011623852957'
const QR = 'CH4431999123000889012'
const payment = { currency: franc, amountMinor: 119_00, reference: 'K7M2Q-4XW9P', bankReference: 'RF24K7M2Q4XW9P' }
const debtor = { name: 'Muster AG', addressLines: ['Gasse 1', '8001 Zürich'], countryCode: 'CH' }

function instruct(iban: string) {
  const account: BankAccount = { label: 'Hauptkonto', currency: franc, accountName: 'Lieferant AG', iban }
  const creditor = { bankAccounts: [account], addressLines: ['Weg 2', '3000 Bern'], countryCode: 'CH' }
  return describeTransfer(creditor, debtor, payment)
}

describe('instructions of a payment that was begun for an account of another kind', () => {
  it('quote what the account takes, so that the bill can be written', () => {
    expect(isQrReference(instruct(QR)!.reference)).toBe(true)
    expect(instruct(QR)!.swissPayload).toContain('QRR')
    expect(isQrReference(instruct(PLAIN)!.reference)).toBe(false)
    expect(instruct(PLAIN)!.swissPayload).toContain('SCOR')
  })

  it.each([QR, PLAIN])('are found by what they quote for %s', (iban) => {
    const remittance = {
      unstructured: [instruct(iban)!.reference],
      references: [],
      documentNumbers: [],
      additional: [],
    }
    const lookup = collectTransferLookup({
      ...{ fingerprint: 'a', entryFingerprint: 'a', kind: 'incoming', status: 'booked' },
      ...{ amount: createMoney(119_00, franc), bookedOn: calendarDay('2026-11-20'), valueOn: null, account: iban },
      ...{ counterparty: NO_PARTY, ultimateCounterpartyName: null, references: NO_REFERENCES, remittance },
      ...{ returnReason: null, isUndivided: false },
    })
    expect(lookup.paymentReferences).toContain(payment.reference)
  })
})
