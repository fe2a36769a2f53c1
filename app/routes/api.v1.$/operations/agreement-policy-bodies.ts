/** Bodies of the policies about promises to pay and settlement offers. */
import { z } from 'zod'
import {
  DEFAULT_PROMISE_POLICY as PROMISE,
  MOST_PROMISE_DAYS,
  MOST_PROMISE_GRACE_DAYS,
  MOST_PROMISES,
} from '~/domain/promise-policy'
import {
  DEFAULT_SETTLEMENT_OFFER_POLICY as OFFER,
  MOST_DAYS_LATE,
  MOST_DAYS_TO_PAY,
  MOST_OFFER_ANSWER_DAYS,
  MOST_OFFER_GRACE_DAYS,
  OFFER_APPROVALS,
} from '~/domain/settlement-offer-policy'

const number = (standard: number, description: string) => z.int().default(standard).meta({ description })

export const promisePolicy = z
  .strictObject({
    isOffered: z.boolean().default(PROMISE.isOffered).meta({ description: 'Off until you turn it on' }),
    mostDays: number(PROMISE.mostDays, `The day is at most so many days away, 1 to ${MOST_PROMISE_DAYS}`),
    leastShareBps: number(PROMISE.leastShareBps, 'Of what is due, the least that is promised, in basis points'),
    promisesPerYear: number(PROMISE.promisesPerYear, `Of a debtor in 365 days, 1 to ${MOST_PROMISES}`),
    brokenPerYear: number(
      PROMISE.brokenPerYear,
      `With so many broken in 365 days there is no further one, 1 to ${MOST_PROMISES}`,
    ),
    graceDays: number(
      PROMISE.graceDays,
      `Days in which money may still come, 0 to ${MOST_PROMISE_GRACE_DAYS}; for promises made from now on`,
    ),
    pausesChasing: z
      .boolean()
      .default(PROMISE.pausesChasing)
      .meta({ description: 'Whether the invoices are not chased until then; for promises made from now on' }),
  })
  .meta({ id: 'PromisePolicy' })

export const settlementOfferPolicy = z
  .strictObject({
    isOffered: z
      .boolean()
      .default(OFFER.isOffered)
      .meta({ description: 'Whether debtors can make offers; off until you turn it on. You can always make one' }),
    leastDaysLate: number(OFFER.leastDaysLate, `Of each invoice of an offer, 0 to ${MOST_DAYS_LATE}`),
    lowestShareBps: number(OFFER.lowestShareBps, 'Of what is owed, the least that can be offered, in basis points'),
    acceptedShareBps: number(
      OFFER.acceptedShareBps,
      'Of what is owed, from how much on you accept at once, in basis points',
    ),
    approval: z
      .enum(OFFER_APPROVALS)
      .default(OFFER.approval)
      .meta({ description: 'at_once accepts from acceptedShareBps on; by_creditor leaves each to you' }),
    mostDaysToPay: number(OFFER.mostDaysToPay, `1 to ${MOST_DAYS_TO_PAY}`),
    answerDays: number(OFFER.answerDays, `For the other side to answer, 1 to ${MOST_OFFER_ANSWER_DAYS}`),
    graceDays: number(
      OFFER.graceDays,
      `Days in which a transfer that was ordered in time may come, 0 to ${MOST_OFFER_GRACE_DAYS}`,
    ),
  })
  .meta({ id: 'SettlementOfferPolicy' })
