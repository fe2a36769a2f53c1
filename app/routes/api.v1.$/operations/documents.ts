/** Documents as PDF, for the creditor's own files and mails: the same that its debtors download. */
import { z } from 'zod'
import { dayOfInstant, parseCalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import { parseCurrencyCode } from '~/domain/currency'
import { DEFAULT_STATEMENT_QUERY, STATEMENT_TABS } from '~/domain/statement-query'
import { LANGUAGES } from '~/i18n/languages'
import type { Application } from '~/composition.server'
import { defineOperation } from '../operation'
import { externalIdPath } from '../schemas'

const MEDIA_TYPE = 'application/pdf'

const language = z.enum(LANGUAGES).optional().meta({ description: 'The creditor’s own where it is absent' })
const languageQuery = z.strictObject({ language })
const dayParameter = z.string().refine((text) => parseCalendarDay(text) !== null, 'not a calendar day (YYYY-MM-DD)')

function chooseWords(creditor: Creditor, wanted: string | undefined) {
  const tag = wanted ?? creditor.defaultLocale
  return { language: tag, formatLocale: tag }
}

function getContext(app: Application, { timeZone, defaultCurrency }: Creditor) {
  return { today: dayOfInstant(app.clock.now(), timeZone), timeZone, defaultCurrency, isLimited: false }
}

const getStatementDocument = defineOperation({
  method: 'GET',
  path: '/debtors/{externalId}/statement.pdf',
  id: 'getStatementDocument',
  summary: 'A debtor’s statement as a tagged PDF',
  description: 'Of every currency where none is named. Each has a verification code that /trust checks.',
  pathSchema: externalIdPath,
  querySchema: z.strictObject({
    status: z.enum(STATEMENT_TABS).default('open').meta({ description: 'Which documents are listed' }),
    from: dayParameter.optional().meta({ description: 'First day of issue' }),
    to: dayParameter.optional().meta({ description: 'Last day of issue' }),
    currency: z
      .string()
      .refine((text) => parseCurrencyCode(text) !== null, 'not an ISO 4217 currency')
      .optional(),
    lines: z.enum(['0', '1']).default('0').meta({ description: '1: each document with its lines' }),
    language,
  }),
  output: { status: 200, schema: null, mediaType: MEDIA_TYPE },
  problems: ['unknown-debtor'],
  async handle({ app, creditor, path, query }) {
    const debtor = await app.findDebtor({ creditorId: creditor.id, externalId: path.externalId })
    if (!debtor) return { problem: 'unknown-debtor' }
    const file = await app.issueStatement({
      account: { creditorId: creditor.id, debtorId: debtor.id },
      context: getContext(app, creditor),
      language: chooseWords(creditor, query.language),
      isReported: false,
      filter: {
        ...{ tab: query.status, search: DEFAULT_STATEMENT_QUERY.search },
        from: query.from === undefined ? null : parseCalendarDay(query.from),
        to: query.to === undefined ? null : parseCalendarDay(query.to),
        currency: query.currency === undefined ? null : parseCurrencyCode(query.currency),
      },
      withLines: query.lines === '1',
    })
    return { body: null, file }
  },
})

const getInvoiceDocument = defineOperation({
  method: 'GET',
  path: '/debtors/{externalId}/invoices/{number}/copy.pdf',
  id: 'getInvoiceDocument',
  summary: 'A readable copy of an invoice or credit note as a tagged PDF',
  pathSchema: externalIdPath.extend({ number: z.string().min(1).max(200) }),
  querySchema: languageQuery.extend({ kind: z.enum(['invoice', 'credit_note']).optional() }),
  output: { status: 200, schema: null, mediaType: MEDIA_TYPE },
  problems: ['unknown-debtor', 'unknown-invoice'],
  async handle({ app, creditor, path, query }) {
    const debtor = await app.findDebtor({ creditorId: creditor.id, externalId: path.externalId })
    if (!debtor) return { problem: 'unknown-debtor' }
    const file = await app.issueInvoiceCopy({
      account: { creditorId: creditor.id, debtorId: debtor.id },
      context: getContext(app, creditor),
      language: chooseWords(creditor, query.language),
      address: { number: path.number, kind: query.kind ?? null },
    })
    return file ? { body: null, file } : { problem: 'unknown-invoice' }
  },
})

const getReceiptDocument = defineOperation({
  method: 'GET',
  path: '/payments/{id}/receipt.pdf',
  id: 'getReceiptDocument',
  summary: 'The receipt of a payment as a tagged PDF; there is none before something was settled',
  pathSchema: z.object({ id: z.uuid() }),
  querySchema: languageQuery,
  output: { status: 200, schema: null, mediaType: MEDIA_TYPE },
  problems: ['unknown-payment'],
  async handle({ app, creditor, path, query }) {
    const found = await app.readCreditorPayment({ creditorId: creditor.id, paymentId: path.id })
    const file =
      found &&
      (await app.issueReceipt({
        account: { creditorId: creditor.id, debtorId: found.payment.debtorId },
        language: chooseWords(creditor, query.language),
        paymentId: path.id,
      }))
    return file ? { body: null, file } : { problem: 'unknown-payment' }
  },
})

export const documentOperations = [getStatementDocument, getInvoiceDocument, getReceiptDocument]
