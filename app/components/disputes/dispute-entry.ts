/** What stands in the form that opens a dispute: as it was typed, and what it means. */
import type { CurrencyCode } from '~/domain/currency'
import { isDisputeAction, isDisputeReason, type DisputeAction, type DisputeReason } from '~/domain/dispute'
import type { LineClaim } from '~/domain/dispute-claim'
import { readInvoiceNumbers } from '~/domain/invoice-choice'
import { fail, succeed, type Result } from '~/domain/result'
import { parseAmount, parseDecimalText, type AmountProblem } from '~/i18n/parse-amount'
import type { ContestableInvoice } from './shown-dispute'

const CLAIM_KINDS = ['whole', 'quantity', 'price', 'amount'] as const

export type ClaimKind = (typeof CLAIM_KINDS)[number]

/** What is typed beside a line that is ticked. */
export interface LineEntry {
  readonly kind: ClaimKind
  readonly quantity: string
  readonly price: string
  readonly amount: string
}

export interface InvoiceEntry {
  readonly number: string
  readonly extent: 'whole' | 'lines'
  /** By position. */
  readonly ticked: ReadonlyMap<number, LineEntry>
}

export interface DisputeEntry {
  readonly invoices: readonly InvoiceEntry[]
  readonly reason: string
  readonly action: string
  readonly text: string
}

/** So many invoices are disputed by one form. */
export const MOST_INVOICES = 100

/** Characters of what is said. */
export const LONGEST_TEXT = 5_000

const EMPTY_LINE: LineEntry = { kind: 'whole', quantity: '', price: '', amount: '' }

/** The form before anything is typed: of one invoice lines are chosen, of several each as a whole. */
export function startDisputeEntry(invoices: readonly ContestableInvoice[]): DisputeEntry {
  return {
    invoices: invoices.map(({ number, mayContestWhole, lines }) => ({
      number,
      extent: mayContestWhole && (invoices.length > 1 || lines.length === 0) ? 'whole' : 'lines',
      ticked: new Map(),
    })),
    ...{ reason: '', action: '', text: '' },
  }
}

/** Names of fields; invoices are told apart by their place in the form. */
export const nameField = {
  extent: (invoice: number) => `extent-${invoice}`,
  line: (invoice: number) => `line-${invoice}`,
  claim: (kind: 'kind' | 'quantity' | 'price' | 'amount', invoice: number, position: number) =>
    `${kind}-${invoice}-${position}`,
}

/** Ids of fields that a problem can lead to. */
export const fieldIds = {
  extent: (invoice: number, extent: InvoiceEntry['extent']) => `extent-${invoice}-${extent}`,
  line: (invoice: number, position: number) => `line-${invoice}-${position}`,
  claim: nameField.claim,
}

/** The form as it was sent. */
export function readDisputeEntry(form: URLSearchParams): DisputeEntry {
  const places = form.getAll('invoice')
  // No more than one form was ever made of.
  const numbers = readInvoiceNumbers(form).slice(0, MOST_INVOICES)
  return {
    // By place first: what is left out must not move the others' lines.
    invoices: numbers.map((number) => readInvoiceEntry(form, number, places.indexOf(number))),
    reason: form.get('reason') ?? '',
    action: form.get('action') ?? '',
    text: (form.get('text') ?? '').replaceAll('\r\n', '\n').trim(),
  }
}

function readInvoiceEntry(form: URLSearchParams, number: string, index: number): InvoiceEntry {
  const positions = form.getAll(nameField.line(index)).filter((text) => /^[1-9]\d{0,6}$/.test(text))
  const read = (kind: Parameters<typeof nameField.claim>[0], position: number) =>
    (form.get(nameField.claim(kind, index, position)) ?? '').trim()
  return {
    number,
    extent: form.get(nameField.extent(index)) === 'whole' ? 'whole' : 'lines',
    ticked: new Map(
      positions.map(Number).map((position) => [
        position,
        {
          kind: CLAIM_KINDS.find((kind) => kind === read('kind', position)) ?? EMPTY_LINE.kind,
          quantity: read('quantity', position),
          price: read('price', position),
          amount: read('amount', position),
        },
      ]),
    ),
  }
}

/** What is wrong with the form, and where. */
export interface DisputeProblem {
  /** Null where it concerns the form as a whole. */
  readonly fieldId: string | null
  readonly kind:
    | AmountProblem
    | 'reason'
    | 'action'
    | 'text'
    | 'text_long'
    | 'no_lines'
    | 'gone'
    | 'nothing_open'
    | 'contested'
    | 'not_claimable'
    | 'quantity'
    | 'price'
    | 'amount'
    | 'not_allowed'
    | 'too_often'
  /** The invoice it is about, where it is about one. */
  readonly number?: string
  /** Of 'amount': no more than this. */
  readonly most?: { readonly amountMinor: number; readonly currency: CurrencyCode }
}

export interface ResolvedDispute {
  readonly reason: DisputeReason
  readonly action: DisputeAction
  readonly text: string
  readonly invoices: readonly {
    readonly number: string
    readonly lines: readonly { readonly position: number; readonly claim: LineClaim }[]
  }[]
}

/** Makes claims of what was typed in the reader's way of writing, or says everything that cannot be understood. */
export function resolveDisputeEntry(
  { invoices, reason, action, text }: DisputeEntry,
  contestable: readonly ContestableInvoice[],
  locale: string,
): Result<ResolvedDispute, DisputeProblem[]> {
  const problems: DisputeProblem[] = []
  const resolved = invoices.map((entry, index) => {
    const invoice = contestable.find(({ number }) => number === entry.number)
    if (!invoice) problems.push({ fieldId: null, kind: 'gone', number: entry.number })
    if (!invoice || entry.extent === 'whole') return { number: entry.number, lines: [] }
    const lines = [...entry.ticked].map(([position, typed]) => {
      const claim = readClaim(typed, invoice.currency, locale)
      if (claim.ok) return { position, claim: claim.value }
      problems.push({
        fieldId: fieldIds.claim(typed.kind === 'whole' ? 'kind' : typed.kind, index, position),
        kind: claim.failure,
      })
      return null
    })
    if (lines.length === 0) {
      problems.push({ fieldId: fieldIds.extent(index, 'lines'), kind: 'no_lines', number: entry.number })
    }
    return { number: entry.number, lines: lines.filter((line) => line !== null) }
  })
  if (invoices.length === 0) problems.push({ fieldId: null, kind: 'no_lines' })
  if (!isDisputeReason(reason)) problems.push({ fieldId: 'reason', kind: 'reason' })
  if (!isDisputeAction(action)) problems.push({ fieldId: 'action', kind: 'action' })
  if (text === '') problems.push({ fieldId: 'text', kind: 'text' })
  if (text.length > LONGEST_TEXT) problems.push({ fieldId: 'text', kind: 'text_long' })
  if (problems.length > 0 || !isDisputeReason(reason) || !isDisputeAction(action)) return fail(problems)
  return succeed({ reason, action, text, invoices: resolved })
}

function readClaim(
  { kind, quantity, price, amount }: LineEntry,
  currency: CurrencyCode,
  locale: string,
): Result<LineClaim, AmountProblem> {
  switch (kind) {
    case 'whole':
      return succeed({ kind })
    case 'quantity': {
      const read = parseDecimalText(quantity, currency, locale)
      return read.ok ? succeed({ kind, quantity: read.value }) : read
    }
    case 'price': {
      const read = parseDecimalText(price, currency, locale)
      return read.ok ? succeed({ kind, price: read.value }) : read
    }
    case 'amount': {
      const read = parseAmount(amount, currency, locale)
      return read.ok ? succeed({ kind, amountMinor: read.value }) : read
    }
  }
}
