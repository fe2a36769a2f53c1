/**
 * A month of incoming transfers of a creditor, made up from a seed: most are written well in the many ways in which
 * people write well, the others are damaged. Each knows what was meant, so that every decision can be judged.
 */
import { createCreditorReference, createQrReference, formatBankReference } from '~/domain/bank-reference'
import { NO_PARTY, NO_REFERENCES } from '~/domain/bank-statement'
import type { BankTransaction } from '~/domain/bank-transaction'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { DebtorId, InvoiceId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import { createChance, type Chance } from '../faults/chance'

interface MonthDebtor {
  readonly id: DebtorId
  readonly name: string
  readonly iban: string
  /** Transfers of earlier months came from there. */
  readonly isAccountKnown: boolean
}

export interface MonthInvoice {
  readonly id: InvoiceId
  readonly debtorId: DebtorId
  readonly number: string
  readonly currency: CurrencyCode
  openMinor: number
}

/** Announced by the debtor in the portal, with a reference of its own. */
export interface MonthPayment {
  readonly id: string
  readonly debtorId: DebtorId
  readonly reference: string
  readonly bankReference: string
  readonly currency: CurrencyCode
  readonly amountMinor: number
  readonly invoices: readonly MonthInvoice[]
  receivedMinor: number
}

export const DAMAGES = [
  'character dropped',
  'characters swapped',
  'character added',
  'character changed',
  'truncated',
  'wrong amount',
  'short payment',
  'one of several missing',
  'nothing written',
] as const

type Damage = (typeof DAMAGES)[number]

export interface MonthTransfer {
  readonly transaction: BankTransaction
  /** What the payer meant. */
  readonly meant: {
    readonly debtorId: DebtorId
    readonly payment: MonthPayment | null
    readonly invoices: readonly MonthInvoice[]
  }
  readonly damage: Damage | null
}

export interface TransferMonth {
  readonly debtors: readonly MonthDebtor[]
  readonly invoices: readonly MonthInvoice[]
  readonly payments: readonly MonthPayment[]
  readonly transfers: readonly MonthTransfer[]
}

const EUR = currencyOf('EUR')
const USD = currencyOf('USD')
/** Half of all invoices have one of these: subscriptions make numbers and amounts that are easily mistaken. */
const PRICES = [1_900, 2_900, 4_900, 9_900, 11_900, 19_900, 29_900, 49_000]
const FIRST =
  'Bäckerei Müllerei Gasthof Autohaus Schreinerei Apotheke Brouwerij Bakkerij Atelier Kontor Werkhof Gärtnerei'.split(
    ' ',
  )
const SECOND =
  'Adler Linde Nordwind Sonne de_Vries van_Dijk Popescu Marin Krüger Öztürk Weiß Jansen Hoekstra Iliescu Bach Stein'.split(
    ' ',
  )
const FORMS = ['GmbH', 'AG', 'KG', 'B.V.', 'S.R.L.', 'e.K.', '']
const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `transfers` of which `damagedShare` are damaged. */
export function createTransferMonth(seed: number, transfers = 5_000, damagedShare = 0.12): TransferMonth {
  const chance = createChance(seed)
  const debtors = makeDebtors(chance, Math.ceil(transfers / 5))
  const invoices = makeInvoices(chance, debtors, Math.ceil(transfers * 2.5))
  const open = groupOpen(invoices)
  const payments: MonthPayment[] = []
  const made: MonthTransfer[] = []
  const writer = { chance, debtors, open, payments }
  while (made.length < transfers) {
    const damage = chance.happens(damagedShare) ? chance.pick(DAMAGES) : null
    const transfer = makeTransfer(writer, made.length, damage)
    if (transfer !== null) made.push(transfer)
  }
  return { debtors, invoices, payments, transfers: made }
}

function makeDebtors(chance: Chance, count: number): MonthDebtor[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `debtor-${index}` as DebtorId,
    // Names repeat: there are two of nearly every one.
    name: [
      chance.pick(FIRST),
      chance.pick(SECOND).replace('_', ' '),
      chance.pick(['', '', 'Nord', 'West']),
      chance.pick(FORMS),
    ]
      .filter((word) => word !== '')
      .join(' '),
    iban: `DE${String(10_000_000_000_000_000_000n + BigInt(index)).padStart(20, '0')}`,
    isAccountKnown: chance.happens(0.8),
  }))
}

function makeInvoices(chance: Chance, debtors: readonly MonthDebtor[], count: number): MonthInvoice[] {
  const writeNumber = chance.pick<(running: number) => string>([
    (running) => `RE-2026-${String(running).padStart(5, '0')}`,
    (running) => String(1_040_000 + running),
    (running) => `INV/26/${running}`,
    (running) => `R26${String(running).padStart(6, '0')}`,
  ])
  const invoices: MonthInvoice[] = []
  while (invoices.length < count) {
    const debtorId = chance.pick(debtors).id
    const price = chance.pick(PRICES)
    // Some debtors get several invoices of one price in a row: one digit tells them apart.
    const run = chance.happens(0.06) ? chance.between(2, 3) : 1
    for (let left = run; left > 0; left -= 1) {
      invoices.push({
        id: `invoice-${invoices.length}` as InvoiceId,
        debtorId,
        number: writeNumber(invoices.length + 1),
        currency: chance.happens(0.04) ? USD : EUR,
        // Some were paid before this month.
        openMinor: chance.happens(0.15) ? 0 : run > 1 || chance.happens(0.5) ? price : chance.between(500, 900_000),
      })
    }
  }
  return invoices
}

/** The open invoices of each debtor; each is meant by one transfer at most. */
function groupOpen(invoices: readonly MonthInvoice[]): Map<DebtorId, MonthInvoice[]> {
  const open = new Map<DebtorId, MonthInvoice[]>()
  for (const invoice of invoices) {
    if (invoice.openMinor === 0 || invoice.currency !== EUR) continue
    open.set(invoice.debtorId, [...(open.get(invoice.debtorId) ?? []), invoice])
  }
  return open
}

interface Writer {
  readonly chance: Chance
  readonly debtors: readonly MonthDebtor[]
  readonly open: Map<DebtorId, MonthInvoice[]>
  readonly payments: MonthPayment[]
}

/** Null where the chosen debtor has nothing left to pay. */
function makeTransfer(writer: Writer, index: number, damage: Damage | null): MonthTransfer | null {
  const { chance } = writer
  const debtor = chance.pick(writer.debtors)
  const wanted =
    damage === 'one of several missing' ? chance.between(2, 4) : chance.happens(0.12) ? chance.between(2, 5) : 1
  const invoices = writer.open.get(debtor.id)?.splice(0, wanted) ?? []
  if (invoices.length === 0 || (damage === 'one of several missing' && invoices.length < 2)) return null
  const dueMinor = invoices.reduce((sum, { openMinor }) => sum + openMinor, 0)
  const payment = chance.happens(0.45) ? announce(writer, debtor, invoices, dueMinor) : null
  const named = damage === 'one of several missing' ? invoices.slice(1) : invoices
  const reference = payment === null ? null : writeReference(chance, payment)
  const words = damage === 'nothing written' ? 'Zahlung' : (reference ?? writeNumbers(chance, named))
  const text = writeText(chance, damageText(chance, words, damage))
  return {
    transaction: makeTransaction({
      chance,
      index,
      text,
      payer: choosePayer(writer, debtor),
      amountMinor: changeAmount(chance, dueMinor, damage),
      // Some banks carry the reference in its own field.
      isStructured: reference !== null && damage === null && chance.happens(0.4),
    }),
    meant: { debtorId: debtor.id, payment, invoices },
    damage,
  }
}

function announce(
  writer: Writer,
  debtor: MonthDebtor,
  invoices: readonly MonthInvoice[],
  amountMinor: number,
): MonthPayment {
  const signs = Array.from({ length: 10 }, () => writer.chance.pick([...SIGNS])).join('')
  const reference = `${signs.slice(0, 5)}-${signs.slice(5)}`
  const payment: MonthPayment = {
    id: `payment-${writer.payments.length}`,
    debtorId: debtor.id,
    reference,
    bankReference: writer.chance.happens(0.15) ? createQrReference(reference) : createCreditorReference(reference),
    currency: EUR,
    amountMinor,
    invoices,
    receivedMinor: 0,
  }
  writer.payments.push(payment)
  return payment
}

function writeReference(chance: Chance, { bankReference, reference }: MonthPayment): string {
  const printed = formatBankReference(bankReference as Parameters<typeof formatBankReference>[0])
  return chance.pick([
    bankReference,
    printed,
    printed.replaceAll(' ', '-'),
    bankReference.toLowerCase(),
    reference,
    printed,
  ])
}

function writeNumbers(chance: Chance, invoices: readonly MonthInvoice[]): string {
  const between = chance.pick([', ', ' ', ' + ', ' und ', '; ', '\n'])
  return invoices.map(({ number }) => writeNumber(chance, number)).join(between)
}

function writeNumber(chance: Chance, number: string): string {
  return chance.pick([
    number,
    number,
    number.replace(/[-/]/g, ''),
    number.replace(/[-/]/g, ' '),
    number.toLowerCase(),
    number.replace(/(?<=[-/])0+/, ''),
    number.replace(/^[A-Z]+[-/]?/, ''),
  ])
}

function writeText(chance: Chance, words: string): string {
  const before = chance.pick(['', '', 'Rechnung ', 'Rg.Nr. ', 'Ref: ', 'VWZ+', 'Facturi ', 'KD 4711 '])
  const after = chance.pick(['', '', ' danke', ' vom 03.11.2026', ' / Nov 26', ' Betrag wie vereinbart'])
  return `${before}${words}${after}`
}

function damageText(chance: Chance, words: string, damage: Damage | null): string {
  const places = [...words.matchAll(/[A-Z0-9]/gi)].map(({ index }) => index)
  // Slips happen at the end more often than elsewhere: that is where numbers differ.
  const at = chance.pick(chance.happens(0.4) ? places.slice(-2) : places)
  const sign = chance.pick([...'0123456789'])
  switch (damage) {
    case 'character dropped':
      return words.slice(0, at) + words.slice(at + 1)
    case 'characters swapped':
      return words.slice(0, at) + (words[at + 1] ?? '') + (words[at] ?? '') + words.slice(at + 2)
    case 'character added':
      return words.slice(0, at) + sign + words.slice(at)
    case 'character changed':
      return words.slice(0, at) + slipDigit(chance, words[at] ?? '') + words.slice(at + 1)
    case 'truncated':
      return words.slice(0, Math.ceil(words.length * (0.4 + chance.next() * 0.5)))
    default:
      return words
  }
}

/** The key beside it, or the line below: the next digit up or down. */
function slipDigit(chance: Chance, sign: string): string {
  return /\d/.test(sign) ? String((Number(sign) + chance.pick([1, 9])) % 10) : chance.pick([...SIGNS])
}

function changeAmount(chance: Chance, dueMinor: number, damage: Damage | null): number {
  if (damage === 'short payment') return Math.max(1, Math.round(dueMinor * chance.pick([0.5, 0.9, 0.97, 0.98])))
  if (damage !== 'wrong amount') return dueMinor
  // A slip of the finger, another price, or two payments in one.
  return chance.pick(
    [dueMinor + chance.pick([1, -1, 9, 90, 1_000]), chance.pick(PRICES), dueMinor * 2].filter((minor) => minor > 0),
  )
}

/** Mostly the debtor from its own account; sometimes an affiliate, somebody unknown, or a bank that does not say. */
function choosePayer({ chance, debtors }: Writer, debtor: MonthDebtor): { name: string | null; iban: string | null } {
  const shortened = debtor.name.toUpperCase().replace('Ä', 'AE').slice(0, 27)
  const name = chance.pick([debtor.name, debtor.name, shortened, chance.happens(0.5) ? 'Hans Beispiel' : debtor.name])
  if (chance.happens(0.02)) return { name: chance.pick(debtors).name, iban: chance.pick(debtors).iban }
  if (chance.happens(0.03)) return { name: null, iban: null }
  if (chance.happens(0.05))
    return {
      name,
      iban: `NL${String(chance.between(10, 99))}BANK${String(chance.between(1, 999_999)).padStart(10, '0')}`,
    }
  return { name, iban: debtor.iban }
}

function makeTransaction(from: {
  chance: Chance
  index: number
  text: string
  payer: { name: string | null; iban: string | null }
  amountMinor: number
  isStructured: boolean
}): BankTransaction {
  const day = calendarDay(`2026-11-${String(from.chance.between(1, 30)).padStart(2, '0')}`)
  const fingerprint = String(from.index).padStart(64, '0')
  return {
    fingerprint,
    entryFingerprint: fingerprint,
    kind: 'incoming',
    status: 'booked',
    amount: createMoney(from.amountMinor, EUR),
    bookedOn: day,
    valueOn: day,
    account: 'DE02120300000000202051',
    counterparty: { ...NO_PARTY, ...from.payer },
    ultimateCounterpartyName: null,
    references: NO_REFERENCES,
    remittance: {
      unstructured: from.isStructured ? [] : wrap(from.text),
      references: from.isStructured ? [{ reference: from.text, scheme: 'SCOR' }] : [],
      documentNumbers: [],
      additional: [],
    },
    returnReason: null,
    isUndivided: false,
  }
}

/** Banks of some countries cut the text into lines of 35. */
function wrap(text: string): string[] {
  return text.match(/[\s\S]{1,35}/g) ?? []
}

function currencyOf(code: string): CurrencyCode {
  const currency = parseCurrencyCode(code)
  if (currency === null) throw new Error(`${code} is not a currency`)
  return currency
}
