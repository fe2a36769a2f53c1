/** Carries the scenarios out on plain numbers and looks at what the demo then has on its accounts. */
import { describe, expect, it } from 'vitest'
import { calendarDay, countDaysBetween } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import { generateSampleFiles } from './generate-samples'
import { groupByKey } from './collect-for-tests'
import { getSampleCreditor, getSampleDebtor } from './sample-creditors'
import type { SampleScenario, ScenarioInvoice } from './scenario'
import { sampleScenarios } from './scenarios'

const anchorOn = calendarDay('2026-11-21')

interface Account {
  creditorSlug: string
  debtor: string
  kind: string
  number: string
  currency: string
  issuedDaysAgo: number
  daysLate: number
  openMinor: number
  pendingMinor: number
}

const accounts = new Map<string, Account>()
for await (const { creditorSlug, documents } of generateSampleFiles(anchorOn)) {
  for (const document of documents) {
    accounts.set(`${creditorSlug} ${document.number}`, {
      creditorSlug,
      debtor: document.debtorExternalId,
      kind: document.kind,
      number: document.number,
      currency: document.currency,
      issuedDaysAgo: countDaysBetween(document.issueOn, anchorOn),
      daysLate: document.dueOn === null ? 0 : countDaysBetween(document.dueOn, anchorOn),
      openMinor: document.totals.payableMinor,
      pendingMinor: 0,
    })
  }
}

function find(scenario: SampleScenario, number: string, kind: string): Account {
  const account = accounts.get(`${scenario.creditorSlug} ${number}`)
  if (!account) throw new Error(`${scenario.creditorSlug} has no ${number}`)
  expect(account).toMatchObject({ debtor: scenario.debtorExternalId, kind })
  expect(account.issuedDaysAgo, number).toBeGreaterThanOrEqual(scenario.daysAgo)
  return account
}

/** What an entry asks for, after checking that it can be had. */
function claim(
  scenario: SampleScenario,
  entry: ScenarioInvoice,
  limitMinor = Infinity,
): { account: Account; amountMinor: number } {
  const account = find(scenario, entry.number, 'invoice')
  const free = account.openMinor - account.pendingMinor
  const amountMinor = entry.amountMinor === 'open' ? Math.min(free, limitMinor) : entry.amountMinor
  expect(amountMinor, `${entry.number} ${scenario.kind} ${scenario.daysAgo}`).toBeGreaterThan(0)
  expect(amountMinor, entry.number).toBeLessThanOrEqual(Math.min(free, limitMinor))
  return { account, amountMinor }
}

function carryOut(scenario: SampleScenario): void {
  if (scenario.kind === 'link_issued') {
    const debtor = getSampleDebtor(getSampleCreditor(scenario.creditorSlug), scenario.debtorExternalId)
    expect(debtor.contacts.map(({ email }) => email)).toContain(scenario.recipientEmail)
    const endsDaysAgo = scenario.revokedDaysAgo ?? scenario.daysAgo - scenario.lifetimeDays
    const opened = scenario.openedDaysAgo ?? []
    expect([...opened].sort((a, b) => b - a)).toEqual(opened)
    expect(opened.every((day) => day <= scenario.daysAgo && day > endsDaysAgo)).toBe(true)
    return
  }
  if (scenario.kind === 'dispute_opened') {
    const account = find(scenario, scenario.invoiceNumber, 'invoice')
    expect(account.openMinor - account.pendingMinor).toBeGreaterThan(0)
    expect(scenario.accepted?.daysAgo ?? 0).toBeLessThan(scenario.daysAgo)
    return
  }
  if (scenario.kind === 'credit_applied') {
    const credit = find(scenario, scenario.creditNoteNumber, 'credit_note')
    for (const entry of scenario.invoices) {
      const { account, amountMinor } = claim(scenario, entry, credit.openMinor)
      expect(account.currency).toBe(credit.currency)
      account.openMinor -= amountMinor
      credit.openMinor -= amountMinor
    }
    return
  }
  expect(scenario.invoices.length).toBeGreaterThan(0)
  expect(parseCurrencyCode(scenario.currency)).not.toBeNull()
  if ('recipientEmail' in scenario) {
    for (const number of scenario.invoices) {
      const account = find(scenario, number, 'invoice')
      expect(account.currency).toBe(scenario.currency)
      expect(account.openMinor - account.pendingMinor, number).toBeGreaterThan(0)
    }
    if (scenario.kind !== 'plan_proposed') return
    // What a plan has taken is asked for by its instalments alone.
    for (const number of scenario.invoices) {
      const account = find(scenario, number, 'invoice')
      account.pendingMinor = account.openMinor
    }
    return
  }
  for (const entry of scenario.invoices) {
    const { account, amountMinor } = claim(scenario, entry)
    expect(account.currency).toBe(scenario.currency)
    if (scenario.kind === 'payment_succeeded') account.openMinor -= amountMinor
    if (scenario.kind === 'payment_processing' || scenario.kind === 'payment_needs_authentication')
      account.pendingMinor += amountMinor
  }
}

describe('the scenarios', () => {
  it('come oldest first and can be carried out in that order', () => {
    const days = sampleScenarios.map(({ daysAgo }) => daysAgo)
    expect(days).toEqual([...days].sort((a, b) => b - a))
    for (const scenario of sampleScenarios) carryOut(scenario)
  })

  it('have a state of every kind', () => {
    const kinds = new Set(sampleScenarios.map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual([
      'credit_applied',
      'dispute_opened',
      'link_issued',
      'payment_canceled',
      'payment_expired',
      'payment_failed',
      'payment_needs_authentication',
      'payment_processing',
      'payment_succeeded',
      'plan_proposed',
      'promise_made',
      'settlement_offered',
    ])
    const links = sampleScenarios.filter((scenario) => scenario.kind === 'link_issued')
    expect(links.some((link) => link.revokedDaysAgo !== undefined)).toBe(true)
    expect(links.some((link) => link.revokedDaysAgo === undefined && link.daysAgo > link.lifetimeDays)).toBe(true)
    const payments = sampleScenarios.filter((scenario) => scenario.kind === 'payment_succeeded')
    expect(payments.filter((payment) => (payment.surplusMinor ?? 0) > 0).length).toBeGreaterThan(2)
    expect(payments.some((payment) => payment.invoices.some(({ amountMinor }) => amountMinor !== 'open'))).toBe(true)
    expect(new Set(payments.map(({ method }) => method)).size).toBe(3)
  })

  it('leave Larkmoor a few hundred open invoices of 5,000', () => {
    const invoices = [...accounts.values()].filter(({ debtor, kind }) => debtor === 'LARK01' && kind === 'invoice')
    const open = invoices.filter(({ openMinor }) => openMinor > 0)
    expect(open.length).toBeGreaterThan(200)
    expect(open.length).toBeLessThan(400)
    expect(open.some(({ daysLate }) => daysLate > 365)).toBe(true)
  })

  it('leave every creditor debts of every age, and every debtor something late and something not yet due', () => {
    const bucketOf = ({ daysLate }: Account) =>
      daysLate <= 0
        ? 'not due'
        : daysLate <= 30
          ? '1-30'
          : daysLate <= 60
            ? '31-60'
            : daysLate <= 90
              ? '61-90'
              : 'over 90'
    const open = [...accounts.values()].filter(({ kind, openMinor }) => kind === 'invoice' && openMinor > 0)
    for (const group of groupByKey(open, ({ creditorSlug }) => creditorSlug).values()) {
      expect(new Set(group.map(bucketOf)).size).toBe(5)
    }
    const byDebtor = groupByKey(open, ({ creditorSlug, debtor }) => `${creditorSlug} ${debtor}`)
    expect(byDebtor.size).toBe(12)
    for (const [debtor, group] of byDebtor) {
      expect(
        group.some(({ daysLate }) => daysLate > 0),
        debtor,
      ).toBe(true)
      expect(
        group.some(({ daysLate }) => daysLate <= 0),
        debtor,
      ).toBe(true)
    }
  })

  it('leave credit notes to use', () => {
    const usable = [...accounts.values()].filter(({ kind, openMinor }) => kind === 'credit_note' && openMinor > 0)
    expect(usable.length).toBeGreaterThan(1)
  })
})
