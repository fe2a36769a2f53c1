/** Creditors with an endpoint, a key of the API and policies; debtors with a link, invoices and credit notes. */
import { openDatabase } from '~/data/database.server'
import { createJobRunner } from '~/data/job-queue.server'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import type { Creditor } from '~/domain/creditor'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { DEFAULT_CURRENCY_POLICY } from '~/domain/currency-policy'
import type { Debtor } from '~/domain/debtor'
import { DEFAULT_DISCOUNT_POLICY } from '~/domain/discount-policy'
import { DEFAULT_PROMISE_POLICY, MOST_PROMISES } from '~/domain/promise-policy'
import { DEFAULT_SETTLEMENT_OFFER_POLICY } from '~/domain/settlement-offer-policy'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { createIdSource } from '~/platform/ids.server'
import { createWebhookSender } from '~/reporting/webhook-sender.server'
import { changePolicy } from '~/use-cases/change-policy'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { issueApiKey } from '~/use-cases/issue-api-key'
import { publishPlanPolicy } from '~/use-cases/publish-plan-policy'
import { registerWebhookEndpoint } from '~/use-cases/register-webhook-endpoint'
import { createCreditor } from '../../factories/creditors'
import { createDebtor } from '../../factories/debtors'
import { createInvoice } from '../../factories/invoices'
import { TEST_ENVELOPE } from '../../factories/plans'
import type { Chance } from '../chance'

export interface PopulationSize {
  debtorsEach: number
  invoicesEach: number
  /** Of an invoice, minor units. */
  mostPayableMinor: number
  /** The creditors listen to webhooks. */
  areTold: boolean
}

export interface CreditorAccount {
  currency: CurrencyCode
  apiKey: string
  debtors: { externalId: string; invoiceNumbers: readonly string[] }[]
}

export interface DebtorAccount {
  creditorId: CreditorId
  debtorId: DebtorId
  invoiceNumbers: string[]
  /** Of the link. */
  token: string
  currency: CurrencyCode
  /** Address on file, to which codes are mailed. */
  email: string
}

export interface Population {
  creditors: CreditorAccount[]
  debtors: DebtorAccount[]
}

const EURO = readCurrency('EUR')
const POUND = readCurrency('GBP')
const DOLLAR = readCurrency('USD')
const YEN = readCurrency('JPY')

const CREDIT_NOTES_EACH = 3

/**
 * Each prefers another provider, so that each stands in for the other; they owe in two currencies, and earn discounts by each
 * of the rules.
 */
const CREDITORS = [
  {
    ...{ gateways: ['stripe', 'adyen'], currency: EURO, accepted: [DOLLAR, YEN], marginBps: 150, toleranceMinor: 25 },
    discount: { rule: 'full_only', correction: 'credit_note', rateBps: 200 },
    plan: { yearlyRateBps: 900, feeMinor: 2_50 },
  },
  {
    ...{ gateways: ['adyen', 'stripe'], currency: POUND, accepted: [EURO], marginBps: 0, toleranceMinor: null },
    discount: { rule: 'pro_rata', correction: 'write_off', rateBps: 150 },
    plan: { yearlyRateBps: 0, feeMinor: 0 },
  },
] as const

/** Long enough for every invoice. */
const DISCOUNT_DAYS = 365

export async function populate(
  databaseUrl: string,
  receiverOrigin: string,
  chance: Chance,
  size: PopulationSize,
): Promise<Population> {
  const database = openDatabase(databaseUrl, 2)
  const jobs = createJobRunner(database, (error) => {
    throw error
  })
  try {
    await jobs.start()
    const setup = {
      database,
      unitOfWork: createUnitOfWork(database, jobs),
      clock: { now: () => new Date() },
      ids: createIdSource(),
    }
    const population: Population = { creditors: [], debtors: [] }
    for (const terms of CREDITORS) {
      const creditor = await createCreditor(setup, { gateways: [...terms.gateways], defaultCurrency: terms.currency })
      if (size.areTold) await registerEndpoint(setup, creditor, receiverOrigin)
      await setPolicies(setup, creditor, terms)
      await permitAgreements(setup, creditor, terms)
      const { key } = await issueApiKey(setup, { creditorId: creditor.id, label: 'faults' })
      const account: CreditorAccount = { currency: terms.currency, apiKey: key, debtors: [] }
      for (let index = 0; index < size.debtorsEach; index += 1) {
        const debtor = await createDebtor(setup, creditor)
        const invoiceNumbers = await createDocuments(setup, debtor, terms.currency, chance, size)
        account.debtors.push({ externalId: debtor.externalId, invoiceNumbers })
        population.debtors.push({ ...(await createLink(setup, debtor)), currency: terms.currency, invoiceNumbers })
      }
      population.creditors.push(account)
    }
    return population
  } finally {
    await jobs.stop()
    await database.close()
  }
}

type Setup = Parameters<typeof createInvoice>[0] &
  Parameters<typeof changePolicy>[0] &
  Parameters<typeof issueApiKey>[0]

async function setPolicies(
  setup: Setup,
  { id: creditorId }: Creditor,
  { accepted, marginBps, currency, toleranceMinor, discount }: (typeof CREDITORS)[number],
): Promise<void> {
  const common = { creditorId, changedBy: 'system', basedOn: null }
  const currencies = { ...DEFAULT_CURRENCY_POLICY, accepted: [...accepted], marginBps, quotesBundledRates: true }
  const changed = await changePolicy(setup, { ...common, kind: 'currency', body: currencies })
  if (!changed.ok) throw new Error(JSON.stringify(changed.failure))
  const { rateBps, ...rules } = discount
  const discounts = { ...DEFAULT_DISCOUNT_POLICY, ...rules, tiers: [{ days: DISCOUNT_DAYS, rateBps }] }
  const granted = await changePolicy(setup, { ...common, kind: 'discount', body: discounts })
  if (!granted.ok) throw new Error(JSON.stringify(granted.failure))
  if (toleranceMinor === null) return
  const settled = await changePolicy(setup, {
    ...common,
    kind: 'settlement',
    body: { writeOff: [{ currency, toleranceMinor }] },
  })
  if (!settled.ok) throw new Error(JSON.stringify(settled.failure))
}

/** Inside bounds that are wide, whatever a debtor asks for is agreed at once. */
async function permitAgreements(
  setup: Setup,
  { id: creditorId }: Creditor,
  { currency, plan }: (typeof CREDITORS)[number],
): Promise<void> {
  const common = { creditorId, changedBy: 'system', basedOn: null }
  const bodies = {
    promise: {
      ...DEFAULT_PROMISE_POLICY,
      ...{ isOffered: true, leastShareBps: 1, promisesPerYear: MOST_PROMISES, brokenPerYear: MOST_PROMISES },
    },
    'settlement-offer': {
      ...DEFAULT_SETTLEMENT_OFFER_POLICY,
      ...{ isOffered: true, leastDaysLate: 0, acceptedShareBps: 5_000, approval: 'at_once' as const },
    },
  }
  for (const kind of ['promise', 'settlement-offer'] as const) {
    const changed = await changePolicy(setup, { ...common, kind, body: bodies[kind] })
    if (!changed.ok) throw new Error(JSON.stringify(changed.failure))
  }
  const band = { ...TEST_ENVELOPE, ...plan, currency, leastTotalMinor: 1, mostTotalMinor: null }
  const published = await publishPlanPolicy(setup, {
    ...{ creditorId, publishedBy: 'system', effectiveOn: null, basedOn: null, draftId: null },
    body: { bands: [band], overrides: [] },
  })
  if (!published.ok) throw new Error(JSON.stringify(published.failure))
}

async function registerEndpoint(setup: Setup, { id: creditorId, slug }: Creditor, origin: string): Promise<void> {
  const webhookSender = createWebhookSender({ targets: 'any' })
  const endpoint = await registerWebhookEndpoint({ ...setup, webhookSender }, { creditorId, url: `${origin}/${slug}` })
  if (!endpoint.ok) throw new Error(endpoint.failure)
}

/** Returns the numbers of the invoices. */
async function createDocuments(
  setup: Setup,
  debtor: Debtor,
  currency: CurrencyCode,
  chance: Chance,
  { invoicesEach, mostPayableMinor }: PopulationSize,
): Promise<string[]> {
  const numbers: string[] = []
  for (let index = 0; index < invoicesEach; index += 1) {
    const month = String(chance.between(1, 9)).padStart(2, '0')
    const days = { issueOn: `2026-${month}-01`, dueOn: `2026-${month}-28` }
    const payableMinor = chance.between(Math.ceil(mostPayableMinor / 100), mostPayableMinor)
    numbers.push((await createInvoice(setup, debtor, { ...days, currency, payableMinor })).number)
  }
  for (let index = 0; index < CREDIT_NOTES_EACH; index += 1) {
    await createInvoice(setup, debtor, { kind: 'credit_note', currency, payableMinor: chance.between(5_000, 500_000) })
  }
  return numbers
}

async function createLink(setup: Setup, debtor: Debtor): Promise<Omit<DebtorAccount, 'currency' | 'invoiceNumbers'>> {
  const link = await issueAccessLink(
    { ...setup, publicOrigin: 'http://127.0.0.1' },
    {
      creditorId: debtor.creditorId,
      debtorExternalId: debtor.externalId,
      scope: ['view', 'pay', 'agree'],
      lifetimeHours: null,
      locale: 'en',
      recipient: null,
      issuedBy: 'cli',
    },
  )
  if (!link.ok) throw new Error(link.failure)
  const contacts = await setup.unitOfWork.run({ kind: 'creditor', creditorId: debtor.creditorId }, ({ debtors }) =>
    debtors.listContacts(debtor.creditorId, debtor.id),
  )
  return {
    creditorId: debtor.creditorId,
    debtorId: debtor.id,
    token: link.value.url.split('/').at(-1) ?? '',
    email: contacts[0]?.email ?? '',
  }
}

function readCurrency(code: string): CurrencyCode {
  const currency = parseCurrencyCode(code)
  if (!currency) throw new RangeError(code)
  return currency
}
