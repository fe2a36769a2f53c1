import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_PARTY, NO_REFERENCES, type BankStatement, type EntryDetail, type StatementEntry } from './bank-statement'
import {
  isMatchable,
  listBankTransactions,
  planLoad,
  type BankTransaction,
  type KnownTransaction,
} from './bank-transaction'
import { calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import { createMoney } from './money'

const EUR = parseCurrencyCode('EUR')!
const CHF = parseCurrencyCode('CHF')!

function detail(amountMinor: number | null, text = 'RE-1', parts: Partial<EntryDetail> = {}): EntryDetail {
  return {
    amount: amountMinor === null ? null : createMoney(amountMinor, EUR),
    direction: null,
    references: NO_REFERENCES,
    debtor: { ...NO_PARTY, name: 'Payer', iban: 'NL91ABNA0417164300' },
    creditor: { ...NO_PARTY, name: 'We' },
    ultimateDebtorName: null,
    ultimateCreditorName: null,
    remittance: { unstructured: [text], references: [], documentNumbers: [], additional: [] },
    returnReason: null,
    additionalInformation: null,
    charges: [],
    ...parts,
  }
}

function entry(
  amountMinor: number,
  details: EntryDetail[] = [detail(null)],
  parts: Partial<StatementEntry> = {},
): StatementEntry {
  return {
    amount: createMoney(amountMinor, EUR),
    direction: 'credit',
    isReversal: false,
    status: 'booked',
    bookedOn: calendarDay('2026-11-20'),
    valueOn: null,
    bankReference: null,
    entryReference: null,
    transactionCode: null,
    batch: null,
    charges: [],
    additionalInformation: null,
    details,
    ...parts,
  }
}

function statement(entries: StatementEntry[], kind: BankStatement['kind'] = 'statement'): BankStatement {
  return {
    kind,
    id: 'S-1',
    sequenceNumber: null,
    account: { iban: 'DE02120300000000202051', accountNumber: null, currency: EUR, ownerName: null },
    fromOn: null,
    toOn: null,
    balances: [],
    entries,
  }
}

const list = (...entries: StatementEntry[]) => listBankTransactions(statement(entries))

/** Keeps what a load adds, as a repository does. */
function keep(
  known: KnownTransaction[],
  transactions: readonly BankTransaction[],
  isSettled = false,
): KnownTransaction[] {
  const plan = planLoad(transactions, known)
  return [
    ...known.filter(({ fingerprint }) => !plan.replaced.includes(fingerprint)),
    ...plan.added.map(({ fingerprint, entryFingerprint }) => ({ fingerprint, entryFingerprint, isSettled })),
  ]
}

describe('listBankTransactions', () => {
  it('divides a batch whose parts sum to it', () => {
    const parts = list(entry(300, [detail(100, 'A'), detail(200, 'B')]))
    expect(parts.map(({ amount, isUndivided }) => [amount.amountMinor, isUndivided])).toEqual([
      [100, false],
      [200, false],
    ])
    expect(new Set(parts.map(({ entryFingerprint }) => entryFingerprint)).size).toBe(1)
  })

  it.each([
    ['do not sum to it', [detail(100), detail(201)]],
    ['have no amount', [detail(null), detail(null)]],
    ['are in another currency', [detail(100), detail(200, 'B', { amount: createMoney(200, CHF) })]],
    ['go the other way', [detail(100), detail(200, 'B', { direction: 'debit' })]],
  ])('keeps one sum for a person where the parts %s', (_, details) => {
    const [whole, ...others] = list(entry(300, details))
    expect(others).toEqual([])
    expect(whole).toMatchObject({ amount: { amountMinor: 300 }, isUndivided: true, counterparty: NO_PARTY })
    expect(whole!.remittance.unstructured).toHaveLength(2)
  })

  it('keeps what the bank booked where the only detail names another amount', () => {
    const [transaction] = list(entry(300, [detail(290)]))
    expect(transaction).toMatchObject({ amount: { amountMinor: 300 }, isUndivided: false })
  })

  it('knows a batch without its parts', () => {
    const batch = { paymentInformationId: 'P-1', transactionCount: 12 }
    expect(list(entry(300, [], { batch }))[0]!.isUndivided).toBe(true)
  })

  it('takes the text of a booking without details', () => {
    expect(list(entry(300, [], { additionalInformation: 'RE-1' }))[0]!.remittance.unstructured).toEqual(['RE-1'])
  })

  it('finds only booked incoming money to be matchable', () => {
    const isOf = (parts: Partial<StatementEntry>) => isMatchable(list(entry(100, [detail(null)], parts))[0]!)
    expect(isOf({})).toBe(true)
    expect(isOf({ status: 'pending' })).toBe(false)
    expect(isOf({ direction: 'debit' })).toBe(false)
    expect(isOf({ isReversal: true })).toBe(false)
    expect(isMatchable(list(entry(0))[0]!)).toBe(false)
  })
})

const someEntries = fc.array(
  fc.record({
    amountMinor: fc.integer({ min: 1, max: 3 }),
    text: fc.constantFrom('A', 'B'),
    bankReference: fc.constantFrom(null, 'B-1', 'B-2'),
    parts: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 12 },
)

function build(made: {
  amountMinor: number
  text: string
  bankReference: string | null
  parts: number
}): StatementEntry {
  const details = Array.from({ length: made.parts }, () => detail(made.amountMinor, made.text))
  return entry(made.amountMinor * Math.max(1, made.parts), details, { bankReference: made.bankReference })
}

describe('fingerprints', () => {
  it('are all different within a statement, and the same when it is read again', () => {
    fc.assert(
      fc.property(someEntries, (made) => {
        const fingerprints = list(...made.map(build)).map(({ fingerprint }) => fingerprint)
        expect(new Set(fingerprints).size).toBe(fingerprints.length)
        expect(list(...made.map(build)).map(({ fingerprint }) => fingerprint)).toEqual(fingerprints)
      }),
    )
  })

  it('are the same in a notification and in a statement, spaced otherwise', () => {
    const [one] = listBankTransactions(statement([entry(100, [detail(100, 'RE 1\nthanks')])], 'notification'))
    const [other] = list(entry(100, [detail(null, 're 1 thanks')]))
    expect(one!.fingerprint).toBe(other!.fingerprint)
  })

  it.each<[string, StatementEntry]>([
    ['amount', entry(101)],
    ['day', entry(100, undefined, { bookedOn: calendarDay('2026-11-21') })],
    ['direction', entry(100, undefined, { direction: 'debit' })],
    ['text', entry(100, [detail(null, 'RE-2')])],
    ['payer', entry(100, [detail(null, 'RE-1', { debtor: NO_PARTY })])],
    ['bank reference', entry(100, undefined, { bankReference: 'B-1' })],
  ])('tell another %s apart', (_, other) => {
    expect(list(other)[0]!.fingerprint).not.toBe(list(entry(100))[0]!.fingerprint)
  })
})

describe('planLoad', () => {
  it('adds each transaction once, however often and in whatever pieces the files overlap', () => {
    fc.assert(
      fc.property(someEntries, fc.array(fc.nat(12), { maxLength: 4 }), (made, cuts) => {
        const entries = made.map(build)
        const all = list(...entries)
        let known: KnownTransaction[] = []
        // Files that grow: each holds what was booked up to then.
        for (const cut of [...cuts.sort((a, b) => a - b), 12, 12]) known = keep(known, list(...entries.slice(0, cut)))
        expect(new Set(known.map(({ fingerprint }) => fingerprint))).toEqual(
          new Set(all.map(({ fingerprint }) => fingerprint)),
        )
        expect(known).toHaveLength(all.length)
      }),
    )
  })

  it('keeps only what is booked', () => {
    expect(planLoad(list(entry(100, undefined, { status: 'pending' })), []).added).toEqual([])
  })

  const whole = list(entry(300, [], { bankReference: 'B-1' }))
  const parts = list(entry(300, [detail(100, 'A'), detail(200, 'B')], { bankReference: 'B-1' }))
  const otherParts = list(entry(300, [detail(100, 'C'), detail(200, 'D')], { bankReference: 'B-1' }))

  it('does not count the sum again when its parts are known', () => {
    expect(planLoad(whole, keep([], parts))).toMatchObject({ added: [], replaced: [], unchanged: whole })
  })

  it('replaces a sum nobody has touched by its parts', () => {
    expect(planLoad(parts, keep([], whole))).toMatchObject({ added: parts, replaced: [whole[0]!.fingerprint] })
  })

  it('leaves a sum alone that a person has dealt with', () => {
    expect(planLoad(parts, keep([], whole, true))).toMatchObject({ added: [], replaced: [], settledAsWhole: parts })
  })

  it('does not add the same booking again where its parts are described otherwise', () => {
    expect(planLoad(otherParts, keep([], parts))).toMatchObject({ added: [], unchanged: otherParts })
  })

  it('takes the first of an entry that stands in one file twice', () => {
    expect(planLoad([...parts, ...whole, ...parts], []).added).toEqual(parts)
    expect(planLoad([...whole, ...parts], []).added).toEqual(whole)
  })
})
