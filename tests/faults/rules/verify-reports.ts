/** What the creditor was told: the outcome log, its deliveries, and what the receiver has. */
import { Webhook } from 'standardwebhooks'
import { toReportedEvent } from '~/domain/outcome-event'
import { toCanonicalJson, verifyChain } from '~/domain/outcome-event-chain'
import { hasPaymentSucceeded, PAYMENT_EDGES } from '~/domain/payment'
import type { Books, OutcomeEventRow } from './books'
import { FaultList, groupBy, sumMinor, type Fault } from './verify-books'

/** What reports that money went back or came again; the edges after success do not say which way. */
const WENT_BACK = ['payment.refunded', 'payment.charged_back', 'payment.reinstated']

export function verifyReports(books: Books): Fault[] {
  const list = new FaultList()
  verifyLog(books, list)
  verifyPaymentEvents(books, list)
  verifyBalancesFromLog(books, list)
  verifyDeliveries(books, list)
  verifyReceived(books, list)
  return list.faults
}

function verifyLog({ outcomeEvents, logHeads }: Books, list: FaultList): void {
  const eventsOf = groupBy(outcomeEvents, (event) => event.creditorId)
  for (const { creditorId, sequence, hash } of logHeads) {
    const events = eventsOf(creditorId)
    const verification = verifyChain(events, undefined, { sequence, hash })
    list.demand('chain', verification.whole, () => `creditor ${creditorId}: ${JSON.stringify(verification)}`)
    const isNumbered = events.every((event) => event.body.sequence === event.sequence && event.body.id === event.id)
    list.demand('chain', isNumbered, () => `creditor ${creditorId}: a body says another sequence or id`)
  }
}

/** Each edge that a payment took says which event reports it: as many of each must be in the log. */
function verifyPaymentEvents({ payments, transitions, outcomeEvents, applications }: Books, list: FaultList): void {
  const eventsOf = groupBy(outcomeEvents, (event) => event.body.data.payment?.id ?? null)
  const transitionsOf = groupBy(transitions, (transition) => transition.paymentId)
  for (const { id, status } of payments) {
    const edges = transitionsOf(id)
    const due = edges.flatMap(({ fromStatus, toStatus }) => PAYMENT_EDGES[fromStatus][toStatus] ?? [])
    const wentBackCount = edges.filter(({ fromStatus }) => hasPaymentSucceeded(fromStatus)).length
    const all = eventsOf(id).map((event) => event.body.type)
    const told = all.filter((type) => !WENT_BACK.includes(type))
    list.demand(
      'payment-events',
      all.length - told.length === wentBackCount,
      () => `payment ${id} ${status}: ${wentBackCount} changes of what is kept, told ${all.join()}`,
    )
    list.demand(
      'payment-events',
      due.toSorted().join() === told.toSorted().join(),
      () => `payment ${id} ${status}: due ${due.join()}, told ${told.join()}`,
    )
  }
  const known = new Set(payments.map((payment) => payment.id))
  for (const { body } of outcomeEvents) {
    const paymentId = body.data.payment?.id
    list.demand('payment-events', paymentId === undefined || known.has(paymentId), () => `event ${body.id}`)
  }
  const creditorIds = new Set(outcomeEvents.map((event) => event.creditorId))
  for (const creditorId of creditorIds) {
    const own = outcomeEvents.filter((event) => event.creditorId === creditorId && event.body.type === 'credit.applied')
    const used = applications.filter((application) => application.creditorId === creditorId)
    const toldMinor = own.map((event) => sumUses(event)).toSorted((left, right) => left - right)
    const usedMinor = used.map(({ amountMinor }) => amountMinor).toSorted((left, right) => left - right)
    list.demand('payment-events', toldMinor.join() === usedMinor.join(), () => `credits used at ${creditorId}`)
  }
}

/** Whoever adds up the log has the balances: the collection record is right. */
function verifyBalancesFromLog({ outcomeEvents, invoices, unappliedCredits }: Books, list: FaultList): void {
  const movedMinor = new Map<string, number>()
  const add = (key: string, minor: number) => movedMinor.set(key, (movedMinor.get(key) ?? 0) + minor)
  for (const { creditorId, body } of outcomeEvents) {
    for (const { kind, number, amountMinor } of body.data.invoices ?? []) {
      add(`${creditorId} ${kind} ${number}`, amountMinor)
    }
    for (const { id, amountMinor } of body.data.unappliedCredits ?? []) add(id, amountMinor)
  }
  for (const { creditorId, kind, number, payableMinor, openMinor } of invoices) {
    const told = movedMinor.get(`${creditorId} ${kind} ${number}`) ?? 0
    list.demand(
      'log-adds-up',
      payableMinor - told === openMinor,
      () => `${kind} ${number}: told ${told}, open ${openMinor}`,
    )
  }
  for (const { id, openMinor } of unappliedCredits) {
    list.demand('log-adds-up', movedMinor.get(id) === openMinor, () => `credit ${id}: open ${openMinor}`)
  }
}

function verifyDeliveries({ endpoints, outcomeEvents, deliveries }: Books, list: FaultList): void {
  const deliveriesOf = groupBy(deliveries, (delivery) => `${delivery.endpointId} ${delivery.eventId}`)
  for (const endpoint of endpoints) {
    for (const event of outcomeEvents.filter(({ creditorId }) => creditorId === endpoint.creditorId)) {
      const statuses = deliveriesOf(`${endpoint.id} ${event.id}`).map((delivery) => delivery.status)
      list.demand('delivered', statuses.join() === 'delivered', () => `event ${event.sequence}: ${statuses.join()}`)
    }
  }
}

function verifyReceived({ received, outcomeEvents, endpoints }: Books, list: FaultList): void {
  const eventById = new Map(outcomeEvents.map((event) => [event.id, event]))
  const seen = new Set(received.map((message) => message.id))
  const listening = new Set(endpoints.map(({ creditorId }) => creditorId))
  for (const event of outcomeEvents.filter(({ creditorId }) => listening.has(creditorId))) {
    list.demand('received', seen.has(event.id), () => `event ${event.sequence} of ${event.creditorId} never arrived`)
  }
  const signers = new Map(endpoints.map(({ creditorId, secrets }) => [creditorId, new Webhook(secrets[0] ?? '')]))
  for (const { id, headers, body } of received) {
    const event = eventById.get(id)
    list.demand('received', event !== undefined, () => `message ${id} is no event`)
    if (!event) continue
    const isOwn = body === toCanonicalJson(toReportedEvent(event))
    list.demand('received', isOwn, () => `message ${id} has another content`)
    list.demand('received', isSigned(signers.get(event.creditorId), body, headers), () => `message ${id} is not signed`)
  }
}

/** By its own timestamp: the test may look at it long after a receiver would have. */
function isSigned(signer: Webhook | undefined, body: string, headers: Record<string, string>): boolean {
  const sentAt = new Date(Number(headers['webhook-timestamp']) * 1000)
  return signer !== undefined && headers['webhook-signature'] === signer.sign(headers['webhook-id'] ?? '', sentAt, body)
}

/** What credits settled of invoices; what was let go with it is told beside it. */
function sumUses({ body }: OutcomeEventRow): number {
  const isUse = (settledBy?: string) => settledBy !== 'discount' && settledBy !== 'write_off'
  const uses = body.data.invoices?.filter(({ kind, settledBy }) => kind === 'invoice' && isUse(settledBy)) ?? []
  return sumMinor(uses, (invoice) => invoice.amountMinor)
}
