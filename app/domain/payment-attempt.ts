/**
 * What a provider was asked for a payment, and what came of it: decides whether another provider may be asked, and what
 * an event is about.
 *
 * Nothing is ever asked of a second provider while a first may have done it. An attempt without an answer (its process
 * died) counts like one whose answer was `uncertain`.
 */
import type { LifecycleEventKind, PaymentStatus } from './payment'

/** `checkout`: a page on which the payer pays. `charge`: of a kept method, at once. */
export type AttemptKind = 'checkout' | 'charge'

/**
 * `made`: there is a checkout, or the charge went through or is being decided. `unavailable`: nothing was done for
 * sure. `uncertain`: it may have been. `authentication_required`: the bank wants the payer; the charge is closed.
 */
export const ATTEMPT_OUTCOMES = ['made', 'unavailable', 'uncertain', 'rejected', 'authentication_required'] as const

export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number]

export interface AttemptState {
  readonly kind: AttemptKind
  readonly gateway: string
  /** Null until there is an answer. */
  readonly outcome: AttemptOutcome | null
  readonly gatewayReference: string | null
}

/** True when no provider can have done anything so far. */
export function mayAskAnotherGateway(attempts: readonly Pick<AttemptState, 'outcome'>[]): boolean {
  return attempts.every(({ outcome }) => outcome === 'unavailable')
}

/** What is to be asked next: a kept method is charged until the bank asks for the payer, who then gets a page. */
export function chooseAttemptKind(
  payment: { readonly savedMethodId: string | null },
  attempts: readonly Pick<AttemptState, 'kind' | 'outcome'>[],
): AttemptKind {
  if (payment.savedMethodId === null) return 'checkout'
  return attempts.some(isSuperseded) ? 'checkout' : 'charge'
}

/** A charge may have gone through that nobody has told us of: the payment must not be given up yet. */
export function mayHaveCharged(attempts: readonly Pick<AttemptState, 'kind' | 'outcome'>[]): boolean {
  return listDoubtful(attempts).length > 0
}

/** When the first charge was asked for of which nobody knows whether it went through; null where there is none. */
export function findDoubtSince(
  attempts: readonly (Pick<AttemptState, 'kind' | 'outcome'> & { readonly askedAt: Date })[],
): Date | null {
  return listDoubtful(attempts).reduce<Date | null>(
    (first, { askedAt }) => (first === null || askedAt < first ? askedAt : first),
    null,
  )
}

function listDoubtful<Attempt extends Pick<AttemptState, 'kind' | 'outcome'>>(attempts: readonly Attempt[]): Attempt[] {
  const charges = attempts.filter(({ kind }) => kind === 'charge')
  // The answer to one repetition is the answer to all of them: their key is the same.
  const isAnswered = charges.some(({ outcome }) => outcome !== null && ANSWERS.includes(outcome))
  return isAnswered ? [] : charges.filter(({ outcome }) => outcome === null || outcome === 'uncertain')
}

const ANSWERS: readonly AttemptOutcome[] = ['made', 'rejected', 'authentication_required']

/**
 * What an event about the way to success or failure means in view of the attempts; null where it means what it says.
 * `ignored`: it is about a charge that a page has taken the place of, or a page that another has. `waiting`: a charge is
 * being asked for, and the provider's own answer to it says what kind of failure this is. Once the provider has told that
 * it took the charge, nobody asks for it again, and a failure is one.
 */
export function judgeEventByAttempts(
  payment: { readonly gatewayReference: string | null; readonly status: PaymentStatus },
  attempts: readonly AttemptState[],
  event: { readonly kind: LifecycleEventKind; readonly references: readonly string[] },
): 'ignored' | 'waiting' | null {
  if (event.kind === 'payment_succeeded') return null
  const current = payment.gatewayReference
  const isAboutAnother = attempts.some(
    (attempt) =>
      attempt.gatewayReference !== null &&
      event.references.includes(attempt.gatewayReference) &&
      (isSuperseded(attempt) || (current !== null && current !== attempt.gatewayReference)),
  )
  if (isAboutAnother) return 'ignored'
  const isEnding = event.kind !== 'payment_processing'
  return isEnding && payment.status === 'created' && mayHaveCharged(attempts) ? 'waiting' : null
}

function isSuperseded({ kind, outcome }: Pick<AttemptState, 'kind' | 'outcome'>): boolean {
  return kind === 'charge' && outcome === 'authentication_required'
}
