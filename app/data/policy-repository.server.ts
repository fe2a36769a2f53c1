import { z } from 'zod'
import { DEFAULT_POLICIES, type PolicyBodies, type PolicyKind, type PolicyVersion } from '~/domain/creditor-policy'
import { DEFAULT_CURRENCY_POLICY } from '~/domain/currency-policy'
import { isCurrencyCode } from '~/domain/currency'
import { PAUSE_MODES } from '~/domain/contact-policy'
import { GATEWAY_NAMES } from '~/domain/gateway-name'
import type { CreditorId } from '~/domain/ids'
import { PAYMENT_METHOD_KINDS } from '~/domain/payment-method'
import type { PolicyRepository } from '~/use-cases/ports/policy-repository'
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
