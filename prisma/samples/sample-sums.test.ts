/**
 * The figures of the generated files, recomputed from their bytes with arithmetic of its own: integers of a millionth,
 * nothing of the code that wrote them.
 */
import { parse } from 'csv-parse/sync'
import { XMLParser } from 'fast-xml-parser'
import { SyntaxValidator } from 'fast-xml-validator'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import { collectAll, groupByKey } from './collect-for-tests'
import { generateSampleFiles } from './generate-samples'

const MILLION = 1_000_000n
const files = await collectAll(generateSampleFiles(calendarDay('2026-11-21')))

/** A decimal as millionths; every figure of the samples has fewer than seven decimals. */
function micro(text: string | undefined): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text ?? '0')
  if (!match) throw new Error(`not a decimal: ${text}`)
  const value = BigInt(match[2]!) * MILLION + BigInt((match[3] ?? '').padEnd(6, '0'))
  return match[1] === '-' ? -value : value
}

/** Rounds millionths to so many decimals, half away from zero. */
function round(value: bigint, decimals: number): bigint {
  const unit = 10n ** BigInt(6 - decimals)
  const magnitude = value < 0n ? -value : value
  const rounded = ((magnitude * 2n + unit) / (unit * 2n)) * unit
  return value < 0n ? -rounded : rounded
}

const multiply = (a: bigint, b: bigint, decimals: number) => round((a * b) / MILLION, decimals)
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n)

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  removeNSPrefix: true,
  isArray: (name) =>
    ['InvoiceLine', 'CreditNoteLine', 'AllowanceCharge', 'TaxSubtotal', 'IncludedSupplyChainTradeLineItem'].includes(
      name,
    ) || ['SpecifiedTradeAllowanceCharge', 'ApplicableTradeTax'].includes(name),
})

const adjustments = z
  .array(
    z.object({
      ChargeIndicator: z.string(),
      Amount: z.string(),
      BaseAmount: z.string().optional(),
      MultiplierFactorNumeric: z.string().optional(),
    }),
  )
  .default([])
const ublLine = z.object({
  InvoicedQuantity: z.string().optional(),
  CreditedQuantity: z.string().optional(),
  LineExtensionAmount: z.string(),
  AllowanceCharge: adjustments,
  Price: z.object({ PriceAmount: z.string(), BaseQuantity: z.string().optional() }),
})
const ublDocument = z.object({
  AllowanceCharge: adjustments,
  TaxTotal: z.object({
    TaxAmount: z.string(),
    TaxSubtotal: z.array(
      z.object({
        TaxableAmount: z.string(),
        TaxAmount: z.string(),
        TaxCategory: z.object({ Percent: z.string().optional() }),
      }),
    ),
  }),
  LegalMonetaryTotal: z.record(z.string(), z.string()),
  InvoiceLine: z.array(ublLine).optional(),
  CreditNoteLine: z.array(ublLine).optional(),
})

/** Allowances negative, charges positive; a stated percentage must explain its amount. */
function sumAdjustments(items: z.output<typeof adjustments>): { allowances: bigint; charges: bigint } {
  for (const item of items) {
    if (item.MultiplierFactorNumeric === undefined) continue
    expect(micro(item.Amount)).toBe(
      round((micro(item.BaseAmount) * micro(item.MultiplierFactorNumeric)) / MILLION / 100n, 2),
    )
  }
  const sumOf = (indicator: string) =>
    sum(items.filter((item) => item.ChargeIndicator === indicator).map((item) => micro(item.Amount)))
  return { allowances: sumOf('false'), charges: sumOf('true') }
}

function checkUbl(content: unknown): void {
  const document = ublDocument.parse(content)
  const lines = document.InvoiceLine ?? document.CreditNoteLine ?? []
  for (const line of lines) {
    const { allowances, charges } = sumAdjustments(line.AllowanceCharge)
    const gross =
      (micro(line.InvoicedQuantity ?? line.CreditedQuantity) * micro(line.Price.PriceAmount)) /
      micro(line.Price.BaseQuantity ?? '1')
    expect(micro(line.LineExtensionAmount)).toBe(round(gross, 2) - allowances + charges)
  }
  const total = (name: string) => micro(document.LegalMonetaryTotal[name])
  const { allowances, charges } = sumAdjustments(document.AllowanceCharge)
  const { TaxSubtotal: subtotals, TaxAmount: tax } = document.TaxTotal
  expect(total('LineExtensionAmount')).toBe(sum(lines.map((line) => micro(line.LineExtensionAmount))))
  expect([total('AllowanceTotalAmount'), total('ChargeTotalAmount')]).toEqual([allowances, charges])
  expect(total('TaxExclusiveAmount')).toBe(total('LineExtensionAmount') - allowances + charges)
  expect(sum(subtotals.map((part) => micro(part.TaxableAmount)))).toBe(total('TaxExclusiveAmount'))
  expect(sum(subtotals.map((part) => micro(part.TaxAmount)))).toBe(micro(tax))
  for (const part of subtotals) {
    expect(micro(part.TaxAmount)).toBe(multiply(micro(part.TaxableAmount), micro(part.TaxCategory.Percent) / 100n, 2))
  }
  expect(total('TaxInclusiveAmount')).toBe(total('TaxExclusiveAmount') + micro(tax))
  expect(total('PayableAmount')).toBe(
    total('TaxInclusiveAmount') - total('PrepaidAmount') + total('PayableRoundingAmount'),
  )
}

const ciiAdjustments = z
  .array(
    z.object({
      ChargeIndicator: z.object({ Indicator: z.string() }),
      ActualAmount: z.string(),
      BasisAmount: z.string().optional(),
      CalculationPercent: z.string().optional(),
    }),
  )
  .default([])
  .transform((items) =>
    items.map((item) => ({
      ChargeIndicator: item.ChargeIndicator.Indicator,
      Amount: item.ActualAmount,
      BaseAmount: item.BasisAmount,
      MultiplierFactorNumeric: item.CalculationPercent,
    })),
  )
const ciiDocument = z.object({
  SupplyChainTradeTransaction: z.object({
    IncludedSupplyChainTradeLineItem: z.array(
      z.object({
        SpecifiedLineTradeAgreement: z.object({ NetPriceProductTradePrice: z.object({ ChargeAmount: z.string() }) }),
        SpecifiedLineTradeDelivery: z.object({ BilledQuantity: z.string() }),
        SpecifiedLineTradeSettlement: z.object({
          SpecifiedTradeAllowanceCharge: ciiAdjustments,
          SpecifiedTradeSettlementLineMonetarySummation: z.object({ LineTotalAmount: z.string() }),
        }),
      }),
    ),
    ApplicableHeaderTradeSettlement: z.object({
      ApplicableTradeTax: z.array(
        z.object({
          CalculatedAmount: z.string(),
          BasisAmount: z.string(),
          RateApplicablePercent: z.string().optional(),
        }),
      ),
      SpecifiedTradeAllowanceCharge: ciiAdjustments,
      SpecifiedTradeSettlementHeaderMonetarySummation: z.record(z.string(), z.string()),
    }),
  }),
})

function checkCii(content: unknown): void {
  const transaction = ciiDocument.parse(content).SupplyChainTradeTransaction
  const settlement = transaction.ApplicableHeaderTradeSettlement
  const lineTotals = transaction.IncludedSupplyChainTradeLineItem.map((line) => {
    const net = micro(line.SpecifiedLineTradeSettlement.SpecifiedTradeSettlementLineMonetarySummation.LineTotalAmount)
    const { allowances, charges } = sumAdjustments(line.SpecifiedLineTradeSettlement.SpecifiedTradeAllowanceCharge)
    const price = micro(line.SpecifiedLineTradeAgreement.NetPriceProductTradePrice.ChargeAmount)
    expect(net).toBe(multiply(micro(line.SpecifiedLineTradeDelivery.BilledQuantity), price, 2) - allowances + charges)
    return net
  })
  const total = (name: string) => micro(settlement.SpecifiedTradeSettlementHeaderMonetarySummation[name])
  const { allowances, charges } = sumAdjustments(settlement.SpecifiedTradeAllowanceCharge)
  const taxes = settlement.ApplicableTradeTax
  expect(total('LineTotalAmount')).toBe(sum(lineTotals))
  expect([total('AllowanceTotalAmount'), total('ChargeTotalAmount')]).toEqual([allowances, charges])
  expect(total('TaxBasisTotalAmount')).toBe(total('LineTotalAmount') - allowances + charges)
  expect(sum(taxes.map((tax) => micro(tax.BasisAmount)))).toBe(total('TaxBasisTotalAmount'))
  expect(sum(taxes.map((tax) => micro(tax.CalculatedAmount)))).toBe(total('TaxTotalAmount'))
  for (const tax of taxes) {
    expect(micro(tax.CalculatedAmount)).toBe(
      multiply(micro(tax.BasisAmount), micro(tax.RateApplicablePercent) / 100n, 2),
    )
  }
  expect(total('GrandTotalAmount')).toBe(total('TaxBasisTotalAmount') + total('TaxTotalAmount'))
  expect(total('DuePayableAmount')).toBe(
    total('GrandTotalAmount') - total('TotalPrepaidAmount') + total('RoundingAmount'),
  )
}

describe('sums of the XML files', () => {
  const xmlFiles = files.filter((file) => file.mediaType === 'application/xml')

  it.each(xmlFiles.map((file) => [`${file.creditorSlug}/${file.filename}`, file] as const))('%s', (_, file) => {
    const text = Buffer.from(file.bytes).toString('utf8')
    expect(SyntaxValidator.validate(text)).toBe(true)
    const root = z.record(z.string(), z.unknown()).parse(parser.parse(text))
    if (root.CrossIndustryInvoice) checkCii(root.CrossIndustryInvoice)
    else checkUbl(root.Invoice ?? root.CreditNote)
  })

  it('round what is due in francs to five centimes', () => {
    const franc = xmlFiles.filter((file) => file.documents.some(({ currency }) => currency === 'CHF'))
    expect(franc.length).toBeGreaterThan(3)
    for (const file of franc) expect(Buffer.from(file.bytes).toString()).toMatch(/<ram:DuePayableAmount>\d+\.\d[05]</)
  })
})

describe('sums of the CSV files', () => {
  const csvFiles = files.filter((file) => file.mediaType === 'text/csv')
  const rowsSchema = z.array(z.record(z.string(), z.string()))

  it.each(csvFiles.map((file) => [`${file.creditorSlug}/${file.filename}`, file] as const))('%s', (_, file) => {
    const rows = rowsSchema.parse(parse(Buffer.from(file.bytes), { columns: true }))
    const byNumber = groupByKey(rows, (row) => row.number)
    expect(byNumber.size).toBe(file.documents.length)
    for (const [number, lines] of byNumber) {
      const decimals = lines[0]?.currency === 'KWD' ? 3 : 2
      for (const line of lines) {
        expect(micro(line.line_net), number).toBe(multiply(micro(line.quantity), micro(line.unit_price), decimals))
      }
      const taxes = [...groupByKey(lines, (line) => line.tax_percent)].map(([percent, group]) =>
        multiply(sum(group.map((line) => micro(line.line_net))), micro(percent || '0') / 100n, decimals),
      )
      expect(micro(lines[0]?.tax_total), number).toBe(sum(taxes))
      expect(micro(lines[0]?.payable_amount), number).toBe(sum(lines.map((line) => micro(line.line_net))) + sum(taxes))
    }
  })
})
