/** Invoices as the API takes them: the fields of the domain document, amounts as integer minor units. */
import { z } from 'zod'

const amountMinor = z
  .int()
  .meta({ description: 'Integer minor units of the document’s currency (cents for EUR, yen for JPY).' })
const text = z.string().trim().min(1).max(10_000)
const day = z.iso.date().meta({ description: 'A calendar day, YYYY-MM-DD.' })
const decimal = z
  .string()
  .regex(/^-?\d{1,15}(\.\d{1,12})?$/)
  .meta({ description: 'A plain decimal with a point.', example: '2.500' })

const partySchema = z
  .strictObject({
    name: text.meta({ description: 'BT-27 / BT-44 / BT-59.' }),
    tradingName: text.exactOptional(),
    identifiers: z.array(text).max(20).exactOptional().meta({ description: 'BT-29 / BT-46.' }),
    legalRegistrationId: text.exactOptional().meta({ description: 'BT-30 / BT-47.' }),
    vatId: text.exactOptional().meta({ description: 'BT-31 / BT-48.' }),
    electronicAddress: z.strictObject({ value: text, scheme: text.exactOptional() }).exactOptional(),
    addressLines: z.array(text).max(10).exactOptional(),
    city: text.exactOptional(),
    postalCode: text.exactOptional(),
    region: text.exactOptional(),
    countryCode: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .exactOptional()
      .meta({ description: 'ISO 3166-1 alpha-2.' }),
    contactName: text.exactOptional(),
    contactPhone: text.exactOptional(),
    contactEmail: text.exactOptional(),
  })
  .meta({ id: 'Party' })

const allowanceChargeSchema = z
  .strictObject({
    kind: z.enum(['allowance', 'charge']),
    amountMinor,
    baseMinor: amountMinor.exactOptional(),
    percent: decimal.exactOptional(),
    reason: text.exactOptional(),
    reasonCode: text.exactOptional(),
    taxCategory: text.exactOptional(),
    taxPercent: decimal.exactOptional(),
  })
  .meta({ id: 'AllowanceCharge' })

const lineSchema = z
  .strictObject({
    lineId: text.exactOptional().meta({ description: 'BT-126; the position where it is left out.' }),
    name: text.meta({ description: 'BT-153.' }),
    description: text.exactOptional(),
    note: text.exactOptional(),
    quantity: decimal.default('1').meta({ description: 'BT-129.' }),
    unitCode: text.exactOptional().meta({ description: 'BT-130, UN/ECE Recommendation 20.' }),
    unitPrice: decimal.exactOptional().meta({ description: 'BT-146, a decimal of the currency’s main unit.' }),
    priceBaseQuantity: decimal.exactOptional(),
    netMinor: amountMinor.meta({ description: 'BT-131.' }),
    taxCategory: text.exactOptional(),
    taxPercent: decimal.exactOptional(),
    allowancesAndCharges: z.array(allowanceChargeSchema).exactOptional(),
    sellerItemId: text.exactOptional(),
    buyerItemId: text.exactOptional(),
    standardItemId: text.exactOptional(),
    orderLineReference: text.exactOptional(),
    periodStartOn: day.exactOptional(),
    periodEndOn: day.exactOptional(),
    attributes: z.array(z.strictObject({ name: text, value: text })).exactOptional(),
  })
  .meta({ id: 'InvoiceLine' })

const taxBreakdownSchema = z
  .strictObject({
    category: text.meta({ description: 'BT-118.' }),
    percent: decimal.exactOptional(),
    taxableMinor: amountMinor,
    taxMinor: amountMinor,
    exemptionReason: text.exactOptional(),
  })
  .meta({ id: 'TaxBreakdown' })

const attachmentSchema = z
  .strictObject({
    reference: text.exactOptional(),
    description: text.exactOptional(),
    filename: text.exactOptional(),
    mediaType: text.exactOptional(),
    contentBase64: z.base64().exactOptional(),
    url: z.url({ protocol: /^https?$/ }).exactOptional(),
  })
  .meta({ id: 'Attachment' })

const totalsSchema = z
  .strictObject({
    lineNetMinor: amountMinor.exactOptional(),
    allowanceMinor: amountMinor.exactOptional(),
    chargeMinor: amountMinor.exactOptional(),
    netMinor: amountMinor.exactOptional(),
    taxMinor: amountMinor.exactOptional(),
    grossMinor: amountMinor.exactOptional(),
    prepaidMinor: amountMinor.exactOptional(),
    roundingMinor: amountMinor.exactOptional(),
    payableMinor: amountMinor.meta({
      description: 'BT-115: what is owed. What is left out of the others follows from the parts.',
    }),
  })
  .meta({ id: 'InvoiceTotals' })

export const jsonInvoiceSchema = z
  .strictObject({
    kind: z.enum(['invoice', 'credit_note']).default('invoice'),
    number: text.max(200).meta({ description: 'BT-1.' }),
    issueOn: day,
    dueOn: day.nullable().default(null).meta({ description: 'BT-9; null: by the creditor’s usual terms.' }),
    currency: z.string().length(3).meta({ description: 'BT-5, ISO 4217.', example: 'EUR' }),
    typeCode: text.exactOptional().meta({ description: 'BT-3, UNTDID 1001.' }),
    paymentTerms: text
      .exactOptional()
      .meta({ description: 'BT-20; #SKONTO# lines in it are read as settlement discounts.' }),
    notes: z.array(text).exactOptional(),
    buyerReference: text.exactOptional(),
    purchaseOrder: text.exactOptional(),
    salesOrder: text.exactOptional(),
    contractReference: text.exactOptional(),
    projectReference: text.exactOptional(),
    despatchAdvice: text.exactOptional(),
    deliveredOn: day.exactOptional(),
    periodStartOn: day.exactOptional(),
    periodEndOn: day.exactOptional(),
    precedingInvoices: z.array(z.strictObject({ number: text, issueOn: day.exactOptional() })).exactOptional(),
    seller: partySchema.exactOptional(),
    buyer: partySchema,
    payee: partySchema.exactOptional(),
    debtorExternalId: text.max(200).exactOptional().meta({
      description:
        'The creditor’s own number for the debtor; left out, it is the buyer’s first identifier (see import-einvoice).',
    }),
    paymentInstruction: z
      .strictObject({
        meansCode: text.exactOptional(),
        remittanceInformation: text.exactOptional(),
        iban: text.exactOptional(),
        bic: text.exactOptional(),
        accountName: text.exactOptional(),
      })
      .exactOptional(),
    settlementDiscounts: z
      .array(
        z.strictObject({
          deadlineOn: day,
          rateBps: z.int().min(1).max(10_000),
          baseMinor: amountMinor.exactOptional(),
        }),
      )
      .default([])
      .meta({ description: 'Tiers; 200 basis points are 2 %.' }),
    lines: z.array(lineSchema).default([]),
    allowancesAndCharges: z.array(allowanceChargeSchema).default([]),
    taxBreakdown: z.array(taxBreakdownSchema).default([]),
    totals: totalsSchema,
    attachments: z.array(attachmentSchema).default([]),
  })
  .meta({ id: 'Invoice', description: 'An invoice or credit note, by the fields of EN 16931.' })

/** What a request's JSON body may be: one document, or several. */
export const jsonInvoicesBodySchema = z
  .union([jsonInvoiceSchema, z.array(jsonInvoiceSchema), z.strictObject({ documents: z.array(jsonInvoiceSchema) })])
  .meta({ id: 'InvoicesBody' })

export type JsonInvoice = z.output<typeof jsonInvoiceSchema>
