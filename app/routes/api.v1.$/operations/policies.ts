import { z } from 'zod'
import type { PolicyBodies, PolicyKind } from '~/domain/creditor-policy'
import { isCurrencyCode } from '~/domain/currency'
import { DEFAULT_CURRENCY_POLICY, MOST_MARGIN_BPS, MOST_QUOTE_MINUTES, MOST_RATE_DAYS } from '~/domain/currency-policy'
import { GATEWAY_NAMES } from '~/domain/gateway-name'
import { PAYMENT_METHOD_KINDS } from '~/domain/payment-method'
import type { PolicyFaultCode } from '~/domain/policy-fault'
import type { PolicyRefusal } from '~/use-cases/change-policy'
import type { CurrentPolicy } from '~/use-cases/read-policy'
import { defineOperation, type Operation } from '../operation'
import type { Problem } from '../problem'
import { instant, minor } from '../schemas'

const currency = z
  .string()
  .refine(isCurrencyCode, 'not the ISO 4217 code of a circulating currency')
  .meta({ description: 'ISO 4217 code', example: 'EUR' })
const method = z.enum(PAYMENT_METHOD_KINDS)
const country = z.string().meta({ description: 'ISO 3166-1 alpha-2, upper case', example: 'DE' })

const currencyPolicy = z
  .strictObject({
    accepted: z.array(currency).meta({ description: 'Beside the invoices’ own currency, which is always accepted' }),
    marginBps: z
      .int()
      .default(DEFAULT_CURRENCY_POLICY.marginBps)
      .meta({ description: `On top of the reference rate, 0 to ${MOST_MARGIN_BPS}; disclosed to the debtor` }),
    showTotalIn: currency
      .nullable()
      .default(DEFAULT_CURRENCY_POLICY.showTotalIn)
      .meta({ description: 'The currency of a statement’s single total, until the debtor asks for another' }),
    quoteMinutes: z
      .int()
      .default(DEFAULT_CURRENCY_POLICY.quoteMinutes)
      .meta({ description: `How long a rate that was shown stands, 1 to ${MOST_QUOTE_MINUTES}` }),
    oldestRateDays: z
      .int()
      .default(DEFAULT_CURRENCY_POLICY.oldestRateDays)
      .meta({ description: `Older fetched rates are not quoted, 1 to ${MOST_RATE_DAYS}` }),
    quotesBundledRates: z.boolean().default(DEFAULT_CURRENCY_POLICY.quotesBundledRates).meta({
      description: 'Whether the dated table of the portal may be quoted where no fetched rate is fresh enough',
    }),
  })
  .meta({ id: 'CurrencyPolicy' })

const gatewayPolicy = z
  .strictObject({
    rules: z
      .array(
        z.strictObject({
          gateway: z.enum(GATEWAY_NAMES),
          currencies: z.array(currency).exactOptional().meta({ description: 'Of what is charged' }),
          countries: z.array(country).exactOptional().meta({ description: 'Of the debtor' }),
          methods: z.array(method).exactOptional(),
        }),
      )
      .max(100)
      .default([])
      .meta({
        description: 'In order of preference; what is left out is not narrowed. None: your gateways in their order',
      }),
    limits: z
      .array(
        z.strictObject({
          method,
          currency,
          minimumMinor: minor.exactOptional(),
          maximumMinor: minor.exactOptional(),
        }),
      )
      .max(500)
      .default([])
      .meta({ description: 'What one payment by a method may amount to' }),
  })
  .meta({ id: 'GatewayPolicy' })

const settlementPolicy = z
  .strictObject({
    writeOff: z
      .array(
        z.strictObject({
          currency,
          toleranceMinor: minor.meta({ description: 'What may be left of an invoice to be written off' }),
        }),
      )
      .meta({ description: 'At most one entry a currency' }),
  })
  .meta({ id: 'SettlementPolicy' })

const FAULT_TEXTS: Readonly<Record<PolicyFaultCode, string>> = {
  duplicate: 'is there already',
  out_of_range: 'is out of range',
  minimum_above_maximum: 'is less than the minimum',
  no_limit: 'has neither a minimum nor a maximum',
  gateway_not_available: 'is none of your gateways',
  not_a_country: 'is not two upper-case letters',
}

const basedOnQuery = z.strictObject({
  basedOn: z.coerce.number().int().min(0).optional().meta({
    description: 'The version that you read: 409 where another one counts by now',
    type: 'integer',
  }),
})

function toProblem(refusal: PolicyRefusal): Problem {
  if (refusal.kind === 'changed_meanwhile') {
    return { problem: 'policy-changed', detail: `version ${refusal.version} counts now` }
  }
  const errors = refusal.faults.map(({ pointer, code }) => ({ in: 'body', pointer, detail: FAULT_TEXTS[code] }))
  return { problem: 'policy-refused', members: { errors } }
}

/** The two operations of a kind. They have a path each, so that the description says exactly what a body is. */
function definePolicy<Kind extends PolicyKind>(
  kind: Kind,
  name: string,
  subject: string,
  body: z.ZodType<PolicyBodies[Kind]>,
): Operation[] {
  const answer = z
    .object({
      kind: z.literal<PolicyKind>(kind),
      version: z.int().meta({ description: '0 while you have said nothing and the defaults count' }),
      changedAt: instant.nullable(),
      changedBy: z.string().nullable().meta({ description: 'user:<id>, key:<id> or system' }),
      policy: body,
    })
    .meta({ id: `Current${name}` })
  const toBody = ({ version, changedAt, changedBy, body: policy }: CurrentPolicy<Kind>) => ({
    body: { kind, version, changedAt: changedAt?.toISOString() ?? null, changedBy, policy },
  })
  const output = { status: 200, schema: answer }
  return [
    defineOperation({
      method: 'GET',
      path: `/policies/${kind}`,
      id: `get${name}`,
      summary: `Read ${subject}`,
      output,
      async handle({ app, creditor }) {
        return toBody(await app.readPolicy({ creditorId: creditor.id, kind }))
      },
    }),
    defineOperation({
      method: 'PUT',
      path: `/policies/${kind}`,
      id: `put${name}`,
      summary: `Change ${subject}`,
      description: 'Replaces the whole policy by a new version. The same policy again changes nothing.',
      querySchema: basedOnQuery,
      body,
      output,
      problems: ['policy-refused', 'policy-changed'],
      async handle({ app, creditor, apiKeyId, query, body: wanted }) {
        const changed = await app.changePolicy({
          creditorId: creditor.id,
          kind,
          body: wanted,
          changedBy: `key:${apiKeyId}`,
          basedOn: query.basedOn ?? null,
        })
        return changed.ok ? toBody(changed.value) : toProblem(changed.failure)
      },
    }),
  ]
}

export const policyOperations: readonly Operation[] = [
  ...definePolicy(
    'currency',
    'CurrencyPolicy',
    'in which currencies debtors may pay, and at which margin',
    currencyPolicy,
  ),
  ...definePolicy(
    'gateway',
    'GatewayPolicy',
    'which gateway takes which payment, and limits per method',
    gatewayPolicy,
  ),
  ...definePolicy('settlement', 'SettlementPolicy', 'which small remainders are written off', settlementPolicy),
]
