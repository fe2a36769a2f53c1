import { z } from 'zod'
import { dayOfInstant, parseCalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { totalQuotedItem, type PayoffQuote } from '~/domain/payoff-quote'
import { defineOperation, type Operation } from '../operation'
import { chosenInvoices, currency, day, externalIdPath, instant, minor } from '../schemas'

/** Invoices that one question may name. */
const MOST_NAMED = 100

const payoffDay = z.object({
  on: day,
  principalMinor: minor,
  discountMinor: minor,
  interestMinor: minor,
  compensationMinor: minor,
  totalMinor: minor.meta({ description: 'principal - discount + interest + compensation' }),
})

const readPayoff = defineOperation({
  method: 'GET',
  path: '/debtors/{externalId}/payoff',
  id: 'readPayoff',
  summary: 'What settles an account on each day',
  description: 'From today on, in one currency: everything that is due, or the invoices that are named.',
  pathSchema: externalIdPath,
  querySchema: z.strictObject({
    currency: currency.optional().meta({
      description: 'Where it is left out, that of the first invoice named; else the one with the most open invoices',
    }),
    until: day.optional().meta({ description: 'Half a year ahead at most; 45 days where it is left out' }),
    invoice: z
      .array(z.string())
      .max(MOST_NAMED)
      .optional()
      .meta({ description: 'Numbers of the only invoices that are asked about: given once for each' }),
  }),
  output: {
    status: 200,
    schema: z
      .object({
        currency: currency.nullable().meta({ description: 'null where nothing of what was asked for is due' }),
        invoices: z.array(z.string()).nullable().meta({
          description: 'Of those that were named, the ones that are due in this currency; null where none was named',
        }),
        days: z.array(payoffDay),
      })
      .meta({ id: 'Payoff' }),
  },
  problems: ['unknown-debtor', 'unknown-invoice'],
  async handle({ app, creditor, path: { externalId }, query }) {
    const debtor = await app.findDebtor({ creditorId: creditor.id, externalId })
    if (!debtor) return { problem: 'unknown-debtor' }
    const account = { creditorId: creditor.id, debtorId: debtor.id }
    const { timeZone } = creditor
    const today = dayOfInstant(app.clock.now(), timeZone)
    const numbers = query.invoice === undefined ? null : [...new Set(query.invoice)]
    let first: CurrencyCode | null = null
    for (const number of numbers ?? []) {
      const invoice = await app.readInvoice(account, { number, kind: 'invoice' }, { timeZone, today })
      if (invoice === null) return { problem: 'unknown-invoice', detail: `there is no invoice ${number}` }
      first ??= invoice.currency
    }
    const asked = query.currency === undefined ? first : parseCurrencyCode(query.currency)
    const view = await app.readPayoff({
      ...{ ...account, currency: asked, numbers, throughOn: parseCalendarDay(query.until ?? '') },
    })
    // The pages answer what there is instead; a program is told that nothing of what it asked for is due.
    const isOther = view !== null && (query.currency ?? first ?? view.currency) !== view.currency
    if (!view || isOther || (numbers !== null && view.chosen === null)) {
      return { body: { currency: null, invoices: numbers && [], days: [] } }
    }
    const days = view.payoffs.map(
      ({ on, principalMinor, discountMinor, interestMinor, compensationMinor, totalMinor }) => ({
        ...{ on, principalMinor, discountMinor, interestMinor, compensationMinor, totalMinor },
      }),
    )
    return { body: { currency: view.currency, invoices: view.chosen, days } }
  },
})

const quote = z
  .object({
    id: z.uuid(),
    number: z.string(),
    currency,
    issuedAt: instant,
    validThroughOn: day.meta({ description: 'Counted whole, in your time zone' }),
    totalMinor: minor,
    items: z.array(
      z.object({
        invoice: z.string(),
        principalMinor: minor,
        discountMinor: minor,
        interestMinor: minor,
        compensationMinor: minor,
        totalMinor: minor,
      }),
    ),
  })
  .meta({ id: 'PayoffQuote' })

const issueQuote = defineOperation({
  method: 'POST',
  path: '/debtors/{externalId}/payoff-quotes',
  id: 'issuePayoffQuote',
  summary: 'Promise in writing what settles an account',
  description: 'Honoured through its day: the debtor pays what it says, or less where less is owed by then.',
  pathSchema: externalIdPath,
  body: z.strictObject({
    currency,
    invoices: chosenInvoices,
    validThroughOn: day,
  }),
  output: { status: 201, schema: quote },
  problems: ['unknown-debtor', 'payoff-quote-refused'],
  async handle({ app, creditor, apiKeyId, path: { externalId }, body }) {
    const account = await app.findDebtor({ creditorId: creditor.id, externalId })
    if (!account) return { problem: 'unknown-debtor' }
    const [code, validThroughOn] = [parseCurrencyCode(body.currency), parseCalendarDay(body.validThroughOn)]
    if (!code || !validThroughOn) return { problem: 'payoff-quote-refused', detail: 'no such currency or day' }
    const issued = await app.issuePayoffQuote({
      ...{ creditorId: creditor.id, debtorId: account.id, currency: code, validThroughOn },
      ...{ numbers: body.invoices ?? null, language: creditor.defaultLocale, linkId: null },
      requestedBy: `key:${apiKeyId}`,
    })
    if (issued.ok) return { body: describeQuote(issued.value) }
    const { failure } = issued
    const detail = failure.kind === 'nothing_due' ? 'nothing is due' : `the day is from today to ${failure.latestOn}`
    return { problem: 'payoff-quote-refused', detail }
  },
})

function describeQuote({ id, number, currency: code, issuedAt, validThroughOn, totalMinor, items }: PayoffQuote) {
  return {
    ...{ id, number, currency: code, validThroughOn, totalMinor },
    issuedAt: issuedAt.toISOString(),
    items: items.map((item) => ({
      invoice: item.number,
      principalMinor: item.principalMinor,
      discountMinor: item.concession?.amountMinor ?? 0,
      interestMinor: item.interestMinor,
      compensationMinor: item.compensationMinor,
      totalMinor: totalQuotedItem(item),
    })),
  }
}

export const payoffOperations: readonly Operation[] = [readPayoff, issueQuote]
