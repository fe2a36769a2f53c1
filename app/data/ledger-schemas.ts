/** How the columns and findings of a ledger are read back. Days and currencies were checked when they were written. */
import { z } from 'zod'
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import {
  LEDGER_DOCUMENT_KINDS,
  LEDGER_FINDING_KINDS,
  LEDGER_MATCHED_BY,
  LEDGER_ROW_PROBLEMS,
  type LedgerFinding,
} from '~/domain/ledger'
import { DATE_ORDERS, DECIMAL_SIGNS } from '~/domain/ledger-values'
import type { LedgerColumns } from '~/domain/ledger-columns'

const isText = (value: unknown) => typeof value === 'string'
const day = z.custom<CalendarDay>(isText)
const currency = z.custom<CurrencyCode>(isText)
const place = z.number().int().nullable()
const minor = z.number().int()

export const ledgerTableSchema = z.array(z.array(z.string()))

export const ledgerColumnsSchema: z.ZodType<LedgerColumns> = z.object({
  places: z.object({
    number: place,
    issueOn: place,
    dueOn: place,
    amount: place,
    debit: place,
    credit: place,
    currency: place,
    purchaseOrder: place,
    text: place,
  }),
  skippedLines: z.number().int(),
  decimalSign: z.enum(DECIMAL_SIGNS),
  dateOrder: z.enum(DATE_ORDERS),
  owedSign: z.enum(['positive', 'negative']),
  currency,
})

export const ledgerCountsSchema = z.record(z.enum(LEDGER_FINDING_KINDS), z.number().int())

const row = z.object({
  position: z.number().int(),
  number: z.string().nullable(),
  issueOn: day.nullable(),
  dueOn: day.nullable(),
  amountMinor: minor,
  currency,
  purchaseOrder: z.string().nullable(),
  text: z.string().nullable(),
})

const document = z.object({
  id: z.string(),
  kind: z.enum(LEDGER_DOCUMENT_KINDS),
  number: z.string(),
  purchaseOrder: z.string().nullable(),
  issueOn: day,
  dueOn: day,
  currency,
  amountMinor: minor,
  openMinor: minor,
})

export const ledgerDocumentsSchema = z.array(document)

export const ledgerFindingSchema: z.ZodType<LedgerFinding> = z.object({
  kind: z.enum(LEDGER_FINDING_KINDS),
  by: z.enum(LEDGER_MATCHED_BY).nullable(),
  rows: z.array(row),
  documents: z.array(document),
  differenceMinor: minor.nullable(),
  unreadable: z
    .object({ position: z.number().int(), problem: z.enum(LEDGER_ROW_PROBLEMS), written: z.string() })
    .nullable(),
})
