/** Wires what is owed for lateness, and what settles an account on a day. */
import type { JobHandlers } from '~/data/job-queue.server'
import { billInterestOfAll } from '~/use-cases/bill-interest-remainders'
import { issuePayoffQuote, type PayoffQuoteRequest } from '~/use-cases/issue-payoff-quote'
import type { Clock } from '~/use-cases/ports/clock'
import type { IdSource } from '~/use-cases/ports/ids'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { readInterestWaivers } from '~/use-cases/read-interest-waivers'
import { readPayoff, type PayoffInput } from '~/use-cases/read-payoff'
import { readPayoffQuote } from '~/use-cases/read-payoff-quote'
import { waiveInterest, type WaiverRequest } from '~/use-cases/waive-interest'

export function wirePayoff(deps: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource }) {
  const handlers: JobHandlers = { 'bill-interest': () => billInterestOfAll(deps) }
  const useCases = {
    readPayoff: (input: PayoffInput) => readPayoff(deps, input),
    issuePayoffQuote: (request: PayoffQuoteRequest) => issuePayoffQuote(deps, request),
    readPayoffQuote: (input: Parameters<typeof readPayoffQuote>[1]) => readPayoffQuote(deps, input),
    readInterestWaivers: (input: Parameters<typeof readInterestWaivers>[1]) => readInterestWaivers(deps, input),
    waiveInterest: (request: WaiverRequest) => waiveInterest(deps, request),
  }
  return { handlers, useCases }
}
