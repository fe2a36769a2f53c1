/** Plans of a simulated year: asked for, agreed or not, collected or paid by hand, paid early, moved and broken. */
import { addDays } from '~/domain/calendar-day'
import type { PaymentId, PlanId } from '~/domain/ids'
import type { Instalment, PaymentPlan } from '~/domain/payment-plan'
import { shapePlan } from '~/domain/plan-ground'
import { readPlanProposalForm, writePlanProposalFields } from '~/domain/plan-proposal-form'
import { acceptPlan } from '~/use-cases/agree-plan'
import { sayToPlan } from '~/use-cases/answer-plan'
import { cancelPlan, moveInstalment } from '~/use-cases/change-plan'
import { continuePayment } from '~/use-cases/continue-payment'
import { preparePlan } from '~/use-cases/prepare-plan'
import { proposePlan, type ConsentingVisitor } from '~/use-cases/propose-plan'
import { readGroundOf } from '~/use-cases/read-plan-extension'
import { readPlanPayments, type PlanPayments } from '~/use-cases/read-plan-payments'
import { accountOf, intend, noteRefusal, type Life, type Year } from './life'
import { act, keepMethod, listDue, pay, requestCode } from './paying'
import { todayOf } from './population'

const INVOICES_A_PLAN = 3

/** Asks for a plan where enough is due, and tries again on another day where not. */
export async function wantPlan(year: Year, life: Life): Promise<void> {
  const due = await listDue(year, life)
  if (due.length < 2) return
  const isAutopay = life.chance.happens(0.5)
  const method = isAutopay ? await keepMethod(year, life, due[0]!.number) : null
  const numbers = due.slice(method ? 1 : 0, INVOICES_A_PLAN + 1).map(({ number }) => number)
  const proposed = await propose(year, life, { numbers, savedMethodId: method?.id ?? null, supersedesId: null })
  if (!proposed) return
  life.planDay = null
  if (proposed.status !== 'proposed') return follow(year, life, proposed)
  intend(year, life, life.chance.between(1, 4), () => answer(year, life, proposed))
}

interface Asked {
  numbers: readonly string[]
  savedMethodId: string | null
  supersedesId: PlanId | null
}

async function propose(year: Year, life: Life, asked: Asked): Promise<PaymentPlan | null> {
  const { portal, happenings } = year
  const { chance, creditor, debtor, link, payer } = life
  const visitor: ConsentingVisitor = {
    ...{ ...accountOf(life), linkId: link.id, scope: link.scope, sessionId: life.sessionId, name: payer.name },
    ...{ email: payer.email, language: payer.locale, clientHint: null },
  }
  const { supersedesId, savedMethodId } = asked
  // More than a dozen instalments are for the creditor to decide.
  const instalmentCount = chance.happens(0.12) ? 14 : chance.between(3, 8)
  const shaped = await portal.unitOfWork.run({ kind: 'debtor', ...accountOf(life) }, async (transaction) => {
    const at = portal.clock.now()
    const ground = await readGroundOf(transaction, creditor, { debtorId: debtor.id, at, supersedesId })
    if (!ground.ok) return ground
    return shapePlan(ground.value, {
      ...{ currency: creditor.defaultCurrency, numbers: asked.numbers },
      shape: {
        ...{ downPaymentMinor: 0, instalmentCount, isAutopay: savedMethodId !== null },
        frequency: chance.pick(['two_weekly', 'monthly', 'monthly']),
        firstOn: addDays(todayOf(portal, life), chance.between(5, 30)),
      },
    })
  })
  if (!shaped.ok) {
    noteRefusal(year, 'a plan', shaped.failure)
    return null
  }
  const fields = new URLSearchParams(
    writePlanProposalFields(shaped.value, supersedesId).map(([name, value]) => [name, value]),
  )
  const wish = readPlanProposalForm(fields)
  if (!wish) throw new Error('the form does not read what it wrote')
  const language = portal.chooseDocumentLanguage(payer.locale)
  const read = await preparePlan(portal, { visitor, of: { wish }, savedMethodId, language })
  if (!read.ok) {
    noteRefusal(year, 'a plan', read.failure)
    return null
  }
  const proposed = await proposePlan(portal, {
    ...{ visitor, wish, idempotencyKey: portal.ids.uuid(), text: '' },
    consent: { seenSha256: read.value.sha256, code: await requestCode(year, life, 'agree_plan'), savedMethodId },
  })
  if (!proposed.ok) {
    noteRefusal(year, 'a plan', proposed.failure)
    return null
  }
  const way = savedMethodId === null ? 'by hand' : 'collected'
  happenings.note(supersedesId === null ? `plans asked for, ${way}` : 'plans asked for with more invoices')
  return proposed.value
}

/** The creditor's word on what is outside its envelope. */
async function answer(year: Year, life: Life, { creditorId, id: planId, version }: PaymentPlan): Promise<void> {
  const { portal, happenings } = year
  const step = { entryId: portal.ids.uuid(), planId, text: '' }
  if (life.chance.happens(0.6)) {
    const accepted = await acceptPlan(portal, { ...step, creditorId, version, author: 'user:1', name: null })
    if (!accepted.ok) {
      noteRefusal(year, 'accepting a plan', accepted.failure)
      return
    }
    happenings.note('plans the creditor accepted')
    return follow(year, life, accepted.value)
  }
  const actor = { side: 'creditor', creditorId, author: 'user:1', name: null } as const
  const declined = await sayToPlan(portal, { ...step, actor, step: 'declined', text: 'too long' })
  if (declined.ok) happenings.note('plans the creditor declined')
  else noteRefusal(year, 'declining a plan', declined.failure)
}

/** What this debtor will do about a plan that is agreed. */
async function follow(year: Year, life: Life, { creditorId, id, autopay }: PaymentPlan): Promise<void> {
  const { portal } = year
  const { chance, diligence } = life
  const today = todayOf(portal, life)
  const instalments = await portal.unitOfWork.run({ kind: 'creditor', creditorId }, ({ plans }) =>
    plans.listInstalments(creditorId, id),
  )
  const daysTo = ({ dueOn }: Instalment) => Math.round((Date.parse(dueOn) - Date.parse(today)) / 86_400_000)
  for (const instalment of autopay ? [] : instalments) {
    if (!chance.happens(diligence)) continue
    const days = Math.max(0, daysTo(instalment) + chance.between(-3, 9))
    intend(year, life, days, () => payReached(year, life, id))
  }
  const later = chance.between(10, 100)
  const drawn = chance.next()
  if (drawn < 0.15) intend(year, life, later, () => payAhead(year, life, id, 'part'))
  else if (drawn < 0.3) intend(year, life, later, () => payAhead(year, life, id, 'whole'))
  else if (drawn < 0.4) intend(year, life, later, () => move(year, life, id))
  else if (drawn < 0.43) intend(year, life, later, () => cancel(year, life, id))
  else if (drawn < 0.5) intend(year, life, later, () => extend(year, life, id))
}

async function readPayments({ portal }: Year, life: Life, id: PlanId): Promise<PlanPayments | null> {
  return readPlanPayments(portal, accountOf(life), id)
}

export async function payReached(year: Year, life: Life, id: PlanId): Promise<void> {
  const payments = await readPayments(year, life, id)
  if (!payments || payments.isBeingPaid) return
  const amountMinor = Math.min(payments.mostMinor, payments.reachedMinor || (payments.next?.amountMinor ?? 0))
  if (amountMinor > 0) await payPlan(year, life, payments, amountMinor)
}

async function payAhead(year: Year, life: Life, id: PlanId, share: 'part' | 'whole'): Promise<void> {
  const payments = await readPayments(year, life, id)
  if (!payments || payments.isBeingPaid || payments.mostMinor <= 0) return
  const { mostMinor } = payments
  year.happenings.note(`plans paid ahead in ${share}`)
  await payPlan(
    year,
    life,
    payments,
    share === 'whole' ? mostMinor : Math.ceil(mostMinor * (0.2 + life.chance.next() / 2)),
  )
}

async function payPlan(year: Year, life: Life, payments: PlanPayments, amountMinor: number): Promise<void> {
  const purpose = { kind: 'plan', id: payments.plan.id } as const
  await pay(year, life, { selection: payments.select(amountMinor), credits: 'none', purpose })
}

async function move(year: Year, life: Life, planId: PlanId): Promise<void> {
  const { portal, happenings } = year
  const range = (await readPayments(year, life, planId))?.moves.at(0)
  if (!range) return
  const { link, payer } = life
  const actor = { side: 'debtor', ...accountOf(life), linkId: link.id, scope: link.scope, name: payer.name } as const
  const moved = await moveInstalment(portal, { actor, planId, number: range.number, toOn: range.untilOn })
  if (moved.ok) happenings.note('instalments moved')
  else noteRefusal(year, 'a move', moved.failure)
}

async function cancel(year: Year, life: Life, planId: PlanId): Promise<void> {
  const { portal, happenings } = year
  const actor = { side: 'creditor', creditorId: life.creditor.id, author: 'user:1', name: null } as const
  const canceled = await cancelPlan(portal, { actor, planId, text: 'agreed otherwise' })
  if (canceled.ok) happenings.note('plans canceled')
  else noteRefusal(year, 'canceling a plan', canceled.failure)
}

/** A new version that takes in what has come due since. */
async function extend(year: Year, life: Life, supersedesId: PlanId): Promise<void> {
  const payments = await readPayments(year, life, supersedesId)
  if (!payments || payments.isBeingPaid) return
  const numbers = (await listDue(year, life)).slice(0, 2).map(({ number }) => number)
  if (numbers.length === 0) return
  const proposed = await propose(year, life, { numbers, savedMethodId: payments.plan.savedMethodId, supersedesId })
  if (!proposed) return
  if (proposed.status !== 'proposed') return follow(year, life, proposed)
  intend(year, life, 2, () => answer(year, life, proposed))
}

/** The bank wants the payer, who was not there: by the mailed link, the payment goes on. */
export async function confirm(year: Year, life: Life, paymentId: PaymentId): Promise<void> {
  const continued = await continuePayment(year.portal.services, life.payer, paymentId)
  if (!continued.ok) {
    noteRefusal(year, 'a payment to confirm', continued.failure)
    return
  }
  if (continued.value.kind !== 'gateway') return
  const actions = life.chance.happens(0.9)
    ? (['pay_by_card_with_authentication', 'authenticate'] as const)
    : (['pay_by_card_with_authentication', 'fail_authentication'] as const)
  await act(year, life, continued.value.url.split('/').at(-1) ?? '', actions)
}
