/** Who lives through a simulated year: creditors of different habits, their debtors, and the invoices that come. */
import { addDays, dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import { DEFAULT_POLICIES, type PolicyBodies, type PolicyKind } from '~/domain/creditor-policy'
import { parseCurrencyCode } from '~/domain/currency'
import { changePolicy } from '~/use-cases/change-policy'
import { findAccount } from '~/use-cases/find-account'
import { importInvoices } from '~/use-cases/import-invoices'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { publishPlanPolicy } from '~/use-cases/publish-plan-policy'
import { registerCreditor } from '~/use-cases/register-creditor'
import { createChance, type Chance } from '../faults/chance'
import { TEST_ENVELOPE } from '../factories/plans'
import type { Life } from './life'
import type { YearPortal } from './portal'

const EURO = parseCurrencyCode('EUR')!

/** Longer than a year. */
const LINK_HOURS = 24 * 400

type Policies = { [Kind in PolicyKind]?: Partial<PolicyBodies[Kind]> }

interface Habit {
  slug: string
  countryCode: string
  timeZone: string
  locale: string
  policies: Policies
}

const TIERS = [
  { days: 10, rateBps: 300 },
  { days: 20, rateBps: 200 },
]

const HABITS: readonly Habit[] = [
  {
    ...{ slug: 'whole-discounts', countryCode: 'NL', timeZone: 'Europe/Amsterdam', locale: 'nl' },
    policies: {
      discount: { tiers: TIERS, rule: 'full_only', correction: 'credit_note' },
      'settlement-offer': { approval: 'at_once' },
    },
  },
  {
    ...{ slug: 'part-discounts', countryCode: 'DE', timeZone: 'Europe/Berlin', locale: 'de' },
    policies: { discount: { tiers: TIERS, rule: 'pro_rata', taxMode: 'excluded' } },
  },
  {
    ...{ slug: 'late-interest', countryCode: 'RO', timeZone: 'Europe/Bucharest', locale: 'ro' },
    policies: {
      interest: {
        ...{ enabled: true, interest: { kind: 'contract', rateBps: 1_200, per: 'year', graceDays: 0 } },
        billsRemainder: true,
      },
      'settlement-offer': { approval: 'at_once', acceptedShareBps: 8_000 },
    },
  },
]

/** What all of them permit. */
const COMMON: Policies = {
  promise: { isOffered: true, leastShareBps: 5_000, promisesPerYear: 12, brokenPerYear: 6 },
  'settlement-offer': { isOffered: true, leastDaysLate: 30, lowestShareBps: 5_000 },
  reminder: { isOn: true, enclosesCopies: false },
}

/** Registers the creditors, with what they permit, and their debtors with a link each. */
export async function settle(portal: YearPortal, { count, seed }: { count: number; seed: number }): Promise<Life[]> {
  const creditors: Creditor[] = []
  for (const habit of HABITS) creditors.push(await register(portal, habit, count))
  const chance = createChance(seed)
  const lives: Life[] = []
  for (let index = 0; index < count; index += 1) {
    const creditor = creditors[index % creditors.length]!
    lives.push(await begin(portal, creditor, index, chance.fork()))
  }
  return lives
}

const nameDebtor = (index: number) => `D-${String(index + 1).padStart(4, '0')}`

async function register(portal: YearPortal, habit: Habit, count: number): Promise<Creditor> {
  const { slug, countryCode, timeZone, locale } = habit
  const own = Array.from({ length: count }, (_, index) => index).filter(
    (index) => HABITS[index % HABITS.length] === habit,
  )
  const creditor = await registerCreditor(portal, {
    creditor: {
      ...{ slug, name: `Creditor of ${slug}`, countryCode, timeZone, defaultLocale: locale, defaultCurrency: EURO },
      ...{ vatId: null, addressLines: ['Hauptstraße 1'], supportEmail: `accounts@${slug}.example`, supportPhone: null },
      ...{ brandColor: '#1f4e79', defaultTermsDays: 30, gateways: ['sandbox'], linkLifetimeDays: 30 },
      bankAccounts: [
        {
          ...{ label: 'Euro', accountName: slug, currency: EURO },
          ...{ iban: 'NL91ABNA0417164300', bic: 'ABNANL2A' },
        },
      ],
    },
    debtors: own.map((index) => ({
      ...{ externalId: nameDebtor(index), name: `Debtor ${index + 1}`, countryCode, locale, vatId: null },
      addressLines: ['Lindenallee 4'],
      contacts: [
        {
          ...{ name: 'Greta Lüders', email: `greta@debtor-${index + 1}.example`, role: null, locale: null },
          isPrimary: true,
        },
      ],
    })),
  })
  for (const kind of ['promise', 'settlement-offer', 'reminder', 'discount', 'interest'] as const) {
    await permit(portal, creditor, kind, { ...COMMON[kind], ...habit.policies[kind] })
  }
  const published = await publishPlanPolicy(portal, {
    ...{ creditorId: creditor.id, publishedBy: 'system', effectiveOn: null, basedOn: null, draftId: null },
    body: {
      overrides: [],
      bands: [
        {
          ...{ ...TEST_ENVELOPE, currency: EURO, leastTotalMinor: 1_00, mostTotalMinor: null, mostInstalments: 12 },
          ...{ feeMinor: 10_00, yearlyRateBps: habit.slug === 'late-interest' ? 900 : 0 },
        },
      ],
    },
  })
  if (!published.ok) throw new Error(JSON.stringify(published.failure))
  return creditor
}

async function permit<Kind extends PolicyKind>(
  portal: YearPortal,
  { id: creditorId }: Creditor,
  kind: Kind,
  change: Partial<PolicyBodies[Kind]>,
): Promise<void> {
  const body = { ...DEFAULT_POLICIES[kind], ...change }
  const changed = await changePolicy(portal, { creditorId, kind, body, changedBy: 'system', basedOn: null })
  if (!changed.ok) throw new Error(JSON.stringify(changed.failure))
}

async function begin(portal: YearPortal, creditor: Creditor, index: number, chance: Chance): Promise<Life> {
  const externalId = nameDebtor(index)
  const account = await findAccount(portal, { creditorId: creditor.id, externalId })
  const issued = await issueAccessLink(portal, {
    ...{ creditorId: creditor.id, debtorExternalId: externalId, lifetimeHours: LINK_HOURS, locale: null },
    ...{ scope: ['view', 'pay', 'dispute', 'agree'], recipient: null, issuedBy: 'api' },
  })
  if (!account || !issued.ok) throw new Error(`no debtor ${externalId}`)
  const { debtor } = account
  const { link } = issued.value
  return {
    ...{ creditor, debtor, link, chance, diligence: 0.4 + 0.6 * chance.next(), planDay: null, agenda: [] },
    sessionId: portal.ids.uuid(),
    payer: {
      ...{ creditorId: creditor.id, debtorId: debtor.id, linkId: link.id, scope: link.scope },
      ...{ name: link.recipientName, email: link.recipientEmail, locale: debtor.locale ?? 'en' },
    },
  }
}

export interface IssuedInvoices {
  /** Of the simulation. */
  day: number
  life: Life
  document: object
}

/**
 * Invoices for every debtor as evenly as it goes: two fifths are there when the year begins, some of them long due, and
 * the others come week by week until a month before its end.
 */
export function writeInvoices(
  lives: readonly Life[],
  { count, days, startOn }: { count: number; days: number; startOn: CalendarDay },
): IssuedInvoices[] {
  return Array.from({ length: count }, (_, index) => {
    const life = lives[index % lives.length]!
    const { chance } = life
    const isEarlier = chance.happens(0.4)
    const issueDay = isEarlier ? -chance.between(0, 90) : chance.between(0, Math.max(0, days - 30))
    const document = writeInvoice(life, `R-${String(index + 1).padStart(6, '0')}`, addDays(startOn, issueDay))
    return { day: Math.ceil(Math.max(0, issueDay) / 7) * 7, life, document }
  })
}

function writeInvoice({ debtor, chance }: Life, number: string, issueOn: CalendarDay): object {
  const lines = Array.from({ length: chance.between(1, 3) }, (_, index) => ({
    ...{ lineId: String(index + 1), name: 'Delivery as agreed', quantity: '1' },
    ...{ netMinor: chance.between(20_00, 900_00), taxCategory: 'S', taxPercent: '19' },
  }))
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0)
  const taxMinor = Math.round(netMinor * 0.19)
  const grossMinor = netMinor + taxMinor
  return {
    ...{ kind: 'invoice', number, issueOn, dueOn: addDays(issueOn, 30), currency: 'EUR', lines },
    ...{ buyer: { name: debtor.name }, debtorExternalId: debtor.externalId },
    taxBreakdown: [{ category: 'S', percent: '19', taxableMinor: netMinor, taxMinor }],
    totals: {
      ...{ lineNetMinor: netMinor, allowanceMinor: 0, chargeMinor: 0, netMinor, taxMinor },
      ...{ grossMinor, prepaidMinor: 0, roundingMinor: 0, payableMinor: grossMinor },
    },
  }
}

/** Takes in what a creditor wrote, as one file each. Answers how many came. */
export async function deliverInvoices(portal: YearPortal, issued: readonly IssuedInvoices[]): Promise<number> {
  const creditors = new Map(issued.map(({ life: { creditor } }) => [creditor.id, creditor]))
  let count = 0
  for (const { id: creditorId, slug } of creditors.values()) {
    const documents = issued.filter(({ life }) => life.creditor.id === creditorId).map(({ document }) => document)
    const content = Buffer.from(JSON.stringify(documents))
    const summary = await importInvoices(portal, {
      ...{ creditorId, source: 'api', files: [{ filename: `${slug}.json`, content }] },
      onResult(result) {
        if (result.result !== 'imported') throw new Error(JSON.stringify(result))
      },
    })
    count += summary.invoiceCount
  }
  return count
}

export function todayOf(portal: Pick<YearPortal, 'clock'>, { creditor }: Pick<Life, 'creditor'>): CalendarDay {
  return dayOfInstant(portal.clock.now(), creditor.timeZone)
}
