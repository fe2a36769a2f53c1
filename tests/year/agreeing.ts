/** What else is said in a simulated year: promises, offers of a reduced sum, disputes, and interest that is let go. */
import { addDays } from '~/domain/calendar-day'
import type { Dispute } from '~/domain/dispute'
import { multiplyRatio } from '~/domain/money'
import { agreeSettlementOffer } from '~/use-cases/agree-settlement-offer'
import { answerSettlementOffer, type OfferAnswer } from '~/use-cases/answer-settlement-offer'
import { continueDispute } from '~/use-cases/continue-dispute'
import { decideDispute } from '~/use-cases/decide-dispute'
import { makePromise } from '~/use-cases/make-promise'
import { makeSettlementOffer } from '~/use-cases/make-settlement-offer'
import { openDisputes } from '~/use-cases/open-dispute'
import type { ListedOffer } from '~/use-cases/ports/settlement-offer-repository'
import { readDispute } from '~/use-cases/read-disputes'
import { readOfferChoice, readSettlementOffer } from '~/use-cases/read-settlement-offers'
import { waiveInterest } from '~/use-cases/waive-interest'
import { accountOf, intend, noteRefusal, type Life, type Year } from './life'
import { listDue, maybeTakeBack, pay, requestCode } from './paying'
import { todayOf } from './population'

export async function promise(year: Year, life: Life): Promise<void> {
  const { portal, happenings } = year
  const { chance, link, payer } = life
  const due = (await listDue(year, life)).slice(0, chance.between(1, 3))
  const [first] = due
  if (!first) return
  const dueMinor = due.reduce((sum, { dueNowMinor }) => sum + dueNowMinor, 0)
  const amountMinor = chance.happens(0.6) ? dueMinor : chance.between(Math.ceil(dueMinor / 2), dueMinor)
  const days = chance.between(3, 14)
  const made = await makePromise(portal, {
    ...{ ...accountOf(life), promiseId: portal.ids.uuid(), currency: first.currency, amountMinor, note: '' },
    ...{ invoiceNumbers: due.map(({ number }) => number), promisedOn: addDays(todayOf(portal, life), days) },
    maker: {
      ...{ side: 'debtor', linkId: link.id, scope: link.scope, isLimited: false },
      ...{ name: payer.name, email: payer.email, locale: payer.locale },
    },
  })
  if (!made.ok) {
    noteRefusal(year, 'a promise', made.failure)
    return
  }
  happenings.note('promises')
  if (!chance.happens(0.65)) return
  intend(year, life, chance.between(1, days), async () => {
    const numbers = new Set(made.value.invoices.map(({ number }) => number))
    const items = (await listDue(year, life))
      .filter(({ number }) => numbers.has(number))
      .map(({ number }) => ({ number }))
    if (items.length > 0) await pay(year, life, { selection: { kind: 'invoices', items }, credits: 'none' })
  })
}

/** A reduced sum for what is long overdue. */
export async function offerSettlement(year: Year, life: Life): Promise<void> {
  const { portal, happenings } = year
  const { chance, link, payer } = life
  const today = todayOf(portal, life)
  const late = (await listDue(year, life)).filter(({ dueOn }) => dueOn <= addDays(today, -30)).slice(0, 3)
  const [first] = late
  if (!first) return
  const asked = { ...accountOf(life), currency: first.currency, invoiceNumbers: late.map(({ number }) => number) }
  const choice = await readOfferChoice(portal, { ...asked, side: 'debtor' })
  if (!choice || choice.obstacle !== null) return
  const shareBps = chance.between(5_000, 9_900)
  const made = await makeSettlementOffer(portal, {
    ...{ ...asked, offerId: portal.ids.uuid(), text: 'We cannot pay all of it.' },
    offeredMinor: Math.max(choice.leastMinor, multiplyRatio(choice.owedMinor, shareBps, 10_000)),
    payByOn: addDays(today, chance.between(3, 14)),
    maker: {
      ...{ side: 'debtor', linkId: link.id, scope: link.scope, isLimited: false },
      ...{ name: payer.name, email: payer.email, locale: payer.locale },
    },
  })
  if (!made.ok) {
    noteRefusal(year, 'a settlement offer', made.failure)
    return
  }
  happenings.note('settlement offers made')
  if (made.value.status === 'offered') return agree(year, life, made.value)
  intend(year, life, chance.between(1, 5), () => answer(year, life, made.value))
}

/** The creditor's answer, where it answers each. Some it never answers. */
async function answer(year: Year, life: Life, { id: offerId, owedMinor, payByOn }: ListedOffer): Promise<void> {
  const { portal, happenings } = year
  const { chance, creditor } = life
  const drawn = chance.next()
  if (drawn > 0.85) return
  const offeredMinor = multiplyRatio(owedMinor, 9_000, 10_000)
  const given: OfferAnswer =
    drawn < 0.5
      ? { step: 'accepted' }
      : drawn < 0.7
        ? { step: 'countered', offeredMinor, payByOn: addDays(payByOn, 3) }
        : { step: 'declined' }
  const answered = await answerSettlementOffer(portal, {
    ...{ offerId, entryId: portal.ids.uuid(), answer: given, text: '' },
    actor: { side: 'creditor', creditorId: creditor.id, author: 'user:1', name: null },
  })
  if (!answered.ok) {
    noteRefusal(year, 'an answer to an offer', answered.failure)
    return
  }
  happenings.note(`settlement offers the creditor ${given.step}`)
  if (given.step !== 'declined' && chance.happens(0.85)) await agree(year, life, answered.value)
}

async function agree(year: Year, life: Life, { id: offerId, offeredMinor, payByOn }: ListedOffer): Promise<void> {
  const { portal, happenings } = year
  const { chance, link, payer } = life
  const agreed = await agreeSettlementOffer(portal, {
    ...{ ...accountOf(life), offerId, read: { offeredMinor, payByOn }, linkId: link.id, scope: link.scope },
    ...{ entryId: portal.ids.uuid(), name: payer.name, sessionId: life.sessionId, clientHint: null },
    code: await requestCode(year, life, 'agree_settlement'),
    language: portal.chooseDocumentLanguage(payer.locale),
  })
  if (!agreed.ok) {
    noteRefusal(year, 'agreeing to a settlement', agreed.failure)
    return
  }
  happenings.note('settlement offers agreed')
  // Who does not pay falls back on what was owed.
  if (chance.happens(0.7)) intend(year, life, chance.between(0, 8), () => fulfil(year, life, offerId))
}

async function fulfil(year: Year, life: Life, offerId: string): Promise<void> {
  const { portal } = year
  const view = await readSettlementOffer(portal, { ...accountOf(life), offerId })
  if (view?.offer.status !== 'agreed') return
  const items = view.offer.invoices.map(({ number, amountMinor }) => ({ number, amountMinor }))
  const purpose = { kind: 'settlement_offer', id: offerId } as const
  const paymentId = await pay(year, life, {
    ...{ selection: { kind: 'invoices', items }, credits: 'none', purpose },
    actions: [life.chance.happens(0.8) ? 'pay_by_card' : 'pay_by_debit'],
  })
  if (paymentId !== null) await maybeTakeBack(year, life, paymentId)
}

export async function dispute(year: Year, life: Life): Promise<void> {
  const { portal, happenings } = year
  const { chance, link, payer } = life
  const [invoice] = await listDue(year, life)
  if (!invoice) return
  const amountMinor = chance.between(1, Math.min(invoice.dueNowMinor, 20_00))
  const claim = chance.happens(0.5) ? ({ kind: 'whole' } as const) : ({ kind: 'amount', amountMinor } as const)
  const opened = await openDisputes(portal, {
    disputant: {
      ...{ ...accountOf(life), linkId: link.id, scope: link.scope, name: payer.name },
      ...{ email: payer.email, locale: payer.locale },
    },
    ...{ idempotencyKey: portal.ids.uuid(), reason: 'QUA', action: 'CNP', text: 'It was damaged.', files: [] },
    invoices: [{ number: invoice.number, lines: [{ position: 1, claim }] }],
  })
  if (!opened.ok) {
    noteRefusal(year, 'a dispute', opened.failure)
    return
  }
  happenings.note('disputes opened')
  for (const one of opened.value) intend(year, life, chance.between(2, 15), () => end(year, life, one))
}

async function end(year: Year, life: Life, { id: disputeId }: Dispute): Promise<void> {
  const { portal, happenings } = year
  const { chance, creditor, link, payer } = life
  const drawn = chance.next()
  if (drawn < 0.15) {
    const actor = { side: 'debtor', ...accountOf(life), linkId: link.id, scope: link.scope, name: payer.name } as const
    const withdrawn = await continueDispute(portal, {
      ...{ actor, disputeId, entryId: portal.ids.uuid(), step: 'withdrawn', text: '', files: [] },
    })
    if (withdrawn.ok) happenings.note('disputes withdrawn')
    else noteRefusal(year, 'withdrawing a dispute', withdrawn.failure)
    return
  }
  const view = await readDispute(portal, { creditorId: creditor.id }, disputeId)
  if (!view) throw new Error(`no dispute ${disputeId}`)
  const share = drawn < 0.5 ? 1 : drawn < 0.7 ? 0.4 : 0
  const granted = view.lines.map((line) => [line.position, Math.floor(line.claimedMinor * share)] as const)
  const decided = await decideDispute(portal, {
    ...{ creditorId: creditor.id, disputeId, entryId: portal.ids.uuid(), version: view.dispute.version },
    ...{ granted: new Map(granted), text: 'as examined', creditNoteNumber: null, decidedBy: 'user:1', name: null },
  })
  if (decided.ok) happenings.note(`disputes ${decided.value.status}`)
  else noteRefusal(year, 'deciding a dispute', decided.failure)
}

/** The creditor lets go of interest on the oldest invoice that is late. */
export async function waive(year: Year, life: Life): Promise<void> {
  const { portal, happenings } = year
  const late = (await listDue(year, life)).find(({ daysLate }) => daysLate > 0)
  if (!late || life.creditor.slug !== 'late-interest') return
  const waived = await waiveInterest(portal, {
    ...{ creditorId: life.creditor.id, invoiceNumber: late.number, includesCompensation: true, reason: 'goodwill' },
    ...{ throughOn: life.chance.happens(0.5) ? null : todayOf(portal, life), waivedBy: 'user:1' },
  })
  if (waived.ok) happenings.note('interest let go')
  else noteRefusal(year, 'letting interest go', waived.failure)
}
