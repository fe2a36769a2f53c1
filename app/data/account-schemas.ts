/** How the answers of the account's queries are read. Days, currencies and ids were checked when they were written. */
import { z } from 'zod'
import type { AccountInvoiceLine } from '~/domain/account-invoice'
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import { DISPUTE_ACTIONS, DISPUTE_REASONS, DISPUTE_STATUSES } from '~/domain/dispute'
import type { DisputeId, InvoiceId, PaymentId } from '~/domain/ids'
import { PAYMENT_STATUSES } from '~/domain/payment'

const isText = (value: unknown) => typeof value === 'string'

const day = z.custom<CalendarDay>(isText)
const currency = z.custom<CurrencyCode>(isText)
const invoiceId = z.custom<InvoiceId>(isText)
const paymentId = z.custom<PaymentId>(isText)
const minor = z.number().int()
const count = z.number().int()
const instant = z.string().transform((text) => new Date(text))
const kind = z.enum(['invoice', 'credit_note'])
const text = z.string().exactOptional()
const optionalDay = day.exactOptional()

const tabCounts = z.object({ open: count, overdue: count, paid: count, all: count })

const balance = z.object({
  kind,
  number: z.string(),
  issueOn: day,
  dueOn: day,
  purchaseOrder: z.string().nullable(),
  payableMinor: minor,
  openMinor: minor,
  disputedMinor: minor,
  pendingMinor: minor,
  plannedMinor: minor,
  settledOn: day.nullable(),
})

export const statementSchema = z.object({
  currencies: z.array(currency),
  currency,
  counts: tabCounts.nullable(),
  groups: z.array(
    z.object({
      currency,
      bucket: z.number().int(),
      count,
      openMinor: minor,
      disputedMinor: minor,
      pendingMinor: minor,
      plannedMinor: minor,
      dueNowMinor: minor,
      oldestDueOn: day.nullable(),
    }),
  ),
  nextDues: z.array(z.object({ currency, dueOn: day, dueNowMinor: minor })),
  creditSums: z.array(z.object({ currency, openMinor: minor })),
  items: z.array(balance),
  credits: z.array(
    z.object({
      kind: z.enum(['credit_note', 'unapplied_credit']),
      currency,
      label: z.string(),
      paymentId: paymentId.nullable(),
      on: day,
      amountMinor: minor,
      openMinor: minor,
    }),
  ),
  payments: z.array(
    z.object({
      id: paymentId,
      reference: z.string(),
      status: z.enum(PAYMENT_STATUSES),
      currency,
      amountMinor: minor,
      on: day,
    }),
  ),
  discountable: z.array(invoiceId),
  pausedUntilOn: day.nullable(),
})

export const balanceForwardSchema = z.object({
  currencies: z.array(currency),
  currency,
  openingMinor: minor,
  debitMinor: minor,
  creditMinor: minor,
  movementCount: count,
  broughtForwardMinor: minor,
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
      paymentId: paymentId.nullable(),
      amountMinor: minor,
    }),
  ),
})

const allowanceCharge = z.object({
  kind: z.enum(['allowance', 'charge']),
  amountMinor: minor,
  percent: text,
  reason: text,
})

const party = z.object({
  name: z.string(),
  tradingName: text,
  vatId: text,
  legalRegistrationId: text,
  addressLines: z.array(z.string()).exactOptional(),
  city: text,
  postalCode: text,
  region: text,
  countryCode: text,
  contactName: text,
  contactPhone: text,
  contactEmail: text,
  electronicAddress: z.object({ value: z.string(), scheme: text }).exactOptional(),
})

export const documentDetailsSchema = z.object({
  typeCode: text,
  paymentTerms: text,
  notes: z.array(z.string()).exactOptional(),
  buyerReference: text,
  salesOrder: text,
  contractReference: text,
  projectReference: text,
  despatchAdvice: text,
  deliveredOn: optionalDay,
  periodStartOn: optionalDay,
  periodEndOn: optionalDay,
  precedingInvoices: z.array(z.object({ number: z.string(), issueOn: optionalDay })).exactOptional(),
  seller: party.exactOptional(),
  buyer: party,
  payee: party.exactOptional(),
  paymentInstruction: z.object({ remittanceInformation: text, iban: text, accountName: text }).exactOptional(),
  settlementDiscounts: z.array(z.object({ deadlineOn: day, rateBps: z.number(), baseMinor: minor.exactOptional() })),
  allowancesAndCharges: z.array(allowanceCharge),
  taxBreakdown: z.array(
    z.object({ category: z.string(), percent: text, taxableMinor: minor, taxMinor: minor, exemptionReason: text }),
  ),
  totals: z.object({
    lineNetMinor: minor,
    allowanceMinor: minor,
    chargeMinor: minor,
    netMinor: minor,
    taxMinor: minor,
    grossMinor: minor,
    prepaidMinor: minor,
    roundingMinor: minor,
    thirdPartyMinor: minor.exactOptional(),
    payableMinor: minor,
  }),
})

const lineNotes = z.object({
  description: text,
  note: text,
  priceBaseQuantity: text,
  allowancesAndCharges: z.array(allowanceCharge).exactOptional(),
  sellerItemId: text,
  buyerItemId: text,
  orderLineReference: text,
  periodStartOn: optionalDay,
  periodEndOn: optionalDay,
})

/** As the document's reader wrote it into the details of the line above, where every line has columns of its own. */
const subLine: z.ZodType<AccountInvoiceLine> = lineNotes
  .extend({
    lineId: z.string(),
    name: z.string(),
    quantity: z.string(),
    unitCode: text,
    unitPrice: text,
    netMinor: minor,
    taxPercent: text,
    get subLines() {
      return z.array(subLine).exactOptional()
    },
  })
  .transform(({ lineId, name, quantity, unitCode, unitPrice, netMinor, taxPercent, ...details }) => ({
    lineId,
    name,
    quantity,
    unitCode: unitCode ?? null,
    unitPrice: unitPrice ?? null,
    netMinor,
    taxPercent: taxPercent ?? null,
    details,
  }))

const lineDetails = lineNotes.extend({ subLines: z.array(subLine).exactOptional() })

const line = z.object({
  lineId: z.string(),
  name: z.string(),
  quantity: z.string(),
  unitCode: z.string().nullable(),
  unitPrice: z.string().nullable(),
  netMinor: minor,
  taxPercent: z.string().nullable(),
  details: lineDetails.nullable(),
})

/**
 * A line all of whose details are texts, as nearly all are. An invoice has hundreds: one look at each is several times
 * cheaper than a copy made member by member. Any other line goes by the schema.
 */
const plainLine = z.custom<AccountInvoiceLine>(isPlainLine)

function isPlainLine(value: unknown): boolean {
  if (!isObject(value)) return false
  return (
    typeof value['lineId'] === 'string' &&
    typeof value['name'] === 'string' &&
    typeof value['quantity'] === 'string' &&
    Number.isSafeInteger(value['netMinor']) &&
    isTextOrNull(value['unitCode']) &&
    isTextOrNull(value['unitPrice']) &&
    isTextOrNull(value['taxPercent']) &&
    (value['details'] === null || hasOnlyTexts(value['details']))
  )
}

function hasOnlyTexts(value: unknown): boolean {
  if (!isObject(value)) return false
  for (const name in value) if (typeof value[name] !== 'string') return false
  return true
}

function isTextOrNull(value: unknown): boolean {
  return typeof value === 'string' || value === null
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

const file = z.object({ filename: z.string(), mediaType: z.string(), byteSize: z.number().int() })

const dispute = z.object({
  id: z.custom<DisputeId>(isText),
  reference: z.string(),
  status: z.enum(DISPUTE_STATUSES),
  currency,
  claimedMinor: minor,
  grantedMinor: minor.nullable(),
  reason: z.enum(DISPUTE_REASONS),
  action: z.enum(DISPUTE_ACTIONS),
  openedByName: z.string().nullable(),
  openedAt: instant,
  answerDueAt: instant.nullable(),
  endedAt: instant.nullable(),
  creditNoteNumber: z.string().nullable(),
})

export const invoiceSchema = balance.extend({
  currency,
  importedOn: day,
  mayBeDiscounted: z.boolean(),
  document: documentDetailsSchema,
  lines: z.array(z.union([plainLine, line])),
  settlements: z.array(
    z
      .object({
        kind: z.enum(['cash', 'credit_note', 'unapplied_credit', 'discount', 'write_off']),
        amountMinor: minor,
        at: instant,
        paymentId: paymentId.nullable(),
        paymentReference: z.string().nullable(),
        otherNumber: z.string().nullable(),
      })
      .transform(({ paymentId: id, paymentReference: reference, ...rest }) => ({
        ...rest,
        payment: id === null || reference === null ? null : { id, reference },
      })),
  ),
  pendingPayments: z.array(z.object({ id: paymentId, reference: z.string(), amountMinor: minor, createdAt: instant })),
  disputes: z.array(dispute),
  original: file.nullable(),
  attachments: z.array(
    z.object({
      id: z.string(),
      reference: z.string().nullable(),
      description: z.string().nullable(),
      url: z.string().nullable(),
      file: file.nullable(),
    }),
  ),
})

export const storedFileSchema = file.extend({ sha256: z.string() })
