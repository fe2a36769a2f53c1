import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chooseInstructedAccounts,
  describeStandings,
  identifyAccount,
  isSameAccounts,
  listAccountChanges,
  type BankDetailsVersion,
} from './bank-details'
import type { BankAccount } from './creditor'
import { parseCurrencyCode } from './currency'

const EURO = parseCurrencyCode('EUR')!
const FRANC = parseCurrencyCode('CHF')!
const DAY = 86_400_000
const START = Date.parse('2026-01-01T00:00:00Z')
const day = (days: number) => new Date(START + days * DAY)

const account = (iban: string, currency = EURO): BankAccount => ({
  label: iban,
  accountName: 'Wattenhorst',
  currency,
  iban,
})
const OLD = account('NL91ABNA0417164300')
const NEW = account('DE89370400440532013000')
const THIRD = account('FR1420041010050500013M02606')

function history(...versions: [days: number, accounts: BankAccount[], coolingDays?: number][]): BankDetailsVersion[] {
  return versions.map(([days, bankAccounts, coolingDays = 7], index) => ({
    ...{ version: index + 1, bankAccounts, coolingDays, changedAt: day(days), changedBy: 'cli' },
  }))
}

describe('a new bank account', () => {
  it('waits for the days of the creditor, to the instant', () => {
    const changed = history([0, [OLD]], [100, [NEW]])
    expect(chooseInstructedAccounts(changed, day(100))).toEqual([OLD])
    expect(chooseInstructedAccounts(changed, new Date(day(107).getTime() - 1))).toEqual([OLD])
    expect(chooseInstructedAccounts(changed, day(107))).toEqual([NEW])
    expect(describeStandings(changed, day(101))).toEqual([{ account: NEW, since: day(100), coolingUntil: day(107) }])
    expect(describeStandings(changed, day(107))).toEqual([{ account: NEW, since: day(100), coolingUntil: null }])
  })

  it('does not wait where it is the first, or the creditor wants none', () => {
    expect(chooseInstructedAccounts(history([0, [NEW]]), day(0))).toEqual([NEW])
    expect(chooseInstructedAccounts(history([0, [OLD]], [5, [NEW], 0]), day(5))).toEqual([NEW])
  })

  it('is asked for where the currency had none before, and said to be new', () => {
    const franc = account('CH9300762011623852957', FRANC)
    const changed = history([0, [OLD]], [10, [OLD, franc]])
    expect(chooseInstructedAccounts(changed, day(11))).toEqual([OLD, franc])
    expect(describeStandings(changed, day(11))[1]).toMatchObject({ coolingUntil: day(17) })
  })

  it('does not come before one that has stood, wherever it is put', () => {
    expect(chooseInstructedAccounts(history([0, [OLD]], [10, [NEW, OLD]]), day(11))).toEqual([OLD])
  })

  it('is never asked for when it is taken back in time, also while the old one is back but a day', () => {
    const reverted = history([0, [OLD]], [100, [NEW]], [106, [OLD]])
    for (const at of [100, 103, 106, 107, 108, 120]) expect(chooseInstructedAccounts(reverted, day(at))).toEqual([OLD])
    expect(describeStandings(reverted, day(106))[0]?.coolingUntil).toBeNull()
  })

  it('gains nothing by being hidden behind another change', () => {
    const chain = history([0, [OLD]], [100, [NEW]], [103, [THIRD]])
    expect(chooseInstructedAccounts(chain, day(109))).toEqual([OLD])
    expect(chooseInstructedAccounts(chain, day(110))).toEqual([THIRD])
    const renamed = history([0, [OLD]], [100, [NEW]], [103, [{ ...NEW, label: 'Other' }]])
    expect(chooseInstructedAccounts(renamed, day(106))).toEqual([OLD])
    expect(chooseInstructedAccounts(renamed, day(107))).toEqual([{ ...NEW, label: 'Other' }])
  })

  it('ends a currency that is no longer taken', () => {
    expect(chooseInstructedAccounts(history([0, [OLD]], [1, []]), day(1))).toEqual([])
  })
})

describe('in any history', () => {
  const accounts = fc.subarray([OLD, NEW, THIRD], { minLength: 1 })
  const steps = fc.array(fc.record({ after: fc.integer({ min: 0, max: 12 }), accounts, cooling: fc.nat(10) }), {
    minLength: 1,
    maxLength: 6,
  })
  const build = (given: readonly { after: number; accounts: BankAccount[]; cooling: number }[]) => {
    let days = 0
    return history(
      ...given.map((step): [number, BankAccount[], number] => [(days += step.after), step.accounts, step.cooling]),
    )
  }

  it('somebody is always asked for, nobody who has not stood long enough while another has, and the newest in the end', () => {
    fc.assert(
      fc.property(steps, fc.nat(40), (given, later) => {
        const versions = build(given)
        const last = versions.at(-1)!
        const now = new Date(last.changedAt.getTime() + later * DAY)
        const asked = chooseInstructedAccounts(versions, now)
        expect(asked.length).toBeGreaterThan(0)
        const isNew = new Set(
          describeStandings(versions, now)
            .filter(({ coolingUntil }) => coolingUntil !== null)
            .map((standing) => identifyAccount(standing.account)),
        )
        const areAskedNew = asked.some((one) => isNew.has(identifyAccount(one)))
        // All were there from the outset of something: the first version's have always stood.
        expect(areAskedNew).toBe(false)
        const settled = chooseInstructedAccounts(versions, new Date(last.changedAt.getTime() + 11 * DAY))
        expect(settled).toEqual(last.bankAccounts)
      }),
    )
  })

  it('the changes lead from nothing to the newest accounts', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const versions = build(given)
        const there = new Set<string>()
        for (const change of listAccountChanges(versions).reverse()) {
          for (const gone of change.removed) expect(there.delete(identifyAccount(gone))).toBe(true)
          for (const come of change.added) there.add(identifyAccount(come))
        }
        expect(there).toEqual(new Set(versions.at(-1)!.bankAccounts.map(identifyAccount)))
      }),
    )
  })
})

it('spaces in a number make no other account, another order or name makes other details', () => {
  expect(identifyAccount({ ...OLD, iban: 'nl91 abna 0417 1643 00' })).toBe(identifyAccount(OLD))
  expect(isSameAccounts([OLD, NEW], [OLD, NEW])).toBe(true)
  expect(isSameAccounts([OLD, NEW], [NEW, OLD])).toBe(false)
  expect(isSameAccounts([OLD], [{ ...OLD, accountName: 'Other' }])).toBe(false)
})
