import { addDays, dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { OutcomeInvoice } from '~/domain/outcome-event'
import {
  takeOfferStep,
  type OfferSide,
  type OfferStep,
  type SettlementOffer,
  type SettlementOfferStatus,
} from '~/domain/settlement-offer'
import { findDisputeReader } from './find-dispute-reader'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { ListedOffer, OfferEntry } from './ports/settlement-offer-repository'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { describeSettlementOutcome } from './report-settlement'

export interface OfferServices {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
}

export interface StepToTake {
  /** Of the form, where one asks for it: its repetition finds the step it took. A UUID. */
  readonly entryId?: string
  readonly step: OfferStep
  /** Whose step it is; null for what follows from the calendar or from money. */
  readonly side: OfferSide | null
  /** 'policy' | 'link:<id>' | 'user:<id>' | 'key:<id>' */
  readonly author: string
  readonly authorName: string | null
  readonly text: string
  readonly at: Date
  /** What else changes of the offer. */
  readonly changes?: Partial<SettlementOffer>
  /** What the step lets go by itself. */
  readonly writtenOff?: readonly OutcomeInvoice[]
}

/** Where an offer ends, and by which it becomes binding or void. */
const OVER: readonly SettlementOfferStatus[] = ['fulfilled', 'broken', 'declined', 'withdrawn', 'expired']

/**
 * Takes a step of an offer that this transaction has locked, and keeps, reports and mails it; null where the step cannot
 * be taken now. The other side is told; of what follows from calendar and money both are.
 */
export async function recordOfferStep(
  transaction: Transaction,
  ids: IdSource,
  offer: ListedOffer,
  taken: StepToTake,
): Promise<ListedOffer | null> {
  const status = takeOfferStep(offer.status, taken.step, taken.side)
  if (status === null) return null
  const isOver = OVER.includes(status)
  const { invoices: shares = offer.invoices, ...changes } = taken.changes ?? {}
  const after: ListedOffer = {
    ...offer,
    ...changes,
    status,
    endedAt: isOver ? taken.at : null,
    invoices: offer.invoices.map((invoice) => ({
      ...invoice,
      waivedMinor: shares.find(({ invoiceId }) => invoiceId === invoice.invoiceId)?.waivedMinor ?? invoice.waivedMinor,
    })),
  }
  await transaction.settlementOffers.save(after)
  await logOfferStep(transaction, ids, after, taken)
  return after
}

/** The same for the first step, when the offer was just kept. */
export async function logOfferStep(
  transaction: Transaction,
  ids: IdSource,
  offer: ListedOffer,
  { entryId, step, side, author, authorName, text, at, writtenOff = [] }: StepToTake,
): Promise<void> {
  const { creditorId, debtorId, offeredMinor, payByOn } = offer
  const entry: OfferEntry = {
    id: entryId ?? ids.uuid(),
    // What nobody did is the creditor's: it keeps the calendar and counts the money.
    ...{ at, side: side ?? 'creditor', step, author, authorName, text, offeredMinor, payByOn },
  }
  await transaction.settlementOffers.insertEntry(offer, entry)
  await transaction.outcomeLog.append(describeSettlementOutcome(offer, entry, writtenOff))
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  if (side !== 'creditor') await tellCreditor(transaction, offer, entry)
  if (side !== 'debtor' || step === 'agreed') await tellDebtor(transaction, offer, entry)
}

async function tellCreditor({ creditors, jobs }: Transaction, offer: ListedOffer, entry: OfferEntry): Promise<void> {
  const { creditorId, debtorId, id: offerId } = offer
  const creditor = await creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  await jobs.enqueue('send-mail', {
    ...{ kind: 'settlement-step', creditorId, debtorId, offerId, entryId: entry.id, reader: 'creditor' },
    ...{ to: creditor.supportEmail, locale: creditor.defaultLocale },
  })
}

/**
 * To whoever made or agreed to it, else to the contact on file, as where the link by which they did was taken back; nobody
 * where there is none.
 */
async function tellDebtor(transaction: Transaction, offer: ListedOffer, entry: OfferEntry): Promise<void> {
  const { creditorId, debtorId, id: offerId, linkId, consent } = offer
  const openedByEmail = consent?.email ?? offer.email
  const matter = { creditorId, debtorId, linkId, openedByEmail, openedByName: null, locale: offer.locale }
  const reader = await findDisputeReader(transaction, matter, { held: false })
  if (reader === null) return
  const { to, locale } = reader
  await transaction.jobs.enqueue('send-mail', {
    ...{ kind: 'settlement-step', creditorId, debtorId, offerId, entryId: entry.id, reader: 'debtor', to, locale },
  })
}

/** Until when the other side can answer: never longer than the sum may be paid. */
export function findAnswerDay(today: CalendarDay, answerDays: number, payByOn: CalendarDay): CalendarDay {
  const last = addDays(today, answerDays)
  return last < payByOn ? last : payByOn
}

/** The creditor's calendar day of `now`, and its time zone (IANA). */
export async function readToday(
  { creditors }: Transaction,
  offer: Pick<SettlementOffer, 'creditorId'>,
  now: Date,
): Promise<{ today: CalendarDay; timeZone: string }> {
  const creditor = await creditors.findById(offer.creditorId)
  if (!creditor) throw new Error(`no creditor ${offer.creditorId}`)
  return { today: dayOfInstant(now, creditor.timeZone), timeZone: creditor.timeZone }
}
