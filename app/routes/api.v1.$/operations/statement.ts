import { z } from 'zod'
import { parseCalendarDay, dayOfInstant } from '~/domain/calendar-day'
import { parsePeriodQuery, type BalanceForward } from '~/domain/balance-forward'
import { parseCurrencyCode } from '~/domain/currency'
import { DEFAULT_STATEMENT_QUERY, STATEMENT_TABS } from '~/domain/statement-query'
import { defineOperation } from '../operation'
import { currency, day, externalIdPath, minor, namedDebtor } from '../schemas'

const dayParameter = z.string().refine((text) => parseCalendarDay(text) !== null, 'not a calendar day (YYYY-MM-DD)')

const query = z
  .strictObject({
    from: dayParameter.optional().meta({ description: 'First day of the period whose movements are wanted' }),
    to: dayParameter.optional().meta({ description: 'Last day of it; today when only from is given' }),
    currency: z
      .string()
      .refine((text) => parseCurrencyCode(text) !== null, 'not an ISO 4217 currency')
      .optional(),
    status: z.enum(STATEMENT_TABS).default('open').meta({ description: 'Which documents are listed' }),
    page: z.coerce.number().int().min(1).max(100_000).default(1).meta({ type: 'integer' }),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['from'],
    message: 'later than to',
  })

const position = z.object({
  currency,
  count: z.int(),
  openMinor: minor,
  disputedMinor: minor,
  pendingMinor: minor,
  plannedMinor: minor,
  dueNowMinor: minor,
  overdueMinor: minor,
  creditMinor: minor,
  balanceMinor: minor,
  oldestOverdueOn: day.nullable(),
})

const document = z.object({
  kind: z.enum(['invoice', 'credit_note']),
  number: z.string(),
  issueOn: day,
  dueOn: day,
  payableMinor: minor,
  openMinor: minor,
  disputedMinor: minor,
  pendingMinor: minor,
  plannedMinor: minor,
  settledOn: day.nullable(),
  purchaseOrder: z.string().nullable(),
})

const period = z.object({
  from: day,
  to: day,
  openingMinor: minor,
  debitMinor: minor,
  creditMinor: minor,
  closingMinor: minor.meta({ description: 'openingMinor + debitMinor - creditMinor' }),
  movementCount: z.int(),
  movements: z.array(
    z.object({
      kind: z.enum([
        'invoice',
        'credit_note',
        'payment',
        'refund',
        'chargeback',
        'reinstatement',
        'discount',
        'write_off',
      ]),
      on: day,
      reference: z.string(),
      paymentId: z.uuid().nullable(),
      amountMinor: minor.meta({ description: 'Positive raises what the debtor owes' }),
      balanceMinor: minor.meta({ description: 'What it owes afterwards' }),
    }),
  ),
  pageCount: z.int(),
})

export const getStatement = defineOperation({
  method: 'GET',
  path: '/debtors/{externalId}/statement',
  id: 'getStatement',
  summary: 'What a debtor’s statement shows: positions, documents, and the movements of a period',
  description:
    'Days are counted in the creditor’s time zone. Documents, and the period’s movements, come in pages of a fixed size; page turns both.',
  pathSchema: externalIdPath,
  querySchema: query,
  output: {
    status: 200,
    schema: z.object({
      debtor: namedDebtor,
      today: day,
      positions: z.array(position),
      currency: currency.meta({ description: 'Of the documents, payments and period below' }),
      documents: z.array(document),
      page: z.int(),
      pageCount: z.int(),
      recentPayments: z.array(
        z.object({
          id: z.uuid(),
          reference: z.string(),
          status: z.string(),
          currency,
          amountMinor: minor,
          on: day,
        }),
      ),
      period: period.nullable().meta({ description: 'Only where from or to was given' }),
    }),
  },
  problems: ['unknown-debtor'],
  async handle({ app, creditor, path, query: wanted }) {
    const debtor = await app.findDebtor({ creditorId: creditor.id, externalId: path.externalId })
    if (!debtor) return { problem: 'unknown-debtor' }
    const account = { creditorId: creditor.id, debtorId: debtor.id }
    const today = dayOfInstant(app.clock.now(), creditor.timeZone)
    const { timeZone, defaultCurrency } = creditor
    const context = { today, timeZone, defaultCurrency, isLimited: false }
    const wantedCurrency = wanted.currency === undefined ? null : parseCurrencyCode(wanted.currency)
    const { statement } = await app.readStatement(account, context, {
      ...DEFAULT_STATEMENT_QUERY,
      tab: wanted.status,
      currency: wantedCurrency,
      page: wanted.page,
    })
    const asksPeriod = wanted.from !== undefined || wanted.to !== undefined
    const periodText = new URLSearchParams({ currency: statement.currency, page: String(wanted.page) })
    if (wanted.from !== undefined) periodText.set('from', wanted.from)
    if (wanted.to !== undefined) periodText.set('to', wanted.to)
    const reading = asksPeriod
      ? await app.readBalanceForward(account, context, parsePeriodQuery(periodText, today).query)
      : null
    return {
      body: {
        debtor: { externalId: debtor.externalId, name: debtor.name },
        today: statement.today,
        positions: statement.positions.map(
          ({ ageing: _ageing, nextDue: _nextDue, notYetDueMinor: _later, ...rest }) => rest,
        ),
        currency: statement.currency,
        documents: [...statement.items],
        page: statement.page,
        pageCount: statement.pageCount,
        recentPayments: [...statement.payments],
        period: reading && toPeriod(reading.balanceForward),
      },
    }
  },
})

function toPeriod({ currency: _, broughtForwardMinor: _brought, page: _page, ...rest }: BalanceForward) {
  return { ...rest, movements: [...rest.movements] }
}
