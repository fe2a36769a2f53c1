import { z } from 'zod'
import type { Answer } from './answer'
import { refuseContent, refuseStructure } from './answer'
import { checkAmount, checkReference, checkStoring, decideCapture, decideExpiry } from './checks'
import { Checkout } from './checkout'
import type { Request } from './endpoints'
import { createId, createOpaqueText, formatInstant } from './references'
import { REQUEST_SCHEMAS } from './requests'
import type { World } from './world'

/** A session lives an hour, and at most a day. */
const LIFE = { defaultHours: 1, mostHours: 24 }

export function createSession(world: World, { body }: Request): Answer {
  const request = REQUEST_SCHEMAS.createSession.parse(body)
  checkAmount(request.amount, { mayBeZero: request.storePaymentMethodMode === 'enabled' })
  checkReference(request.reference)
  checkStoring(request)
  if (!URL.canParse(request.returnUrl)) throw refuseContent("Field 'returnUrl' is not valid.")
  const expiresAt = decideExpiry(world, request.expiresAt, LIFE)
  const id = createId('CS')
  const url = `${world.origin()}/hosted/${id}`
  const facts = {
    ...{ kind: 'session' as const, id, url, expiresAt, isReusable: false },
    ...{ amount: request.amount, reference: request.reference, returnUrl: request.returnUrl },
    capture: decideCapture(world, request),
    shopperReference: request.shopperReference,
    storing: request.storePaymentMethodMode ?? ('disabled' as const),
    recurringProcessingModel: request.recurringProcessingModel,
    ...{ allowed: request.allowedPaymentMethods, blocked: request.blockedPaymentMethods },
    echo: z.looseObject({}).parse(body),
  }
  world.ledger.checkouts.set(id, new Checkout(facts, () => world.now()))
  const access = request.mode === 'hosted' ? { url } : { sessionData: createOpaqueText() }
  return { status: 201, body: { ...facts.echo, id, expiresAt: formatInstant(expiresAt), ...access } }
}

/** Tells how a session stood when the payer returned from it, and only to who holds that return's sessionResult. */
export function readSessionResult(world: World, { id, query }: Request): Answer {
  const sessionResult = query.get('sessionResult')
  if (sessionResult === null) throw refuseStructure("Required query parameter 'sessionResult' is not provided.")
  const checkout = world.ledger.checkouts.get(id)
  const snapshot = checkout?.facts.kind === 'session' ? checkout.snapshots.get(sessionResult) : undefined
  if (!checkout || !snapshot) throw refuseContent('Invalid session result')
  const payments = snapshot.payments.map(({ pspReference, facts, status }) => ({
    pspReference,
    amount: facts.amount,
    resultCode: status === 'pending' ? 'Pending' : 'Authorised',
    paymentMethod: { type: facts.paymentMethod },
  }))
  const { status } = snapshot
  return { status: 200, body: { id, status, reference: checkout.facts.reference, payments } }
}
