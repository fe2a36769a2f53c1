/** 142,083 real lines by the mapping of our own, against a count in plain code. */
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import type { InvoiceDocument } from '~/domain/invoice'
import { readDocuments } from '../read-documents.server'
import { parseCsvMapping } from './csv-mapping'

const table = path.resolve('../shared/data/receivables/online-retail-2010-12_2011-03.csv')
const isAbsent = !existsSync(table)
if (isAbsent) console.warn('skipped: the public receivables (../shared/data/receivables) are not here')

interface Count {
  invoices: number
  credits: number
  lines: number
  zeroInvoices: number
  invoicedPence: number
  creditedPence: number
  debtors: Set<string>
  linesOfLargest: number
}

/** One row's cells. No cell of this file holds a line break; quotes are doubled inside quotes. */
function splitRow(line: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? ''
    if (character === '"' && isQuoted && line[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (character === '"') isQuoted = !isQuoted
    else if (character === ',' && !isQuoted) {
      cells.push(cell)
      cell = ''
    } else cell += character
  }
  return [...cells, cell]
}

async function countPlainly(): Promise<Count> {
  const sums = new Map<string, { pence: number; lines: number; debtor: string }>()
  let isHeader = true
  for await (const line of createInterface({ input: createReadStream(table), crlfDelay: Infinity })) {
    if (isHeader || line === '') {
      isHeader = false
      continue
    }
    const [number = '', , , quantity = '', , price = '', customer = '', country = ''] = splitRow(line)
    const known = sums.get(number) ?? { pence: 0, lines: 0, debtor: customer === '' ? `in ${country}` : customer }
    known.pence += Math.round(Number(quantity) * Number(price) * 100)
    known.lines += 1
    sums.set(number, known)
  }
  const all = [...sums].map(([number, sum]) => ({ number, ...sum }))
  const credits = all.filter(({ number }) => number.startsWith('C'))
  const invoices = all.filter(({ number }) => !number.startsWith('C'))
  const total = (list: typeof all): number => list.reduce((sum, { pence }) => sum + pence, 0)
  return {
    invoices: invoices.length,
    credits: credits.length,
    lines: all.reduce((sum, { lines }) => sum + lines, 0),
    zeroInvoices: invoices.filter(({ pence }) => pence === 0).length,
    invoicedPence: total(invoices),
    creditedPence: -total(credits),
    debtors: new Set(all.map(({ debtor }) => debtor)),
    linesOfLargest: Math.max(...all.map(({ lines }) => lines)),
  }
}

async function readThrough(visit: (document: InvoiceDocument, rows: number) => void): Promise<void> {
  const mapping = parseCsvMapping(JSON.parse(readFileSync('prisma/mappings/online-retail.json', 'utf8')))
  if (!mapping.ok) throw new Error(mapping.failure.reason)
  for await (const result of readDocuments({ path: table }, { mapping: mapping.value })) {
    if (!result.ok) throw new Error(JSON.stringify(result.refusal))
    visit(result.document, (result.source.lastRow ?? 0) - (result.source.firstRow ?? 0) + 1)
  }
}

describe.skipIf(isAbsent)('the online shop’s export', () => {
  it('comes to the same counts and sums as plain code', { timeout: 60_000 }, async () => {
    const count = {
      invoices: 0,
      credits: 0,
      lines: 0,
      zeroInvoices: 0,
      invoicedPence: 0,
      creditedPence: 0,
      linesOfLargest: 0,
    }
    const debtors = new Set<string>()
    const scattered: string[] = []
    const wrong: string[] = []
    await readThrough((document, rows) => {
      const { payableMinor } = document.totals
      if (document.kind === 'invoice') {
        count.invoices += 1
        count.invoicedPence += payableMinor
        if (payableMinor === 0) count.zeroInvoices += 1
      } else {
        count.credits += 1
        count.creditedPence += payableMinor
      }
      count.lines += document.lines.length
      count.linesOfLargest = Math.max(count.linesOfLargest, document.lines.length)
      debtors.add(document.debtorExternalId)
      if (rows !== document.lines.length) scattered.push(document.number)
      const isCredit = document.number.startsWith('C')
      if (document.currency !== 'GBP' || payableMinor < 0 || isCredit !== (document.kind === 'credit_note'))
        wrong.push(document.number)
    })
    const { debtors: plainDebtors, ...plain } = await countPlainly()
    expect(count).toEqual(plain)
    expect(debtors.size).toBe(plainDebtors.size)
    expect(wrong).toEqual([])
    expect(scattered).toEqual(['542806'])
    expect(count).toMatchObject({
      invoices: 5754,
      credits: 1123,
      lines: 142_083,
      zeroInvoices: 555,
      linesOfLargest: 675,
    })
  })

  it('names one stand-in debtor a country for rows without a customer', { timeout: 60_000 }, async () => {
    const standIns = new Map<string, string>()
    await readThrough(({ debtorExternalId, buyer }) => {
      if (!/^\d+$/.test(debtorExternalId)) standIns.set(debtorExternalId, buyer.name)
    })
    expect(Object.fromEntries(standIns)).toEqual({
      'no-customer-bahrain': 'Customers without a number, Bahrain',
      'no-customer-eire': 'Customers without a number, EIRE',
      'no-customer-hong-kong': 'Customers without a number, Hong Kong',
      'no-customer-israel': 'Customers without a number, Israel',
      'no-customer-united-kingdom': 'Customers without a number, United Kingdom',
    })
  })
})
