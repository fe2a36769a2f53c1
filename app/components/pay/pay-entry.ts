/** What stands in the form that chooses what to pay: as it was typed, and what it means. */
import type { CurrencyCode } from '~/domain/currency'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import type { CreditSelection, PaymentSelection } from '~/domain/payment-order'
import { parseCreditChoice, writeCreditChoice } from '~/domain/payment-selection-query'
import { fail, succeed, type Result } from '~/domain/result'
import { findUnstorableText } from '~/domain/storable-text'
import type { UsableCredit } from '~/domain/unapplied-credit'
import type { Formatters } from '~/i18n/formatters'
import { parseAmount, type AmountProblem } from '~/i18n/parse-amount'

/** Named invoices, everything payable, or one sum that is spread. */
export type PayWay = 'invoices' | 'all' | 'sum'

const WAYS: readonly PayWay[] = ['invoices', 'all', 'sum']

export interface PayEntry {
  way: PayWay
  /** Numbers of the ticked invoices. */
  ticked: ReadonlySet<string>
  /** What is typed beside each invoice, by its number. */
  amounts: ReadonlyMap<string, string>
  sum: string
  /** `all` as far as they fit, or the ticked ones as the form names them. */
  credits: 'all' | ReadonlySet<string>
}

/** What a choice looks like in the form: ticked invoices show the amount that will be paid of them. */
export function describeSelection(
  selection: PaymentSelection,
  credits: CreditSelection,
  invoices: readonly InvoiceBalance[],
  format: Formatters,
): PayEntry {
  const items = selection.kind === 'invoices' ? selection.items : []
  const byNumber = new Map(invoices.map((invoice) => [invoice.number, invoice]))
  const amounts = items.flatMap(({ number, amountMinor }) => {
    const invoice = byNumber.get(number)
    return invoice ? [[number, format.amount(amountMinor ?? computeDueNow(invoice), invoice.currency)] as const] : []
  })
  return {
    way: selection.kind,
    ticked: new Set(items.map(({ number }) => number)),
    amounts: new Map(amounts),
    sum: selection.kind === 'sum' ? format.amount(selection.amountMinor, selection.currency) : '',
    credits: credits === 'all' ? 'all' : new Set(credits === 'none' ? [] : credits.map(writeCreditChoice)),
  }
}

/** The form as it was sent. An unknown way counts as naming invoices. */
export function readPayEntry(form: URLSearchParams): PayEntry {
  const amounts = [...form].flatMap(([name, value]) =>
    name.startsWith(AMOUNT_PREFIX) ? [[name.slice(AMOUNT_PREFIX.length), value] as const] : [],
  )
  const credits = form.getAll('credit')
  return {
    way: WAYS.find((way) => way === form.get('way')) ?? 'invoices',
    ticked: new Set(form.getAll('invoice').filter((number) => findUnstorableText(number) === null)),
    amounts: new Map(amounts),
    sum: form.get('sum') ?? '',
    credits: credits.includes('all') ? 'all' : new Set(credits),
  }
}

const AMOUNT_PREFIX = 'amount:'

export function nameAmountField(number: string): string {
  return `${AMOUNT_PREFIX}${number}`
}

/** What cannot be understood, and where it stands: at an invoice, at the sum, or in the form as a whole. */
export interface EntryProblem {
  at: { invoice: string } | 'sum' | 'form'
  kind: AmountProblem | 'not_ticked' | 'nothing_selected'
}

/** Makes a choice of what was typed in the reader's way of writing, or says everything that cannot be understood. */
export function resolvePayEntry(
  entry: PayEntry,
  currency: CurrencyCode,
  {
    invoices,
    credits,
    locale,
  }: { invoices: readonly InvoiceBalance[]; credits: readonly UsableCredit[]; locale: string },
): Result<{ selection: PaymentSelection; credits: CreditSelection }, EntryProblem[]> {
  const chosenCredits = resolveCredits(entry, credits)
  if (entry.way === 'all') return succeed({ selection: { kind: 'all', currency }, credits: chosenCredits })
  if (entry.way === 'sum') {
    const sum = parseAmount(entry.sum, currency, locale)
    return sum.ok
      ? succeed({ selection: { kind: 'sum', currency, amountMinor: sum.value }, credits: chosenCredits })
      : fail([{ at: 'sum', kind: sum.failure }])
  }
  const byNumber = new Map(invoices.map((invoice) => [invoice.number, invoice]))
  const problems: EntryProblem[] = []
  for (const [number, text] of entry.amounts) {
    // An amount that somebody typed without ticking: which of the two is meant is theirs to say.
    if (!entry.ticked.has(number) && isOwnAmount(text, byNumber.get(number), locale)) {
      problems.push({ at: { invoice: number }, kind: 'not_ticked' })
    }
  }
  const items = [...entry.ticked].map((number) => {
    const text = entry.amounts.get(number)?.trim() ?? ''
    if (text === '') return { number }
    const amount = parseAmount(text, currency, locale)
    if (!amount.ok) {
      problems.push({ at: { invoice: number }, kind: amount.failure })
      return { number }
    }
    const invoice = byNumber.get(number)
    return invoice && amount.value === computeDueNow(invoice) ? { number } : { number, amountMinor: amount.value }
  })
  if (problems.length > 0) return fail(problems)
  if (items.length === 0) return fail([{ at: 'form', kind: 'nothing_selected' }])
  return succeed({ selection: { kind: 'invoices', items }, credits: chosenCredits })
}

function isOwnAmount(text: string, invoice: InvoiceBalance | undefined, locale: string): boolean {
  if (text.trim() === '' || !invoice) return false
  const amount = parseAmount(text, invoice.currency, locale)
  return !amount.ok || amount.value !== computeDueNow(invoice)
}

function resolveCredits({ credits: entered }: PayEntry, credits: readonly UsableCredit[]): CreditSelection {
  if (entered === 'all') return 'all'
  const choices = [...entered].flatMap((value) => parseCreditChoice(value) ?? [])
  const isEvery = credits.every(({ kind, id }) => choices.some((choice) => choice.kind === kind && choice.id === id))
  // Where there is no credit, none was declined.
  return isEvery ? 'all' : choices.length === 0 ? 'none' : choices
}
