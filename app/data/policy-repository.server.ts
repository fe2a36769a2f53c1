import { z } from 'zod'
import { LOGO_MEDIA_TYPES } from '~/domain/brand-policy'
import { DEFAULT_POLICIES, type PolicyBodies, type PolicyKind, type PolicyVersion } from '~/domain/creditor-policy'
import { DEFAULT_CURRENCY_POLICY } from '~/domain/currency-policy'
import { isCurrencyCode } from '~/domain/currency'
import { DISCOUNT_CORRECTIONS, DISCOUNT_RULES, DISCOUNT_TAX_MODES } from '~/domain/discount-policy'
import { PAUSE_MODES } from '~/domain/contact-policy'
import { GATEWAY_NAMES } from '~/domain/gateway-name'
import type { CreditorId } from '~/domain/ids'
import { PAYMENT_METHOD_KINDS } from '~/domain/payment-method'
import { OFFER_APPROVALS } from '~/domain/settlement-offer-policy'
import type { PolicyRepository } from '~/use-cases/ports/policy-repository'
import { interestPolicySchema } from './interest-policy-schema'
import type { PrismaTransaction } from './database.server'
import type { CreditorPolicy as PolicyRow } from './generated/client'

const currency = z.string().refine(isCurrencyCode)
const method = z.enum(PAYMENT_METHOD_KINDS)
const minor = z.int()
const jsonObject = z.record(z.string(), z.json())

/** Versions are kept for good: what a later portal adds to a policy has its default in those written before. */
const storedBodies: { readonly [Kind in PolicyKind]: z.ZodType<PolicyBodies[Kind]> } = {
  currency: z.object({
    accepted: z.array(currency).readonly(),
    marginBps: z.int(),
    showTotalIn: currency.nullable(),
    quoteMinutes: z.int(),
    oldestRateDays: z.int().default(DEFAULT_CURRENCY_POLICY.oldestRateDays),
    quotesBundledRates: z.boolean().default(DEFAULT_CURRENCY_POLICY.quotesBundledRates),
  }),
  gateway: z.object({
    rules: z.array(
      z.object({
        gateway: z.enum(GATEWAY_NAMES),
        currencies: z.array(currency).exactOptional(),
        countries: z.array(z.string()).exactOptional(),
        methods: z.array(method).exactOptional(),
      }),
    ),
    limits: z.array(
      z.object({ method, currency, minimumMinor: minor.exactOptional(), maximumMinor: minor.exactOptional() }),
    ),
  }),
  settlement: z.object({ writeOff: z.array(z.object({ currency, toleranceMinor: minor })) }),
  dispute: z.object({ creditorDays: z.int(), debtorDays: z.int() }),
  contact: z.object({
    pauses: z.enum(PAUSE_MODES),
    mostPauseDays: z.int(),
    pausesPerYear: z.int(),
    accountCoolingDays: z.int(),
  }),
  promise: z.object({
    isOffered: z.boolean(),
    mostDays: z.int(),
    leastShareBps: z.int(),
    promisesPerYear: z.int(),
    brokenPerYear: z.int(),
    graceDays: z.int(),
    pausesChasing: z.boolean(),
  }),
  'settlement-offer': z.object({
    isOffered: z.boolean(),
    leastDaysLate: z.int(),
    lowestShareBps: z.int(),
    acceptedShareBps: z.int(),
    approval: z.enum(OFFER_APPROVALS),
    mostDaysToPay: z.int(),
    answerDays: z.int(),
    graceDays: z.int(),
  }),
  brand: z.object({
    logo: z
      .object({ sha256: z.string(), mediaType: z.enum(LOGO_MEDIA_TYPES), width: z.int(), height: z.int() })
      .nullable(),
  }),
  reminder: z.object({
    isOn: z.boolean(),
    reminderDays: z.array(z.int()).readonly(),
    demandDays: z.array(z.int()).readonly(),
    demandTermDays: z.int(),
    handOverDay: z.int().nullable(),
    enclosesCopies: z.boolean(),
    weekdaysOnly: z.boolean(),
    fromHour: z.int(),
    untilHour: z.int(),
    notes: z.array(z.object({ language: z.string(), text: z.string() })).readonly(),
  }),
  discount: z.object({
    honoursDocuments: z.boolean(),
    tiers: z.array(z.object({ days: z.int(), rateBps: z.int() })),
    rule: z.enum(DISCOUNT_RULES),
    taxMode: z.enum(DISCOUNT_TAX_MODES),
    correction: z.enum(DISCOUNT_CORRECTIONS),
    transferDays: z.int(),
    disputeGraceDays: z.int(),
    sliding: z
      .object({
        yearlyRateBps: z.int(),
        leastDays: z.int(),
        mostRateBps: z.int(),
        debtors: z.array(z.string()),
      })
      .nullable(),
  }),
  interest: interestPolicySchema,
}

export function createPolicyRepository(prisma: PrismaTransaction): PolicyRepository {
  async function listVersions<Kind extends PolicyKind>(creditorId: CreditorId, kind: Kind, limit: number) {
    const rows = await prisma.creditorPolicy.findMany({
      where: { creditorId, kind },
      orderBy: { version: 'desc' },
      take: limit,
    })
    return rows.map((row) => toVersion(row, kind))
  }
  async function findNewest<Kind extends PolicyKind>(creditorId: CreditorId, kind: Kind) {
    const [newest] = await listVersions(creditorId, kind, 1)
    return newest ?? null
  }
  return {
    listVersions,
    findNewest,
    async read(creditorId, kind) {
      return (await findNewest(creditorId, kind))?.body ?? DEFAULT_POLICIES[kind]
    },
    async append({ body, ...version }) {
      const { count } = await prisma.creditorPolicy.createMany({
        data: [{ ...version, body: jsonObject.parse(body) }],
        skipDuplicates: true,
      })
      return count === 1
    },
  }
}

function toVersion<Kind extends PolicyKind>(row: PolicyRow, kind: Kind): PolicyVersion<Kind> {
  const schema: z.ZodType<PolicyBodies[Kind]> = storedBodies[kind]
  return { ...row, creditorId: row.creditorId as CreditorId, kind, body: schema.parse(row.body) }
}
