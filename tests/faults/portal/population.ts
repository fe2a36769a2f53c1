/** Creditors with an endpoint, a key of the API and policies; debtors with a link, invoices and credit notes. */
import { openDatabase } from '~/data/database.server'
import { createJobRunner } from '~/data/job-queue.server'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import type { Creditor } from '~/domain/creditor'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { DEFAULT_CURRENCY_POLICY } from '~/domain/currency-policy'
import type { Debtor } from '~/domain/debtor'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { createIdSource } from '~/platform/ids.server'
import { createWebhookSender } from '~/reporting/webhook-sender.server'
import { changePolicy } from '~/use-cases/change-policy'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { issueApiKey } from '~/use-cases/issue-api-key'
import { registerWebhookEndpoint } from '~/use-cases/register-webhook-endpoint'
import { createCreditor } from '../../factories/creditors'
import { createDebtor } from '../../factories/debtors'
import { createInvoice } from '../../factories/invoices'
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

/** Each prefers another provider, so that each stands in for the other; they owe in two currencies. */
const CREDITORS = [
  { gateways: ['stripe', 'adyen'], currency: EURO, accepted: [DOLLAR, YEN], marginBps: 150, toleranceMinor: 25 },
  { gateways: ['adyen', 'stripe'], currency: POUND, accepted: [EURO], marginBps: 0, toleranceMinor: null },
] as const

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
  { accepted, marginBps, currency, toleranceMinor }: (typeof CREDITORS)[number],
): Promise<void> {
  const common = { creditorId, changedBy: 'system', basedOn: null }
  const currencies = { ...DEFAULT_CURRENCY_POLICY, accepted: [...accepted], marginBps, quotesBundledRates: true }
  const changed = await changePolicy(setup, { ...common, kind: 'currency', body: currencies })
  if (!changed.ok) throw new Error(JSON.stringify(changed.failure))
  if (toleranceMinor === null) return
  const settled = await changePolicy(setup, {
    ...common,
    kind: 'settlement',
    body: { writeOff: [{ currency, toleranceMinor }] },
  })
  if (!settled.ok) throw new Error(JSON.stringify(settled.failure))
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
      scope: ['view', 'pay'],
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
