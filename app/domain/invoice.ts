/**
 * What a creditor's document says, whatever the file it came from: the fields of EN 16931-1 that a debtor needs to
 * understand and settle it. Business-term numbers (BT-..., BG-...) name the standard's field.
 *
 * Amounts are integer minor units of `currency`. A credit note's figures are positive, as EN 16931 writes them.
 */
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'

export type DocumentKind = 'invoice' | 'credit_note'

/** BG-4 seller, BG-7 buyer, BG-10 payee. */
export interface Party {
  name: string
  /** BT-28 / BT-45 trading name. */
  tradingName?: string
  /** BT-29 / BT-46: identifiers of the party, as written. */
  identifiers?: string[]
  /** BT-30 / BT-47. */
  legalRegistrationId?: string
  /** BT-31 / BT-48. */
  vatId?: string
  /** BT-34 / BT-49, with its scheme. */
  electronicAddress?: { value: string; scheme?: string }
  addressLines?: string[]
  city?: string
  postalCode?: string
  region?: string
  /** ISO 3166-1 alpha-2. */
  countryCode?: string
  contactName?: string
  contactPhone?: string
  contactEmail?: string
}

/** BG-20/21 at document level, BG-27/28 at line level. */
export interface AllowanceCharge {
  kind: 'allowance' | 'charge'
  amountMinor: number
  /** BT-93/100/137/142. */
  baseMinor?: number
  /** BT-94/101/138/143 as a plain decimal percentage. */
  percent?: string
  reason?: string
  reasonCode?: string
  taxCategory?: string
  taxPercent?: string
}

/** BG-25. Quantities and unit prices keep the document's own decimals, as text. */
export interface InvoiceLine {
  /** BT-126. Unique in the document. */
  lineId: string
  /** BT-153. */
  name: string
  /** BT-154. */
  description?: string
  /** BT-127. */
  note?: string
  /** BT-129, plain decimal. */
  quantity: string
  /** BT-130, UN/ECE Recommendation 20/21 code; empty when the source has none. */
  unitCode?: string
  /** BT-146 item net price as a plain decimal in `currency` for `priceBaseQuantity` (BT-149, default 1) units. */
  unitPrice?: string
  priceBaseQuantity?: string
  /** BT-131 line net amount. */
  netMinor: number
  /** BT-151/152. */
  taxCategory?: string
  taxPercent?: string
  allowancesAndCharges?: AllowanceCharge[]
  /** BT-155/156/157. */
  sellerItemId?: string
  buyerItemId?: string
  standardItemId?: string
  /** BT-132 referenced purchase order line. */
  orderLineReference?: string
  /** BG-26. */
  periodStartOn?: CalendarDay
  periodEndOn?: CalendarDay
  /** BT-160/161. */
  attributes?: { name: string; value: string }[]
  /** BG-DEX-01 of the XRechnung extension: what the line is made of. Their amounts are part of `netMinor`. */
  subLines?: InvoiceLine[]
}

/** BG-23. */
export interface TaxBreakdown {
  /** BT-118: S, Z, E, AE, K, G, O, L, M. */
  category: string
  /** BT-119, plain decimal; absent when not subject to VAT. */
  percent?: string
  /** BT-116. */
  taxableMinor: number
  /** BT-117. */
  taxMinor: number
  /** BT-120. */
  exemptionReason?: string
}

/** One tier of a settlement discount as the document grants it. */
export interface SettlementDiscountTerm {
  /** Last day on which the discount may be taken, counted whole in the creditor's time zone. */
  deadlineOn: CalendarDay
  /** 200 = 2 %. */
  rateBps: number
  /** The part of the payable the rate applies to, where the document limits it. */
  baseMinor?: number
}

/** BG-16/17: where the money goes. */
export interface PaymentInstruction {
  /** BT-81, UNTDID 4461. */
  meansCode?: string
  /** BT-83. */
  remittanceInformation?: string
  iban?: string
  bic?: string
  accountName?: string
}

/** BG-24 supporting document, embedded or by address. */
export interface Attachment {
  /** BT-122. */
  reference?: string
  description?: string
  filename?: string
  mediaType?: string
  /** The embedded document's bytes. */
  content?: Uint8Array
  /** BT-124. */
  url?: string
}

export interface InvoiceTotals {
  /** BT-106 sum of line net amounts. */
  lineNetMinor: number
  /** BT-107. */
  allowanceMinor: number
  /** BT-108. */
  chargeMinor: number
  /** BT-109 total without VAT. */
  netMinor: number
  /** BT-110 total VAT. */
  taxMinor: number
  /** BT-112 total with VAT. */
  grossMinor: number
  /** BT-113 already paid. */
  prepaidMinor: number
  /** BT-114 rounding. */
  roundingMinor: number
  /** BT-DEX-002 of the XRechnung extension: collected with this document for third parties, part of the payable. */
  thirdPartyMinor?: number
  /** BT-115 amount due for payment. May be negative: then the document is a credit to the debtor. */
  payableMinor: number
}

export interface InvoiceDocument {
  kind: DocumentKind
  /** BT-1. */
  number: string
  /** BT-2. */
  issueOn: CalendarDay
  /** BT-9; null where the document gives none (the creditor's default terms then apply). */
  dueOn: CalendarDay | null
  /** BT-5. */
  currency: CurrencyCode
  /** BT-3, UNTDID 1001. */
  typeCode?: string
  /** BT-20, as written. */
  paymentTerms?: string
  /** BT-22. */
  notes?: string[]
  /** BT-10. */
  buyerReference?: string
  /** BT-13. */
  purchaseOrder?: string
  /** BT-14. */
  salesOrder?: string
  /** BT-12. */
  contractReference?: string
  /** BT-11. */
  projectReference?: string
  /** BT-16. */
  despatchAdvice?: string
  /** BT-72. */
  deliveredOn?: CalendarDay
  /** BG-14. */
  periodStartOn?: CalendarDay
  periodEndOn?: CalendarDay
  /** BG-3. */
  precedingInvoices?: { number: string; issueOn?: CalendarDay }[]
  seller?: Party
  buyer: Party
  payee?: Party
  /**
   * The creditor's own number for the debtor, by which it is found: BT-46 buyer identifier where there is one, else a
   * column of the file, else another stable identifier of the buyer.
   */
  debtorExternalId: string
  paymentInstruction?: PaymentInstruction
  settlementDiscounts: SettlementDiscountTerm[]
  lines: InvoiceLine[]
  allowancesAndCharges: AllowanceCharge[]
  taxBreakdown: TaxBreakdown[]
  totals: InvoiceTotals
  attachments: Attachment[]
}
