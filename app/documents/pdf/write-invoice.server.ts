/** Our readable copy of an invoice or credit note: what the document says, as its page shows it. */
import { createUnitNames } from '~/components/unit-names'
import type { AccountInvoice, AccountInvoiceLine } from '~/domain/account-invoice'
import { writeTownLines } from '~/domain/address-layout'
import type { Party } from '~/domain/invoice'
import { readPaymentTerms } from '~/domain/payment-terms'
import type { DocumentFrame, InvoicePaper } from '~/use-cases/ports/document-printer'
import { closeSheet, getWords, HEADING, openSheet, SOFT_BODY, writeFacts, type Sheet } from './letterhead.server'
import { Table } from './table.server'

export async function writeInvoice({ invoice }: InvoicePaper, frame: DocumentFrame, begin: (sheet: Sheet) => void) {
  const { words } = getWords(frame)
  const title = invoice.kind === 'invoice' ? words.invoice('invoice') : words.invoice('creditNote')
  const sheet = openSheet(frame, `${title} ${invoice.number}`)
  begin(sheet)
  const { paper, t } = sheet
  paper.text('P', t(invoice.original === null ? 'paper:copy.alone' : 'paper:copy.note'), SOFT_BODY, 8)
  writeParties(sheet, invoice)
  writeDetails(sheet, invoice)
  await writeLines(sheet, invoice)
  writeTotals(sheet, invoice)
  closeSheet(sheet)
}

function writeParties(sheet: Sheet, { document }: AccountInvoice): void {
  const { t, frame } = sheet
  writeFacts(sheet, [
    [t('invoice:parties.seller'), describeParty(sheet, document.seller ?? { name: frame.creditor.name })],
    [t('invoice:parties.buyer'), describeParty(sheet, document.buyer)],
    [t('invoice:parties.payee'), document.payee === undefined ? null : describeParty(sheet, document.payee)],
  ])
}

function describeParty({ t, frame }: Sheet, party: Party): string {
  const { countryCode } = party
  const country =
    countryCode !== undefined && /^[A-Z]{2}$/.test(countryCode)
      ? new Intl.DisplayNames([frame.language], { type: 'region', fallback: 'code' }).of(countryCode)
      : countryCode
  return [
    party.name,
    party.tradingName === party.name ? undefined : party.tradingName,
    ...(party.addressLines ?? []),
    ...writeTownLines(party, countryCode),
    country,
    party.vatId === undefined ? undefined : `${t('invoice:parties.vatId')} ${party.vatId}`,
    party.vatId !== undefined || party.legalRegistrationId === undefined
      ? undefined
      : `${t('invoice:parties.registration')} ${party.legalRegistrationId}`,
  ]
    .filter(Boolean)
    .join('\n')
}

function writeDetails(sheet: Sheet, invoice: AccountInvoice): void {
  const { paper, t, format } = sheet
  const { document, currency } = invoice
  const isCredit = invoice.kind === 'credit_note'
  const day = (value: typeof document.deliveredOn) => (value === undefined ? null : format.day(value))
  const { periodStartOn, periodEndOn } = document
  const discounts = document.settlementDiscounts.map(({ deadlineOn, rateBps, baseMinor }) => {
    const terms = t('invoice:due.discount', { percent: format.percent(rateBps), day: format.day(deadlineOn) })
    if (baseMinor === undefined) return terms
    return `${terms} ${t('invoice:due.discountBase', { amount: format.money(baseMinor, currency) })}`
  })
  paper.text('H2', t('invoice:facts.title'), HEADING, 3)
  writeFacts(sheet, [
    [isCredit ? t('invoice:facts.creditIssued') : t('invoice:facts.issued'), format.day(invoice.issueOn)],
    [t('invoice:facts.due'), isCredit ? null : format.day(invoice.dueOn)],
    [t('invoice:facts.delivered'), day(document.deliveredOn)],
    [
      t('invoice:facts.period'),
      periodStartOn === undefined || periodEndOn === undefined
        ? null
        : t('invoice:facts.range', { from: format.day(periodStartOn), to: format.day(periodEndOn) }),
    ],
    [t('invoice:facts.purchaseOrder'), invoice.purchaseOrder],
    [t('invoice:facts.buyerReference'), document.buyerReference],
    [t('invoice:facts.salesOrder'), document.salesOrder],
    [t('invoice:facts.contract'), document.contractReference],
    [t('invoice:facts.project'), document.projectReference],
    [t('invoice:facts.despatch'), document.despatchAdvice],
    [t('invoice:facts.preceding'), (document.precedingInvoices ?? []).map(({ number }) => number).join(', ')],
    [t('invoice:facts.remittance'), document.paymentInstruction?.remittanceInformation],
    [t('access:trust.iban'), document.paymentInstruction?.iban?.replace(/(.{4})(?=.)/g, '$1 ')],
    [t('access:trust.holder'), document.paymentInstruction?.accountName],
    [t('invoice:facts.terms'), readPaymentTerms(document.paymentTerms ?? '').join('\n')],
    [t('invoice:facts.discount'), discounts.join('\n')],
    [t('invoice:facts.note'), (document.notes ?? []).join('\n')],
  ])
}

async function writeLines(sheet: Sheet, { lines, currency }: AccountInvoice): Promise<void> {
  const { paper, t, words, format } = sheet
  const unit = createUnitNames(words.invoice)
  const table = new Table(paper, {
    columns: [
      { head: t('invoice:lines.position'), share: 0.6 },
      { head: t('invoice:lines.item'), share: 4.2 },
      { head: t('invoice:lines.quantity'), share: 1.2, align: 'end' },
      { head: t('invoice:lines.price'), share: 1.4, align: 'end' },
      { head: t('invoice:lines.vat'), share: 0.8, align: 'end' },
      { head: t('invoice:lines.net'), share: 1.5, align: 'end' },
    ],
    caption: t('invoice:lines.title'),
    rowHeader: 1,
  })
  const writeRow = async (line: AccountInvoiceLine, place: string): Promise<void> => {
    const base = line.details?.priceBaseQuantity
    const per =
      base === undefined || base === '1' ? '' : ` ${t('invoice:lines.perQuantity', { quantity: format.decimal(base) })}`
    table.row([
      { text: place },
      { text: line.name, note: describeLine(sheet, line, currency) },
      { text: `${format.decimal(line.quantity)} ${unit(line.unitCode ?? '')}`.trim() },
      { text: line.unitPrice === null ? '' : `${format.price(line.unitPrice, currency)}${per}` },
      { text: line.taxPercent === null ? '' : format.percentage(line.taxPercent) },
      { text: format.money(line.netMinor, currency) },
    ])
    await paper.settle()
    for (const [index, part] of (line.details?.subLines ?? []).entries()) await writeRow(part, `${place}.${index + 1}`)
  }
  for (const [index, line] of lines.entries()) await writeRow(line, String(index + 1))
  table.close(14)
}

function describeLine({ t, format }: Sheet, { name, details }: AccountInvoiceLine, currency: string): string | null {
  if (details === null) return null
  const itemNumber = details.sellerItemId ?? details.buyerItemId
  const { periodStartOn, periodEndOn, orderLineReference, subLines } = details
  return [
    itemNumber ? `${t('invoice:lines.itemNumber')} ${itemNumber}` : null,
    details.description === name ? null : details.description,
    details.note,
    periodStartOn !== undefined && periodEndOn !== undefined
      ? `${format.day(periodStartOn)} – ${format.day(periodEndOn)}`
      : null,
    orderLineReference ? `${t('invoice:lines.orderLine')} ${orderLineReference}` : null,
    ...(details.allowancesAndCharges ?? []).map(({ kind, amountMinor, reason }) =>
      [
        kind === 'allowance' ? t('invoice:totals.allowance') : t('invoice:totals.charge'),
        reason,
        format.money(kind === 'allowance' ? -amountMinor : amountMinor, currency),
      ]
        .filter(Boolean)
        .join(' · '),
    ),
    subLines !== undefined && subLines.length > 0 ? t('invoice:lines.parts', { count: subLines.length }) : null,
  ]
    .filter(Boolean)
    .join('\n')
}

function writeTotals(sheet: Sheet, invoice: AccountInvoice): void {
  const { paper, t, format } = sheet
  const { currency, document } = invoice
  const { totals, allowancesAndCharges, taxBreakdown } = document
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const optional = (amountMinor: number | undefined) => (amountMinor ? money(amountMinor) : null)
  paper.text('H2', t('invoice:totals.title'), HEADING, 3)
  const table = new Table(paper, {
    columns: [
      { head: '', share: 2.4 },
      { head: '', share: 1.4, align: 'end' },
    ],
    ...{ caption: null, hasHead: false, width: paper.width * 0.62 },
  })
  const parts: [name: string, amount: string | null, note?: string | undefined][] = [
    [t('invoice:totals.lines'), money(totals.lineNetMinor)],
    ...allowancesAndCharges.map(({ kind, amountMinor, reason }): [string, string, string | undefined] => [
      kind === 'allowance' ? t('invoice:totals.allowance') : t('invoice:totals.charge'),
      money(kind === 'allowance' ? -amountMinor : amountMinor),
      reason,
    ]),
    [t('invoice:totals.net'), allowancesAndCharges.length === 0 ? null : money(totals.netMinor)],
    [t('invoice:totals.vat'), money(totals.taxMinor)],
    [t('invoice:totals.gross'), totals.grossMinor === totals.payableMinor ? null : money(totals.grossMinor)],
    [t('invoice:totals.prepaid'), optional(-totals.prepaidMinor)],
    [t('invoice:totals.rounding'), optional(totals.roundingMinor)],
    [t('invoice:totals.thirdParty'), optional(totals.thirdPartyMinor)],
  ]
  for (const [name, amount, note] of parts) {
    if (amount !== null) table.row([{ text: name, note: note ?? null }, { text: amount }])
  }
  const name = invoice.kind === 'invoice' ? t('invoice:totals.payable') : t('invoice:totals.creditPayable')
  table.row([{ text: name }, { text: money(totals.payableMinor) }], 'total')
  table.close()
  if (taxBreakdown.length > 0) writeTaxes(sheet, invoice)
}

function writeTaxes({ paper, t, format }: Sheet, { currency, document: { taxBreakdown } }: AccountInvoice): void {
  // UNCL 5305, the categories of EN 16931.
  const categories: Readonly<Record<string, string>> = {
    S: t('invoice:vat.standard'),
    Z: t('invoice:vat.zero'),
    E: t('invoice:vat.exempt'),
    AE: t('invoice:vat.reverseCharge'),
    K: t('invoice:vat.intraCommunity'),
    G: t('invoice:vat.export'),
    O: t('invoice:vat.outside'),
  }
  const taxes = new Table(paper, {
    columns: [
      { head: t('invoice:vat.rate'), share: 2.4 },
      { head: t('invoice:vat.taxable'), share: 1.4, align: 'end' },
      { head: t('invoice:vat.tax'), share: 1.4, align: 'end' },
    ],
    ...{ caption: t('invoice:vat.title'), width: paper.width * 0.62 },
  })
  for (const { category, percent, exemptionReason, taxableMinor, taxMinor } of taxBreakdown) {
    const rate = percent === undefined ? null : format.percentage(percent)
    taxes.row([
      { text: [rate, categories[category] ?? category].filter(Boolean).join(' · '), note: exemptionReason ?? null },
      { text: format.money(taxableMinor, currency) },
      { text: format.money(taxMinor, currency) },
    ])
  }
  taxes.close()
}
