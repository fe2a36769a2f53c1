import { z } from 'zod'
import { refuseContent, type Answer } from './answer'
import { checkAmount, checkReference, checkStoring, decideCapture, decideExpiry } from './checks'
import { Checkout } from './checkout'
import type { Request } from './endpoints'
import { createId } from './references'
import { REQUEST_SCHEMAS } from './requests'
import type { World } from './world'

/** A link lives a day, and at most 70. */
const LIFE = { defaultHours: 24, mostHours: 70 * 24 }

export function createPaymentLink(world: World, { body }: Request): Answer {
  const request = REQUEST_SCHEMAS.createPaymentLink.parse(body)
  checkAmount(request.amount)
  checkReference(request.reference)
  checkStoring(request)
  if (request.returnUrl !== undefined && !URL.canParse(request.returnUrl)) {
    throw refuseContent("Field 'returnUrl' is not valid.")
  }
  const id = createId('PL')
  const facts = {
    ...{ kind: 'link' as const, id, url: `${world.origin()}/hosted/${id}` },
    ...{ amount: request.amount, reference: request.reference, returnUrl: request.returnUrl },
    expiresAt: decideExpiry(world, request.expiresAt, LIFE),
    capture: decideCapture(world, request),
    isReusable: request.reusable === true,
    shopperReference: request.shopperReference,
    storing: request.storePaymentMethodMode ?? ('disabled' as const),
    recurringProcessingModel: request.recurringProcessingModel,
    ...{ allowed: request.allowedPaymentMethods, blocked: request.blockedPaymentMethods },
    echo: z.looseObject({}).parse(body),
  }
  const link = new Checkout(facts, () => world.now())
  world.ledger.checkouts.set(id, link)
  return { status: 201, body: describeLink(link) }
}

export function readPaymentLink(world: World, { id }: Request): Answer {
  return { status: 200, body: describeLink(findLink(world, id)) }
}

/** Ends a link that nobody has used. One that was paid, is being paid or has ended stays as it is. */
export function updatePaymentLink(world: World, { id }: Request): Answer {
  const link = findLink(world, id)
  if (link.status !== 'active') throw refuseContent(`Payment link with status '${link.status}' cannot be updated.`)
  link.expire()
  return { status: 200, body: describeLink(link) }
}

function findLink(world: World, id: string): Checkout {
  const checkout = world.ledger.checkouts.get(id)
  if (checkout?.facts.kind !== 'link') throw refuseContent('Payment link was not found.')
  return checkout
}

function describeLink(link: Checkout): object {
  const { id, url, echo, expiresAt, isReusable } = link.facts
  const instant = `${expiresAt.toISOString().slice(0, 19)}Z`
  return { ...echo, reusable: isReusable, expiresAt: instant, id, status: link.status, url }
}
