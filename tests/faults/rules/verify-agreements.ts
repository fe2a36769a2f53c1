/** What was agreed: instalments, settlements and promises beside the money that came for them, and what was reported. */
import { isPlanInForce } from '~/domain/payment-plan'
import { computeWaived, OFFER_EVENTS, takeOfferStep, type SettlementOfferStatus } from '~/domain/settlement-offer'
import { readCollection, type OfferRow } from './agreement-books'
import type { Books } from './books'
import { FaultList, groupBy, sumMinor, type Fault } from './verify-books'

/** What each step of a plan reports, of those that are to come to pass once for each time it is told. */
const PLAN_STEP_EVENTS: Readonly<Record<string, string>> = {
  agreed: 'plan.agreed',
  completed: 'plan.completed',
  defaulted: 'plan.defaulted',
  canceled: 'plan.canceled',
  instalment_paid: 'instalment.paid',
  instalment_missed: 'instalment.missed',
}

/** Steps that a plan takes once at most. */
const ONCE = ['agreed', 'completed', 'defaulted', 'canceled']

/** The rules about money: they hold as soon as the portal knows all. */
export function verifyAgreedMoney(books: Books): Fault[] {
  const list = new FaultList()
  verifyPlans(books, list)
  verifyCollections(books, list)
  verifySettlements(books, list)
  verifyDecided(books, list)
  return list.faults
}

export function verifyAgreements(books: Books): Fault[] {
  const list = new FaultList()
  verifyPromiseEvents(books, list)
  verifyOfferSteps(books, list)
  verifyPlanEvents(books, list)
  verifyWrittenOff(books, list)
  verifyTold(books, list)
  return [...verifyAgreedMoney(books), ...list.faults]
}

/** What instalments have paid is what is settled of their plan's invoices, and what is left is set aside on these. */
function verifyPlans({ plans, instalments, planInvoices, invoices, payments }: Books, list: FaultList): void {
  const instalmentsOf = groupBy(instalments, ({ planId }) => planId)
  const sharesOf = groupBy(planInvoices, ({ planId }) => planId)
  const ended = new Set(payments.map(({ id }) => id))
  for (const plan of plans.filter(({ status }) => isPlanInForce(status) || status === 'completed')) {
    const [own, shares] = [instalmentsOf(plan.id), sharesOf(plan.id)]
    const paidMinor = sumMinor(own, (row) => row.paidMinor)
    const describe = () => `${JSON.stringify(plan)}: ${JSON.stringify(own)}, ${JSON.stringify(shares)}`
    list.demand('plan-balance', paidMinor === sumMinor(shares, (row) => row.settledMinor), describe)
    const isWhole = [own, shares].every((rows) => sumMinor<{ amountMinor: number }>(rows, amountOf) === plan.totalMinor)
    list.demand('plan-balance', isWhole, describe)
    const isPaid = own.every(
      ({ status, amountMinor, ...row }) => (status === 'paid') === (row.paidMinor === amountMinor),
    )
    const isOver = own.every(({ status }) => status === 'paid')
    list.demand('plan-balance', isPaid && isOver === (plan.status === 'completed'), describe)
    const holders = own.filter(({ status, paymentId }) => status !== 'paid' && paymentId !== null)
    list.demand(
      'ended',
      holders.every(({ paymentId }) => !ended.has(paymentId ?? '')),
      describe,
    )
  }
  const inForce = new Set(plans.filter(({ status }) => isPlanInForce(status)).map(({ id }) => id))
  const plannedOf = groupBy(
    planInvoices.filter(({ planId }) => inForce.has(planId)),
    ({ invoiceId }) => invoiceId,
  )
  for (const { id, number, plannedMinor } of invoices) {
    const leftMinor = sumMinor(plannedOf(id), ({ amountMinor, settledMinor }) => amountMinor - settledMinor)
    list.demand(
      'plan-balance',
      plannedMinor === leftMinor,
      () => `${number}: ${plannedMinor} set aside, ${leftMinor} left`,
    )
  }
}

/** An instalment is collected once. What was collected without any going back stands on the invoices of its plan. */
function verifyCollections(books: Books, list: FaultList): void {
  const { payments, allocations, planInvoices, unappliedCredits, transitions } = books
  const sharesOf = groupBy(planInvoices, ({ planId }) => planId)
  const allocatedTo = groupBy(allocations, ({ invoiceId }) => invoiceId)
  const cashOf = groupBy(allocations, ({ paymentId }) => paymentId)
  const creditsOf = groupBy(unappliedCredits, ({ paymentId }) => paymentId)
  const stepsOf = groupBy(transitions, ({ paymentId }) => paymentId)
  const collected = payments.flatMap((payment) => {
    const collection = readCollection(payment)
    const wasInTime = stepsOf(payment.id).every(
      ({ fromStatus }) => !['expired', 'canceled', 'failed'].includes(fromStatus),
    )
    return collection && payment.status === 'succeeded' && wasInTime ? [{ payment, ...collection }] : []
  })
  for (const { payment, planId } of collected) {
    const own = new Set(sharesOf(planId).map(({ invoiceId }) => invoiceId))
    const standing = cashOf(payment.id).filter(({ kind, invoiceId }) => kind === 'cash' && own.has(invoiceId))
    const standingMinor = sumMinor(standing, amountOf)
    const isWhole = standingMinor === payment.settledMinor && creditsOf(payment.id).length === 0
    list.demand('instalment-once', isWhole, () => `${standingMinor} stands of ${JSON.stringify(payment)}`)
  }
  const collectionsOf = groupBy(collected, ({ planId }) => planId)
  for (const planId of new Set(collected.map((collection) => collection.planId))) {
    // Where anything went back, what covers which instalment moves.
    const hasGoneBack = sharesOf(planId).some(({ invoiceId }) =>
      allocatedTo(invoiceId).some(({ reversesId }) => reversesId !== null),
    )
    if (hasGoneBack) continue
    const numbers = collectionsOf(planId).flatMap((collection) => collection.numbers)
    list.demand(
      'instalment-once',
      new Set(numbers).size === numbers.length,
      () => `plan ${planId}: ${JSON.stringify(collectionsOf(planId))}`,
    )
  }
}

/** What a settlement lets go is let go once, all of it, and only where its sum was paid and stayed. */
function verifySettlements({ offers, offerInvoices, payments, allocations }: Books, list: FaultList): void {
  const sharesOf = groupBy(offerInvoices, ({ offerId }) => offerId)
  const paymentsOf = groupBy(payments, ({ purposeKind, purposeId }) =>
    purposeKind === 'settlement_offer' ? purposeId : null,
  )
  const writtenOffBy = groupBy(
    allocations.filter(({ kind }) => kind === 'write_off'),
    ({ paymentId }) => paymentId,
  )
  for (const offer of offers) {
    const describe = () => `${JSON.stringify(offer)}, paid by ${JSON.stringify(paymentsOf(offer.id))}`
    const divided = sumMinor(sharesOf(offer.id), (share) => share.waivedMinor)
    list.demand('settlement-once', divided === waivedBy(offer), describe)
    for (const { id } of paymentsOf(offer.id)) {
      const letGo = writtenOffBy(id)
      const letGoMinor = sumMinor(letGo, amountOf)
      const isGranted = offer.status === 'fulfilled' && offer.paymentId === id
      const dueMinor = isGranted ? waivedBy(offer) : 0
      // Money that went and came again lets go as much as the invoices can still take.
      const hasMoved = letGo.some(({ reversesId }) => reversesId !== null)
      list.demand(
        'settlement-once',
        hasMoved && isGranted ? 0 <= letGoMinor && letGoMinor <= dueMinor : letGoMinor === dueMinor,
        () => `${describe()}: let go ${letGoMinor}, ${JSON.stringify(letGo)}`,
      )
    }
  }
}

/** In days enough every promise and every settlement is decided. */
function verifyDecided({ promises, offers }: Books, list: FaultList): void {
  for (const { id, status } of promises) list.demand('decided', status !== 'open', () => `promise ${id}`)
  const isOpen = ({ status }: OfferRow) => ['proposed', 'offered', 'agreed'].includes(status)
  for (const offer of offers) list.demand('decided', !isOpen(offer), () => `settlement ${JSON.stringify(offer)}`)
}

/** A promise is told of when it was made and when it ended: once each, and as it ended. */
function verifyPromiseEvents({ promises, outcomeEvents }: Books, list: FaultList): void {
  const eventsOf = groupBy(outcomeEvents, ({ body }) => body.data.promise?.id ?? null)
  for (const { id, status } of promises) {
    const told = eventsOf(id).map(({ body }) => body.type)
    const due = ['promise.made', ...(status === 'open' ? [] : [`promise.${status}`])]
    list.demand('agreement-events', told.join() === due.join(), () => `promise ${id} ${status}: told ${told.join()}`)
  }
}

/** Each step of a settlement follows from the one before, ends where the settlement is, and is told of once. */
function verifyOfferSteps({ offers, offerEntries, outcomeEvents }: Books, list: FaultList): void {
  const entriesOf = groupBy(offerEntries, ({ offerId }) => offerId)
  const eventsOf = groupBy(outcomeEvents, ({ body }) => body.data.settlement?.id ?? null)
  for (const { id, status, openedBy } of offers) {
    const entries = entriesOf(id)
    const [, ...rest] = entries
    const begun: SettlementOfferStatus | null = openedBy === 'debtor' ? 'proposed' : 'offered'
    const reached = rest.reduce<SettlementOfferStatus | null>((at, { step, side, author }) => {
      if (at === null) return null
      // What nobody did is entered as the creditor's; so is what its policy accepts.
      const isByClock = author === 'policy' && step !== 'accepted'
      return takeOfferStep(at, step, isByClock ? null : side)
    }, begun)
    const told = eventsOf(id).map(({ body }) => body.type)
    const due = entries.map(({ step }) => OFFER_EVENTS[step])
    const describe = () => `settlement ${id} ${status}: ${JSON.stringify(entries)}, told ${told.join()}`
    list.demand('agreement-events', reached === status && entries[0]?.step === begun, describe)
    list.demand('agreement-events', told.toSorted().join() === due.toSorted().join(), describe)
  }
}

function verifyPlanEvents({ plans, planEntries, outcomeEvents }: Books, list: FaultList): void {
  const entriesOf = groupBy(planEntries, ({ planId }) => planId)
  const eventsOf = groupBy(outcomeEvents, ({ body }) => body.data.plan?.id ?? null)
  const reported = Object.values(PLAN_STEP_EVENTS)
  for (const { id, status } of plans) {
    const steps = entriesOf(id).map(({ step }) => step)
    const told = eventsOf(id)
      .map(({ body }): string => body.type)
      .filter((type) => reported.includes(type))
    const due = steps.flatMap((step) => PLAN_STEP_EVENTS[step] ?? [])
    const describe = () => `plan ${id} ${status}: ${steps.join()}, told ${told.join()}`
    list.demand('agreement-events', told.toSorted().join() === due.toSorted().join(), describe)
    const isOnce = ONCE.every((step) => steps.filter((one) => one === step).length <= 1)
    const isEnd = ['completed', 'defaulted', 'canceled'].every((end) => steps.includes(end) === (status === end))
    list.demand('agreement-events', isOnce && isEnd, describe)
  }
}

/** What was let go of an invoice is told of once, and taken back where it was taken back. */
function verifyWrittenOff({ invoices, allocations, outcomeEvents }: Books, list: FaultList): void {
  const letGoOf = groupBy(
    allocations.filter(({ kind }) => kind === 'write_off'),
    ({ invoiceId }) => invoiceId,
  )
  const toldMinor = new Map<string, number>()
  for (const { creditorId, body } of outcomeEvents) {
    for (const { number, amountMinor, settledBy } of body.data.invoices ?? []) {
      if (settledBy !== 'write_off') continue
      const key = `${creditorId} ${number}`
      toldMinor.set(key, (toldMinor.get(key) ?? 0) + amountMinor)
    }
  }
  for (const { id, creditorId, number } of invoices) {
    const letGoMinor = sumMinor(letGoOf(id), amountOf)
    const told = toldMinor.get(`${creditorId} ${number}`) ?? 0
    list.demand('write-off-told', letGoMinor === told, () => `${number}: let go ${letGoMinor}, told ${told}`)
  }
}

/** What a debtor was told stands, once. */
function verifyTold({ agreements, promises, offers, plans, offerEntries, planEntries }: Books, list: FaultList): void {
  const promiseById = new Map(promises.map((promise) => [promise.id, promise]))
  const offerById = new Map(offers.map((offer) => [offer.id, offer]))
  const plansOf = groupBy(plans, ({ idempotencyKey }) => idempotencyKey)
  const hasAgreed = (id: string) => offerEntries.some(({ offerId, step }) => offerId === id && step === 'agreed')
  for (const agreement of agreements) {
    const { kind, key, address, isConfirmed, isTakenBack } = agreement
    const describe = () => JSON.stringify(agreement)
    switch (kind) {
      case 'promise': {
        const status = promiseById.get(key)?.status
        list.demand('confirmed', !isConfirmed || status !== undefined, describe)
        list.demand('confirmed', !isTakenBack || status === 'canceled', describe)
        break
      }
      case 'settlement':
        list.demand('confirmed', address === null || offerById.has(key), describe)
        list.demand('confirmed', !isConfirmed || hasAgreed(key), describe)
        break
      case 'plan': {
        const own = plansOf(key)
        list.demand('confirmed', own.length <= 1 && (!isConfirmed || own.length === 1), describe)
        const isAgreed = own.some(({ id }) =>
          planEntries.some(({ planId, step }) => planId === id && step === 'agreed'),
        )
        list.demand('confirmed', !isConfirmed || isAgreed, describe)
      }
    }
  }
}

function waivedBy(offer: OfferRow): number {
  return computeWaived(offer)
}

function amountOf(row: { amountMinor: number }): number {
  return row.amountMinor
}
