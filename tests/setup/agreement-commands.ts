/** What can be agreed and promised, as commands beside those of an account: settlements, promises, instalments by kept method. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import type { PaymentId } from '~/domain/ids'
import { agreeSettlementOffer } from '~/use-cases/agree-settlement-offer'
import { answerSettlementOffer } from '~/use-cases/answer-settlement-offer'
import { carryOutCharge } from '~/use-cases/charge-saved-method'
import { decideSettlementOffers } from '~/use-cases/decide-settlement-offers'
import { cancelPromise, decidePromises } from '~/use-cases/end-promise'
import { expirePayments } from '~/use-cases/expire-payments'
import { issueOneTimeCode } from '~/use-cases/issue-one-time-code'
import { makePromise } from '~/use-cases/make-promise'
import { makeSettlementOffer } from '~/use-cases/make-settlement-offer'
import { prepareCodeMail } from '~/use-cases/prepare-code-mail'
import { readSettlementOffer } from '~/use-cases/read-settlement-offers'
import { reviewPayment } from '~/use-cases/review-payment'
import { runPlans } from '~/use-cases/run-plans'
import { startPayment } from '~/use-cases/start-payment'
import { agreePlan } from '../factories/plans'
import { adoptPayments, define, pick, takeJobs, type Command, type RealAccount } from './account-commands'
import { SESSION_ID } from './kept-method'
import { EURO } from './payment-harness'

const DEBTOR = {
  ...{ scope: ['view' as const, 'pay' as const, 'agree' as const], isLimited: false },
  ...{ name: 'Greta Lüders', email: 'greta@debtor.example', locale: 'en' },
}

/** Who takes a step: somebody with the account's link, or one of the creditor's people. */
function actAs(side: 'debtor' | 'creditor', real: RealAccount) {
  const { creditorId, debtorId } = accountOf(real)
  return side === 'debtor'
    ? { side, creditorId, debtorId, linkId: real.linkId, ...DEBTOR }
    : { side, creditorId, author: 'user:1', name: null }
}

const which = fc.nat({ max: 20 })
const mask = fc.integer({ min: 1, max: 15 })
const side = fc.constantFrom('debtor' as const, 'creditor' as const)

function accountOf({ creditor, debtor }: RealAccount) {
  return { creditorId: creditor.id, debtorId: debtor.id }
}

function dayAfter({ test, creditor }: RealAccount, days: number) {
  return addDays(dayOfInstant(test.clock.now(), creditor.timeZone), days)
}

/** Some of what is due, and how much that is. */
async function chooseDue({ test }: RealAccount, chosen: number): Promise<{ numbers: string[]; dueMinor: number }> {
  const due = await test.inspect<{ number: string; due: number }>(
    `select number, (open_minor - pending_minor - disputed_minor - planned_minor)::int as due from invoice
      where kind = 'invoice' and source_format = 'json' and open_minor - pending_minor - disputed_minor - planned_minor > 2
      order by number`,
  )
  const rows = due.filter((_, index) => (chosen >> index) & 1)
  return { numbers: rows.map(({ number }) => number), dueMinor: rows.reduce((sum, row) => sum + row.due, 0) }
}

async function listOffers({ test }: RealAccount, ...statuses: string[]): Promise<string[]> {
  const rows = await test.inspect<{ id: string }>(
    `select id from settlement_offer where status = any($1) order by opened_at, id`,
    [statuses],
  )
  return rows.map(({ id }) => id)
}

const offer = define(
  'offer',
  fc.record({ mask, share: fc.integer({ min: 40, max: 99 }), days: fc.integer({ min: 1, max: 14 }), side }),
  async ({ mask: chosen, share, days, side: by }, _model, real) => {
    const { numbers, dueMinor } = await chooseDue(real, chosen)
    if (numbers.length === 0) return
    await makeSettlementOffer(real.test, {
      ...{ ...accountOf(real), offerId: real.test.ids.uuid(), currency: EURO, invoiceNumbers: numbers, text: '' },
      ...{ offeredMinor: Math.ceil((dueMinor * share) / 100), payByOn: dayAfter(real, days) },
      maker: actAs(by, real),
    })
  },
)

const answer = define(
  'answer',
  fc.record({
    ...{ which, side, step: fc.constantFrom('accepted', 'countered', 'countered', 'declined', 'withdrawn') },
    ...{ share: fc.integer({ min: 40, max: 99 }), days: fc.integer({ min: 1, max: 14 }) },
  }),
  async ({ which: index, side: by, step, share, days }, _model, real) => {
    const offerId = pick(await listOffers(real, 'proposed', 'offered'), index)
    const view = offerId === undefined ? null : await readSettlementOffer(real.test, { ...accountOf(real), offerId })
    if (!view) return
    const terms = { offeredMinor: Math.ceil((view.offer.owedMinor * share) / 100), payByOn: dayAfter(real, days) }
    await answerSettlementOffer(real.test, {
      ...{ offerId: view.offer.id, entryId: real.test.ids.uuid(), text: '' },
      answer: step === 'countered' ? { step, ...terms } : { step },
      actor: actAs(by, real),
    })
  },
)

const agreeOffer = define('agreeOffer', which, async (index, _model, real) => {
  const offerId = pick(await listOffers(real, 'offered'), index)
  const view = offerId === undefined ? null : await readSettlementOffer(real.test, { ...accountOf(real), offerId })
  if (!view) return
  const { id, offeredMinor, payByOn } = view.offer
  await agreeSettlementOffer(
    { ...real.test, ...real.papers },
    {
      ...{ ...accountOf(real), offerId: id, read: { offeredMinor, payByOn }, linkId: real.linkId, ...DEBTOR },
      ...{ sessionId: SESSION_ID, clientHint: null, language: { language: 'en', formatLocale: 'en-GB' } },
      ...{ code: await requestCode(real), entryId: real.test.ids.uuid() },
    },
  )
})

async function requestCode(real: RealAccount): Promise<string> {
  const { test } = real
  // However many were asked for.
  await test.inspect(`update one_time_code set created_at = created_at - interval '2 hours'`)
  const request = { ...accountOf(real), sessionId: SESSION_ID, recipientEmail: null, locale: 'en' }
  const issued = await issueOneTimeCode(test, { ...request, purpose: 'agree_settlement' })
  if (!issued.ok) throw new Error(issued.failure)
  const job = (await test.listWaitingJobs('send-mail')).findLast(({ kind }) => kind === 'one-time-code')
  const mail = job?.kind === 'one-time-code' ? await prepareCodeMail(test, job) : null
  if (mail?.kind !== 'one-time-code') throw new Error('there is nothing to send')
  return mail.code
}

/** As the page of the settlement has it paid: all of it. */
const payOffer = define('payOffer', which, async (index, model, real) => {
  const { harness, payer, test } = real
  const offerId = pick(await listOffers(real, 'agreed'), index)
  const view = offerId === undefined ? null : await readSettlementOffer(test, { ...accountOf(real), offerId })
  if (!view) return
  const items = view.offer.invoices.map(({ number, amountMinor }) => ({ number, amountMinor }))
  const purpose = { kind: 'settlement_offer', id: view.offer.id } as const
  const asked = { payer, selection: { kind: 'invoices' as const, items }, credits: 'none' as const, purpose }
  const review = await reviewPayment(harness.services, asked)
  // Too late, or less is due by now.
  if (!review.ok) return
  const { order, idempotencyKey, plan } = review.value
  const begun = await startPayment(harness.services, { payer, order, idempotencyKey })
  if (!begun.ok) return
  expect(plan.cashMinor).toBe(view.offer.offeredMinor)
  await adoptPayments(model, real)
})

const promise = define(
  'promise',
  fc.record({ mask, share: fc.integer({ min: 1, max: 100 }), days: fc.integer({ min: 1, max: 12 }), side }),
  async ({ mask: chosen, share, days, side: by }, _model, real) => {
    const { numbers, dueMinor } = await chooseDue(real, chosen)
    if (numbers.length === 0) return
    await makePromise(real.test, {
      ...{ ...accountOf(real), promiseId: real.test.ids.uuid(), currency: EURO, invoiceNumbers: numbers, note: '' },
      ...{ amountMinor: Math.ceil((dueMinor * share) / 100), promisedOn: dayAfter(real, days) },
      maker: actAs(by, real),
    })
  },
)

const takeBack = define('takeBack', fc.record({ which, side }), async ({ which: index, side: by }, _model, real) => {
  const rows = await real.test.inspect<{ id: string }>(
    `select id from promise_to_pay where status = 'open' order by made_at, id`,
  )
  const chosen = pick(rows, index)
  if (!chosen) return
  const canceled = await cancelPromise(real.test, {
    ...{ promiseId: chosen.id, actor: actAs(by, real) },
  })
  expect(canceled.ok).toBe(true)
})

/** A plan whose instalments are collected from a kept method: one that works, that is declined, or that asks for the payer. */
const agreeCollected = define(
  'agreeCollected',
  fc.record({ which, mask, count: fc.integer({ min: 1, max: 4 }), days: fc.integer({ min: 1, max: 9 }) }),
  async ({ which: index, mask: chosen, count, days }, _model, real) => {
    const { test, creditor, debtor, methodIds } = real
    const { numbers } = await chooseDue(real, chosen)
    const savedMethodId = pick(methodIds, index)
    if (numbers.length === 0 || savedMethodId === undefined) return
    await agreePlan(test, creditor, debtor, numbers, {
      ...{ savedMethodId, instalmentCount: count, frequency: 'weekly', firstOn: dayAfter(real, days) },
      envelope: { yearlyRateBps: 900, feeMinor: 1_00 },
    })
  },
)

/** Days pass, and whatever the clock has done in them: instalments, their collections, promises, settlements. */
const live = define('live', fc.integer({ min: 1, max: 9 }), async (days, model, real) => {
  const { test, harness } = real
  test.clock.advance({ days })
  await runPlans(harness.services)
  for (const { paymentId } of await takeJobs(test, 'charge-saved-method')) {
    await carryOutCharge(harness.services, { ...accountOf(real), id: paymentId as PaymentId })
  }
  await adoptPayments(model, real)
  await expirePayments(harness.services)
  await decidePromises(test)
  await decideSettlementOffers(test)
  // What is decided is decided: nothing more becomes of it at the same moment.
  expect(await decidePromises(test)).toBe(0)
  expect(await decideSettlementOffers(test)).toBe(0)
})

/** In the shares in which they come about. */
export const AGREEMENT_COMMANDS: readonly fc.Arbitrary<Command>[] = [
  ...[offer, offer, answer, agreeOffer, agreeOffer, agreeOffer, payOffer, payOffer, payOffer],
  ...[promise, promise, takeBack, agreeCollected, agreeCollected, live, live, live, live],
]
