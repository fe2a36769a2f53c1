/**
 * What is said to a debtor on a day about what it owes, and what is not, and why not. One word a day at most, about every
 * invoice whose stage has come. Nothing is said of an invoice that is disputed, in a plan, in a payment under way, promised
 * or paused: whoever has answered is left in peace.
 */
import { addDays, type CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { Contact } from './debtor'
import type { CreditorId, DebtorId, InvoiceId } from './ids'
import { computeDueNow, type InvoiceBalance } from './invoice-balance'
import {
  findDueStage,
  findPayByDay,
  isSendingDay,
  type ReminderStage,
  type ReminderStageKind,
  type ToldStage,
} from './reminder-cadence'
import type { ReminderPolicy } from './reminder-policy'

/** Why nothing is said of an invoice. */
export const HOLD_REASONS = [
  'settled',
  'disputed',
  'planned',
  'in_payment',
  'promised',
  'offered',
  'paused',
  'on_hold',
  'switched_off',
] as const
export type HoldReason = (typeof HOLD_REASONS)[number]

/** Characters that a hold's reason may have. */
export const LONGEST_HOLD_REASON = 500

/** The creditor's own stop: of an invoice or, without one, of the debtor; until a day, or until somebody ends it. */
export interface ReminderHold {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly invoiceId: InvoiceId | null
  /** Its last day, in the creditor's zone. */
  readonly untilOn: CalendarDay | null
  readonly reason: string
  readonly placedAt: Date
  /** 'user:<id>' | 'key:<id>' */
  readonly placedBy: string
  readonly endedAt: Date | null
  readonly endedBy: string | null
}

/** Days on which a promise, a settlement offer or a granted pause asks for silence, of an invoice or the whole account. */
export interface SilentDays {
  readonly kind: 'promised' | 'offered' | 'paused'
  readonly invoiceId: InvoiceId | null
  /** Both days included. */
  readonly fromOn: CalendarDay
  readonly untilOn: CalendarDay
}

export interface ChasedInvoice extends InvoiceBalance {
  readonly last: ToldStage | null
}

export interface ChasedAccount {
  readonly invoices: readonly ChasedInvoice[]
  /** Those that nobody has ended. */
  readonly holds: readonly Pick<ReminderHold, 'invoiceId' | 'untilOn'>[]
  readonly pauses: readonly SilentDays[]
}

export interface ChasedItem {
  readonly invoice: ChasedInvoice
  readonly stage: ReminderStage
  readonly dueNowMinor: number
}

export interface DayOfChasing {
  /** What is said on the day: a demand where any invoice's stage is one. Null for nothing. */
  readonly kind: Exclude<ReminderStageKind, 'hand_over'> | null
  /** By due date and number. */
  readonly items: readonly ChasedItem[]
  readonly handedOver: readonly ChasedItem[]
  /** Whose stage has come, and of which nothing is said. */
  readonly held: readonly {
    readonly invoice: ChasedInvoice
    readonly stage: ReminderStage
    readonly reason: HoldReason
  }[]
}

/** Why nothing is said of an invoice on a day; null where something may be. */
export function findHoldReason(
  account: Pick<ChasedAccount, 'holds' | 'pauses'>,
  invoice: InvoiceBalance,
  today: CalendarDay,
): HoldReason | null {
  if (invoice.openMinor === 0) return 'settled'
  if (invoice.disputedMinor > 0) return 'disputed'
  if (invoice.plannedMinor > 0) return 'planned'
  if (invoice.pendingMinor > 0) return 'in_payment'
  const concerns = ({ invoiceId }: { invoiceId: InvoiceId | null }) => invoiceId === null || invoiceId === invoice.id
  const pause = account.pauses.find((entry) => concerns(entry) && entry.fromOn <= today && today <= entry.untilOn)
  if (pause) return pause.kind
  const hold = account.holds.find((entry) => concerns(entry) && (entry.untilOn === null || today <= entry.untilOn))
  if (!hold) return null
  return hold.invoiceId === null && hold.untilOn === null ? 'switched_off' : 'on_hold'
}

/**
 * What is said to a debtor on a day of the creditor's calendar, to whom nothing was said of it yet, and what is held
 * back and why. Nothing where the policy is off or sends on no such day.
 */
export function planDay(policy: ReminderPolicy, account: ChasedAccount, today: CalendarDay): DayOfChasing {
  const nothing: DayOfChasing = { kind: null, items: [], handedOver: [], held: [] }
  if (!policy.isOn || !isSendingDay(policy, today)) return nothing
  const due = account.invoices
    .flatMap((invoice) => {
      const stage = findDueStage(policy, invoice, today)
      if (stage === null || invoice.kind !== 'invoice') return []
      const reason = findHoldReason(account, invoice, today)
      return [{ invoice, stage, reason, dueNowMinor: computeDueNow(invoice) }]
    })
    .sort((left, right) => compareTexts(left.invoice.dueOn, right.invoice.dueOn) || compareNumbers(left, right))
  const open = due.filter(({ reason }) => reason === null)
  const items = open.filter(({ stage }) => stage.kind !== 'hand_over')
  return {
    kind: items.length === 0 ? null : items.some(({ stage }) => stage.kind === 'demand') ? 'demand' : 'reminder',
    items: items.map(toItem),
    handedOver: open.filter(({ stage }) => stage.kind === 'hand_over').map(toItem),
    held: due.flatMap(({ invoice, stage, reason }) => (reason === null ? [] : [{ invoice, stage, reason }])),
  }
}

/** Whom a day's word goes to, and what of it. */
export interface AddressedWord {
  readonly kind: Exclude<ReminderStageKind, 'hand_over'>
  readonly recipient: Contact
  readonly items: readonly ChasedItem[]
}

/**
 * Reminders go to the first contact that wants them, demands to the first of all: a formal letter is no reminder. `contacts`
 * has the primary one first, `optedOut` are addresses in lower case. Null where there is nobody to tell.
 */
export function addressDay(
  { kind, items }: Pick<DayOfChasing, 'kind' | 'items'>,
  { contacts, optedOut }: { contacts: readonly Contact[]; optedOut: readonly string[] },
): AddressedWord | null {
  const wantsReminders = ({ email }: Contact) => !optedOut.includes(email.toLowerCase())
  const recipient = kind === 'demand' ? contacts[0] : contacts.find(wantsReminders)
  if (kind === null || recipient === undefined) return null
  const told = wantsReminders(recipient) ? items : items.filter(({ stage }) => stage.kind === 'demand')
  return { kind, recipient, items: told }
}

/** The account after a day on which everything planned was said. */
export function applyDay(
  policy: ReminderPolicy,
  account: ChasedAccount,
  day: DayOfChasing,
  today: CalendarDay,
): ChasedAccount {
  const told = new Map([...day.items, ...day.handedOver].map(({ invoice, stage }) => [invoice.id, stage]))
  const payByOn = findPayByDay(policy, today)
  return {
    ...account,
    invoices: account.invoices.map((invoice) => {
      const stage = told.get(invoice.id)
      if (!stage) return invoice
      return { ...invoice, last: { ...stage, on: today, payByOn: stage.kind === 'demand' ? payByOn : null } }
    }),
  }
}

/** Days that a preview looks ahead: what is foreseen counts on nothing happening until then. */
export const MOST_PREVIEW_DAYS = 62

/** What would be said on a day to come if nothing is paid, answered or changed until then; `from` is the first day planned. */
export function forecastDay(
  policy: ReminderPolicy,
  account: ChasedAccount,
  { from, on }: { from: CalendarDay; on: CalendarDay },
): DayOfChasing {
  let state = account
  for (let day = from; day < on; day = addDays(day, 1))
    state = applyDay(policy, state, planDay(policy, state, day), day)
  return planDay(policy, state, on)
}

/** What is due now of the items, by currency. */
export function sumItems(
  items: readonly Pick<ChasedItem, 'invoice' | 'dueNowMinor'>[],
): { currency: CurrencyCode; amountMinor: number }[] {
  const sums = new Map<CurrencyCode, number>()
  for (const { invoice, dueNowMinor } of items) {
    sums.set(invoice.currency, (sums.get(invoice.currency) ?? 0) + dueNowMinor)
  }
  return [...sums].map(([currency, amountMinor]) => ({ currency, amountMinor }))
}

function toItem({ invoice, stage, dueNowMinor }: ChasedItem): ChasedItem {
  return { invoice, stage, dueNowMinor }
}

function compareNumbers(left: ChasedItem, right: ChasedItem): number {
  return compareTexts(left.invoice.number, right.invoice.number)
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
