import { addDays, dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { CurrencyCode } from '~/domain/currency'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import { computePayoff } from '~/domain/payoff'
import { totalQuotedItem, type PayoffQuote, type QuotedItem } from '~/domain/payoff-quote'
import { fail, succeed, type Result } from '~/domain/result'
import { findSettlementDiscount, toConcession } from '~/domain/settlement-discount'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { readDiscounts } from './read-discounts'
import { readPayoffQuestion } from './read-payoff'
import { logAccessStep } from './record-access-step'

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
}

export interface PayoffQuoteRequest {
  creditorId: CreditorId
  debtorId: DebtorId
  currency: CurrencyCode
  /** Null for all that is due in the currency. */
  numbers: readonly string[] | null
  /** The day on which it is meant to be paid at the latest. */
  validThroughOn: CalendarDay
  language: string
  linkId: AccessLinkId | null
  requestedBy: string
}

export type PayoffQuoteRefusal = { kind: 'nothing_due' } | { kind: 'day_out_of_range'; latestOn: CalendarDay }

/** A number that nobody has is found in a few tries. */
const ATTEMPTS = 5

/** Promises in writing what settles the invoices when it is paid on that day or before. */
export async function issuePayoffQuote(
  { unitOfWork, clock, ids }: Dependencies,
  request: PayoffQuoteRequest,
): Promise<Result<PayoffQuote, PayoffQuoteRefusal>> {
  const { creditorId, debtorId, currency, numbers, validThroughOn } = request
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const now = clock.now()
    const today = dayOfInstant(now, creditor.timeZone)
    const { quoteDays } = await transaction.policies.read(creditorId, 'interest')
    const latestOn = addDays(today, quoteDays)
    if (validThroughOn < today || validThroughOn > latestOn) return fail({ kind: 'day_out_of_range', latestOn })
    const items = await listItems(transaction, creditor, { debtorId, currency, numbers, on: validThroughOn })
    if (items.length === 0) return fail({ kind: 'nothing_due' })
    const { language, linkId, requestedBy } = request
    const quote = {
      ...{ id: ids.uuid(), creditorId, debtorId, currency, validThroughOn, items, language, linkId, requestedBy },
      ...{ issuedAt: now, issuedOn: today },
      totalMinor: items.reduce((sum, item) => sum + totalQuotedItem(item), 0),
    }
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const numbered: PayoffQuote = { ...quote, number: `Q-${ids.reference()}` }
      if (!(await transaction.payoffQuotes.insert(numbered))) continue
      if (linkId !== null) {
        const step = { creditorId, debtorId, linkId, action: 'quote_requested', subject: numbered.number } as const
        await logAccessStep({ clock, ids }, transaction, step)
      }
      return succeed(numbered)
    }
    throw new Error('no number is free for a payoff quote')
  })
}

async function listItems(
  transaction: Transaction,
  creditor: Creditor,
  wanted: Pick<PayoffQuoteRequest, 'debtorId' | 'currency' | 'numbers'> & { on: CalendarDay },
): Promise<QuotedItem[]> {
  const { debtorId, currency, numbers, on } = wanted
  const open = await transaction.invoices.listOpen(creditor.id, debtorId, 'invoice', currency)
  const invoices = open.filter(
    (invoice) => computeDueNow(invoice) > 0 && (numbers === null || numbers.includes(invoice.number)),
  )
  const { invoices: asked, terms } = await readPayoffQuestion(transaction, creditor, { debtorId, invoices })
  const { policy, questions } = await readDiscounts(transaction, creditor, { debtorId, invoices })
  return computePayoff(asked, terms, { on, currency }).items.map(
    ({ invoice, principalMinor, interestMinor, compensationMinor }) => {
      const question = questions.get(invoice.id)
      const discount = question ? findSettlementDiscount({ ...question, invoice }, principalMinor, on) : null
      return {
        ...{ invoiceId: invoice.id, number: invoice.number, principalMinor, interestMinor, compensationMinor },
        concession: discount ? toConcession(discount, policy) : null,
      }
    },
  )
}
