/** What the samples' history is played with: the account that it is about, its people, and the moments of its steps. */
import type { Application } from '~/composition.server'
import { addDays, type CalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { CreditorId } from '~/domain/ids'
import type { LinkIssued } from '../../prisma/samples/scenario'

export type Seeder = ReturnType<Application['createSeeder']>

/** One thing that happened, at its moment. Steps are played in the order of time, across all accounts. */
export interface HistoryStep {
  at: Date
  play(seeder: Seeder): Promise<void>
}

export interface ScenarioContext {
  creditorId: CreditorId
  anchorOn: CalendarDay
  /** Nothing happened after it. */
  now: Date
  /** Of the scenario among all: unique, growing in the order in which scenarios of one day follow each other. */
  index: number
}

/** In the morning of the day, two minutes a scenario, but never later than now. */
export function momentOf({ anchorOn, index, now }: ScenarioContext, daysAgo: number, minutes: number): Date {
  const morning = Date.parse(`${addDays(anchorOn, -daysAgo)}T08:00:00Z`)
  return new Date(Math.min(morning + (index * 2 + minutes) * 60_000, now.getTime()))
}

export async function issueSampleLink(
  seeder: Seeder,
  creditorId: CreditorId,
  { debtorExternalId, recipientEmail, scope, lifetimeDays }: Omit<LinkIssued, 'kind' | 'creditorSlug' | 'daysAgo'>,
) {
  const { contacts } = await findSampleAccount(seeder, creditorId, debtorExternalId)
  const name = contacts.find(({ email }) => email === recipientEmail)?.name ?? null
  const result = await seeder.issueAccessLink({
    ...{ creditorId, debtorExternalId, scope: [...scope], lifetimeHours: lifetimeDays * 24 },
    ...{ locale: null, recipient: { name, email: recipientEmail }, issuedBy: 'console' },
  })
  if (!result.ok) throw new Error(`no link for ${debtorExternalId}: ${result.failure}`)
  return { ...result.value, name }
}

export async function findSampleAccount(seeder: Seeder, creditorId: CreditorId, externalId: string) {
  const account = await seeder.findAccount({ creditorId, externalId })
  if (!account) throw new Error(`there is no debtor ${externalId}`)
  return account
}

export async function describePayer(seeder: Seeder, creditorId: CreditorId, externalId: string) {
  const { debtor, contacts } = await findSampleAccount(seeder, creditorId, externalId)
  return {
    creditorId,
    debtorId: debtor.id,
    linkId: null,
    scope: ['view', 'pay'] as const,
    name: contacts[0]?.name ?? null,
    email: contacts[0]?.email ?? null,
    locale: debtor.locale ?? 'en',
  }
}

export function readCurrency(code: string): CurrencyCode {
  const currency = parseCurrencyCode(code)
  if (currency === null) throw new RangeError(`not a currency: ${code}`)
  return currency
}
