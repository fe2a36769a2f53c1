/** Errors of the API: RFC 9457 problem details. A problem's `type` is stable; programs go by it, people read the rest. */

const KINDS = {
  'malformed-request': [400, 'The request cannot be read'],
  'invalid-request': [400, 'A parameter or field is not valid'],
  'idempotency-key-missing': [400, 'A POST needs an Idempotency-Key header of 1 to 255 characters'],
  unauthorized: [401, 'A valid API key is needed'],
  'not-found': [404, 'There is no such resource'],
  'unknown-debtor': [404, 'There is no debtor with that external id'],
  'unknown-invoice': [404, 'The debtor has no such invoice'],
  'unknown-payment': [404, 'There is no such payment'],
  'unknown-credit': [404, 'The payment has left no such credit'],
  'unknown-dispute': [404, 'There is no such dispute'],
  'unknown-discount-note': [404, 'There is no credit note of a discount with that number'],
  'unknown-file': [404, 'The dispute has no such file'],
  'unknown-endpoint': [404, 'There is no such webhook endpoint'],
  'unknown-plan': [404, 'There is no such payment plan, or it has no agreement'],
  'unknown-promise': [404, 'There is no such promise to pay'],
  'unknown-settlement-offer': [404, 'There is no such settlement offer'],
  'unknown-contact-request': [404, 'There is no such request'],
  'unknown-hold': [404, 'There is no such hold of reminders, or it has ended'],
  'method-not-allowed': [405, 'The resource does not know that method'],
  'policy-changed': [409, 'The policy was changed since you read it'],
  'dispute-changed': [409, 'Something happened in the dispute since the version you read: see version and entries'],
  'dispute-step-impossible': [409, 'That step cannot be taken now: see disputeStatus'],
  'plan-changed': [409, 'Something happened with the plan since the version you read: see version'],
  'plan-step-impossible': [409, 'That step cannot be taken now: see planStatus'],
  'plan-refused': [409, 'The plan cannot be agreed or shaped like that: see reason'],
  'number-taken': [409, 'There is a credit note of that number already'],
  'request-in-progress': [409, 'The first request with this Idempotency-Key is still being answered'],
  'request-cut-short': [
    409,
    'An earlier request with this Idempotency-Key was cut short: see what it did, then ask again with another key',
  ],
  'not-refundable': [409, 'Nothing of it can be asked back: see status, gateway and reversals'],
  'not-correctable': [409, 'Only payments entered by hand and bank transfers are corrected; others are refunded'],
  'amount-too-high': [409, 'That is more than is left: see refundableMinor'],
  'endpoint-exists': [409, 'That URL is registered already'],
  'endpoint-disabled': [409, 'The endpoint is disabled: register it again'],
  'too-many-endpoints': [409, 'There are as many endpoints as are allowed'],
  'contact-request-decided': [409, 'The request was decided before'],
  'promise-over': [409, 'The promise has ended'],
  'promise-impossible': [409, 'No promise can be taken down now: see detail'],
  'settlement-step-impossible': [409, 'That step cannot be taken now: see detail'],
  'no-pause-running': [409, 'No pause of reminders runs on that request'],
  'content-too-large': [413, 'The request body is too large'],
  'unsupported-media-type': [415, 'The request body is of a type that is not read here'],
  'idempotency-key-reused': [422, 'The Idempotency-Key was used for another request'],
  'documents-refused': [422, 'None of the documents could be taken in'],
  'policy-refused': [422, 'The policy is not one that can count'],
  'hold-refused': [422, 'Reminders cannot be held like that'],
  'contact-decision-refused': [422, 'The request cannot be decided like that'],
  'payoff-quote-refused': [422, 'No such quote can be given: see detail'],
  'promise-refused': [422, 'The promise is outside your own bounds: see errors'],
  'settlement-refused': [422, 'The offer cannot stand like that: see errors'],
  'grant-refused': [422, 'That cannot be granted: see errors'],
  'unusable-url': [422, 'Webhooks are not sent to that URL'],
  'rate-limited': [429, 'Too many requests'],
  'internal-error': [500, 'Something went wrong on our side'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ProblemKind = keyof typeof KINDS

export interface Problem {
  readonly problem: ProblemKind
  /** What is wrong in this case. */
  readonly detail?: string
  /** Further members of the body. */
  readonly members?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

export function getProblemStatus(kind: ProblemKind): number {
  return KINDS[kind][0]
}

export function getProblemTitle(kind: ProblemKind): string {
  return KINDS[kind][1]
}

/** A name, not an address: it is the same at every installation. */
export function getProblemType(kind: ProblemKind): string {
  return `urn:quittance:problem:${kind}`
}

export function answerProblem({ problem, detail, members, headers }: Problem): Response {
  const status = getProblemStatus(problem)
  const body = {
    type: getProblemType(problem),
    title: getProblemTitle(problem),
    status,
    ...(detail === undefined ? {} : { detail }),
    ...members,
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Cache-Control': 'no-store', ...headers, 'Content-Type': 'application/problem+json' },
  })
}
