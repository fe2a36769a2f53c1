/**
 * From the hand-written content to the whole document: dates from the anchor day, line amounts, VAT breakdown and
 * totals by the calculation rules of EN 16931-1 (BR-CO-10 to BR-CO-17).
 */
import { addDays, type CalendarDay } from '~/domain/calendar-day'
import { getCurrencyExponent, parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type {
  AllowanceCharge,
  InvoiceDocument,
  InvoiceLine,
  InvoiceTotals,
  Party,
  TaxBreakdown,
} from '~/domain/invoice'
import { divideRounded, multiplyBps, multiplyRatio } from '~/domain/money'
import { writeDeliveryNotePdf } from './delivery-note-pdf'
import { getSampleCreditor, getSampleDebtor, type SampleCreditor, type SampleDebtor } from './sample-creditors'
import type {
  SampleAccount,
  SampleAllowanceCharge,
  SampleFormat,
  SampleInvoice,
  SampleLine,
  SampleTax,
} from './sample-invoice'

/** UNTDID 4461: a credit note is set off against invoices. */
const CLEARING_BETWEEN_PARTNERS = '97'

/** A sample as it is meant to be read: the file's format and every figure. */
export interface SampleDocument {
  creditorSlug: string
  format: SampleFormat
  document: InvoiceDocument
}

/** Works out one document of an account. Days of the content are counted back from `anchorOn`. */
export function buildSampleDocument(
  account: SampleAccount,
  invoice: SampleInvoice,
  anchorOn: CalendarDay,
): SampleDocument {
  const creditor = getSampleCreditor(account.creditorSlug)
  const debtor = getSampleDebtor(creditor, account.debtorExternalId)
  const currency = parseCurrencyCode(account.currency)
  if (currency === null) throw new RangeError(`not a currency: ${account.currency}`)
  const format = invoice.format ?? account.format
  const termDays = invoice.termDays ?? account.termDays
  const isCreditNote = invoice.kind === 'credit_note'
  const paymentTerms = invoice.paymentTerms ?? (isCreditNote ? undefined : account.describeTerms(termDays))
  const dayAgo = (days: number) => addDays(anchorOn, -days)
  const issueOn = dayAgo(invoice.issuedDaysAgo)

  const lines = invoice.lines.map((line, index) => buildLine(line, index, currency, dayAgo))
  const allowancesAndCharges = buildDocumentAllowances(invoice, lines)
  const taxBreakdown = buildTaxBreakdown(invoice, lines, allowancesAndCharges, account.exemptionReasons ?? {})
  const totals = buildTotals(invoice, lines, allowancesAndCharges, taxBreakdown)
  const discounts = invoice.settlementDiscounts ?? []

  const { notes, buyerReference, purchaseOrder, salesOrder, contractReference, projectReference, despatchAdvice } =
    invoice
  return {
    creditorSlug: creditor.slug,
    format,
    document: {
      kind: invoice.kind ?? 'invoice',
      number: invoice.number,
      issueOn,
      dueOn: isCreditNote ? null : addDays(issueOn, termDays),
      currency,
      typeCode: isCreditNote ? '381' : '380',
      ...(paymentTerms ? { paymentTerms } : {}),
      ...(notes ? { notes } : {}),
      ...(buyerReference ? { buyerReference } : {}),
      ...(purchaseOrder ? { purchaseOrder } : {}),
      ...(salesOrder ? { salesOrder } : {}),
      ...(contractReference ? { contractReference } : {}),
      ...(projectReference ? { projectReference } : {}),
      ...(despatchAdvice ? { despatchAdvice } : {}),
      ...(invoice.deliveredDaysAgo === undefined ? {} : { deliveredOn: dayAgo(invoice.deliveredDaysAgo) }),
      ...buildPeriod(invoice.periodDaysAgo, dayAgo),
      ...(invoice.precedingInvoices
        ? {
            precedingInvoices: invoice.precedingInvoices.map(({ number, issuedDaysAgo }) => ({
              number,
              issueOn: dayAgo(issuedDaysAgo),
            })),
          }
        : {}),
      seller: buildSeller(creditor),
      buyer: buildBuyer(debtor),
      debtorExternalId: debtor.externalId,
      paymentInstruction: isCreditNote
        ? { meansCode: CLEARING_BETWEEN_PARTNERS, remittanceInformation: invoice.number }
        : buildPaymentInstruction(creditor, currency, invoice.number),
      settlementDiscounts: discounts.map(({ days, ...tier }) => ({ deadlineOn: addDays(issueOn, days), ...tier })),
      lines,
      allowancesAndCharges,
      taxBreakdown,
      totals,
      attachments: invoice.deliveryNote
        ? [
            {
              ...invoice.deliveryNote,
              filename: `${invoice.deliveryNote.reference}.pdf`,
              mediaType: 'application/pdf',
              content: writeDeliveryNotePdf(invoice.deliveryNote.reference, creditor.tradingName, lines),
            },
          ]
        : [],
    },
  }
}

function buildLine(
  line: SampleLine,
  index: number,
  currency: CurrencyCode,
  dayAgo: (days: number) => CalendarDay,
): InvoiceLine {
  const { tax, allowancesAndCharges = [], periodDaysAgo, ...rest } = line
  const grossMinor = multiplyPrice(line, currency)
  const adjustments = allowancesAndCharges.map((adjustment) => buildAllowanceCharge(adjustment, grossMinor))
  return {
    ...rest,
    lineId: String(index + 1),
    netMinor: grossMinor + sumSigned(adjustments),
    ...describeTax(tax),
    ...(adjustments.length > 0 ? { allowancesAndCharges: adjustments } : {}),
    ...buildPeriod(periodDaysAgo, dayAgo),
  }
}

/** Quantity times unit price for the price's base quantity, rounded once to the minor unit. */
function multiplyPrice(line: SampleLine, currency: CurrencyCode): number {
  const quantity = readDecimal(line.quantity)
  const price = readDecimal(line.unitPrice)
  const base = readDecimal(line.priceBaseQuantity ?? '1')
  const exponent = getCurrencyExponent(currency) + base.decimals - quantity.decimals - price.decimals
  const raise = 10 ** Math.max(exponent, 0)
  const lower = 10 ** Math.max(-exponent, 0)
  return multiplyRatio(quantity.digits * raise, price.digits, base.digits * lower)
}

function readDecimal(text: string): { digits: number; decimals: number } {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new RangeError(`not a plain decimal: ${text}`)
  const [whole = '', fraction = ''] = text.split('.')
  return { digits: Number(whole + fraction), decimals: fraction.length }
}

function buildAllowanceCharge(adjustment: SampleAllowanceCharge, baseMinor: number): AllowanceCharge {
  const { kind, reason, reasonCode } = adjustment
  if ('amountMinor' in adjustment) return { kind, reason, reasonCode, amountMinor: adjustment.amountMinor }
  const { rateBps } = adjustment
  return {
    kind,
    reason,
    reasonCode,
    amountMinor: multiplyBps(baseMinor, rateBps),
    baseMinor,
    percent: writePercent(rateBps),
  }
}

function buildDocumentAllowances(invoice: SampleInvoice, lines: readonly InvoiceLine[]): AllowanceCharge[] {
  return (invoice.allowancesAndCharges ?? []).map(({ tax, ...adjustment }) => {
    const described = describeTax(tax)
    const sameTax = lines.filter((line) => isSameTax(line, described))
    return { ...buildAllowanceCharge(adjustment, sumNet(sameTax)), ...described }
  })
}

function buildTaxBreakdown(
  invoice: SampleInvoice,
  lines: readonly InvoiceLine[],
  adjustments: readonly AllowanceCharge[],
  exemptionReasons: Readonly<Record<string, string>>,
): TaxBreakdown[] {
  const taxes = new Map<string, SampleTax>()
  for (const { tax } of [...invoice.lines, ...(invoice.allowancesAndCharges ?? [])]) {
    taxes.set(`${tax.category} ${tax.rateBps}`, tax)
  }
  return [...taxes.values()].map((tax) => {
    const described = describeTax(tax)
    const taxableMinor =
      sumNet(lines.filter((line) => isSameTax(line, described))) +
      sumSigned(adjustments.filter((adjustment) => isSameTax(adjustment, described)))
    const exemptionReason = exemptionReasons[tax.category]
    return {
      category: tax.category,
      ...(described.taxPercent === undefined ? {} : { percent: described.taxPercent }),
      taxableMinor,
      taxMinor: multiplyBps(taxableMinor, tax.rateBps ?? 0),
      ...(exemptionReason ? { exemptionReason } : {}),
    }
  })
}

function buildTotals(
  invoice: SampleInvoice,
  lines: readonly InvoiceLine[],
  adjustments: readonly AllowanceCharge[],
  taxBreakdown: readonly TaxBreakdown[],
): InvoiceTotals {
  const lineNetMinor = sumNet(lines)
  const netMinor = lineNetMinor + sumSigned(adjustments)
  const taxMinor = taxBreakdown.reduce((sum, tax) => sum + tax.taxMinor, 0)
  const grossMinor = netMinor + taxMinor
  const prepaidMinor = invoice.prepaidMinor ?? 0
  const dueMinor = grossMinor - prepaidMinor
  const step = invoice.roundToMinor ?? 1
  const payableMinor = divideRounded(dueMinor, step) * step
  return {
    lineNetMinor,
    allowanceMinor: sumAmounts(adjustments.filter((adjustment) => adjustment.kind === 'allowance')),
    chargeMinor: sumAmounts(adjustments.filter((adjustment) => adjustment.kind === 'charge')),
    netMinor,
    taxMinor,
    grossMinor,
    prepaidMinor,
    roundingMinor: payableMinor - dueMinor,
    payableMinor,
  }
}

function buildSeller(creditor: SampleCreditor): Party {
  return {
    ...buildParty(creditor),
    tradingName: creditor.tradingName,
    contactName: creditor.supportContact,
    contactPhone: creditor.supportPhone,
    contactEmail: creditor.supportEmail,
  }
}

function buildBuyer(debtor: SampleDebtor): Party {
  const contact = debtor.contacts.find((candidate) => candidate.isPrimary)
  return {
    ...buildParty(debtor),
    identifiers: [debtor.externalId],
    ...(contact ? { contactName: contact.name, contactEmail: contact.email } : {}),
  }
}

function buildParty(party: SampleCreditor | SampleDebtor): Party {
  return {
    name: party.name,
    ...(party.legalRegistrationId ? { legalRegistrationId: party.legalRegistrationId } : {}),
    ...(party.vatId ? { vatId: party.vatId } : {}),
    electronicAddress: party.electronicAddress,
    addressLines: party.addressLines,
    city: party.city,
    postalCode: party.postalCode,
    ...(party.region ? { region: party.region } : {}),
    countryCode: party.countryCode,
  }
}

/** UNTDID 4461: 58 SEPA credit transfer, 30 credit transfer, 1 not defined (the account is on the creditor's trust page). */
function buildPaymentInstruction(creditor: SampleCreditor, currency: CurrencyCode, number: string) {
  const account = creditor.bankAccounts.find((candidate) => candidate.currency === currency)
  if (!account?.iban) return { meansCode: '1', remittanceInformation: number }
  return {
    meansCode: currency === 'EUR' ? '58' : '30',
    remittanceInformation: number,
    iban: account.iban,
    ...(account.bic ? { bic: account.bic } : {}),
    accountName: account.accountName,
  }
}

function buildPeriod(period: { start: number; end: number } | undefined, dayAgo: (days: number) => CalendarDay) {
  return period ? { periodStartOn: dayAgo(period.start), periodEndOn: dayAgo(period.end) } : {}
}

function describeTax(tax: SampleTax): { taxCategory: string; taxPercent?: string } {
  return { taxCategory: tax.category, ...(tax.rateBps === undefined ? {} : { taxPercent: writePercent(tax.rateBps) }) }
}

/** 1900 bps as "19", 250 as "2.5". */
function writePercent(rateBps: number): string {
  const whole = Math.trunc(rateBps / 100)
  const fraction = String(rateBps % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  return fraction ? `${whole}.${fraction}` : String(whole)
}

function isSameTax(
  part: { taxCategory?: string; taxPercent?: string },
  tax: { taxCategory: string; taxPercent?: string },
) {
  return part.taxCategory === tax.taxCategory && part.taxPercent === tax.taxPercent
}

function sumNet(lines: readonly InvoiceLine[]): number {
  return lines.reduce((sum, line) => sum + line.netMinor, 0)
}

function sumAmounts(adjustments: readonly AllowanceCharge[]): number {
  return adjustments.reduce((sum, adjustment) => sum + adjustment.amountMinor, 0)
}

function sumSigned(adjustments: readonly AllowanceCharge[]): number {
  return adjustments.reduce((sum, { kind, amountMinor }) => sum + (kind === 'charge' ? amountMinor : -amountMinor), 0)
}
