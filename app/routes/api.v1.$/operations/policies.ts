import { z } from 'zod'
import type { PolicyBodies, PolicyKind } from '~/domain/creditor-policy'
import type { PolicyFaultCode } from '~/domain/policy-fault'
import type { PolicyRefusal } from '~/use-cases/change-policy'
import type { CurrentPolicy } from '~/use-cases/read-policy'
import { promisePolicy, settlementOfferPolicy } from './agreement-policy-bodies'
import { defineOperation, type Operation } from '../operation'
import type { Problem } from '../problem'
import { instant } from '../schemas'
import { discountPolicy } from './discount-policy-body'
import { interestPolicy } from './interest-policy-body'
import { reminderPolicy } from './reminder-policy-body'
import { contactPolicy, currencyPolicy, disputePolicy, gatewayPolicy, settlementPolicy } from './policy-bodies'

export const FAULT_TEXTS: Readonly<Record<PolicyFaultCode, string>> = {
  duplicate: 'is there already',
  overlaps: 'overlaps an earlier one',
  source_missing: 'has to name who published it',
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
  ...definePolicy('discount', 'DiscountPolicy', 'what is let go for being paid early', discountPolicy),
  ...definePolicy('promise', 'PromisePolicy', 'whether and how debtors may promise to pay', promisePolicy),
  ...definePolicy(
    'settlement-offer',
    'SettlementOfferPolicy',
    'whether and how debtors may offer a reduced sum in full and final settlement',
    settlementOfferPolicy,
  ),
  ...definePolicy(
    'interest',
    'InterestPolicy',
    'whether late interest is asked for, and on which terms',
    interestPolicy,
  ),
  ...definePolicy('dispute', 'DisputePolicy', 'within how many days each side of a dispute answers', disputePolicy),
  ...definePolicy('reminder', 'ReminderPolicy', 'when debtors are reminded of open invoices', reminderPolicy),
  ...definePolicy(
    'contact',
    'ContactPolicy',
    'pauses of reminders, and how long a new bank account waits',
    contactPolicy,
  ),
]
