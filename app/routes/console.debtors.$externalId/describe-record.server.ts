/** What the collection record shows, written in the reader's language: the browser formats nothing again. */
import type { IssuedLink } from '~/components/console/debtor-aside'
import type { RecordEntry } from '~/components/console/collection-record'
import { getAccessLinkState, type AccessLink } from '~/domain/access-link'
import type { BalanceAfter } from '~/domain/outcome-event'
import { isLanguage } from '~/i18n/languages'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { CollectionRecord } from '~/use-cases/read-collection-record'

/** Enough of a hash to compare by eye. */
const HASH_SIGNS = 12

export interface BalanceFigures {
  currency: string
  figures: {
    kind: 'open' | 'overdue' | 'disputed' | 'pending' | 'planned' | 'credit' | 'unappliedCredit' | 'balance'
    text: string
  }[]
}

export function describeRecord(record: CollectionRecord, visit: ConsoleVisit, now: Date) {
  const { debtor, contacts, events, links, visits } = record
  const language = debtor.locale?.split('-')[0] ?? ''
  return {
    debtor: {
      externalId: debtor.externalId,
      name: debtor.name,
      country: debtor.countryCode,
      language: isLanguage(language) ? language : null,
    },
    balances: debtor.balances.map((balance) => describeBalance(balance, visit)),
    credits: record.credits.map(({ id, openMinor, currency, paymentId, paymentReference }) => ({
      ...{ id, paymentId, paymentReference },
      open: visit.format.money(openMinor, currency),
    })),
    contacts: contacts.map(({ name, email }) => ({ name, email })),
    links: links.map((link) => describeLink(link, visit, now)),
    visits: visits.map(({ at, recipientName, ...entry }) => ({
      ...entry,
      recipient: recipientName,
      at: visit.format.instant(at),
    })),
    entries: events.map((entry) => describeEntry(entry, visit)),
  }
}

/** Every figure that is not nought, and the net of them. */
function describeBalance(balance: BalanceAfter, { format }: ConsoleVisit): BalanceFigures {
  const { currency } = balance
  const parts = [
    ['open', balance.openMinor],
    ['overdue', balance.overdueMinor],
    ['disputed', balance.disputedMinor],
    ['pending', balance.pendingMinor],
    ['planned', balance.plannedMinor ?? 0],
    ['credit', balance.creditMinor],
    ['unappliedCredit', balance.unappliedCreditMinor],
  ] as const
  const figures = parts.filter(([, amountMinor]) => amountMinor !== 0)
  const all = figures.length > 1 ? [...figures, ['balance', balance.balanceMinor] as const] : figures
  return { currency, figures: all.map(([kind, amountMinor]) => ({ kind, text: format.money(amountMinor, currency) })) }
}

function describeEntry(
  { event, intact, delivery }: CollectionRecord['events'][number],
  { format }: ConsoleVisit,
): RecordEntry {
  const { payment, invoices = [], link, dispute, contact } = event.data
  return {
    sequence: event.sequence,
    type: event.type,
    occurredAt: event.occurredAt,
    at: format.instant(new Date(event.occurredAt)),
    payment: payment
      ? {
          id: payment.id,
          reference: payment.reference,
          amount: format.money(
            payment.reversedMinor ?? payment.reinstatedMinor ?? payment.amountMinor,
            payment.currency,
          ),
          reason: payment.reason ?? null,
          failureCode: payment.failureCode ?? null,
          late: payment.late === true,
        }
      : null,
    dispute: dispute
      ? {
          id: dispute.id,
          reference: dispute.reference,
          claimed: format.money(dispute.claimedMinor, dispute.currency),
          granted: dispute.grantedMinor === undefined ? null : format.money(dispute.grantedMinor, dispute.currency),
          text: dispute.text ?? null,
        }
      : null,
    // A dispute or a plan moves nothing of its invoice: that is named without an amount.
    invoices: invoices.map(({ number, amountMinor, currency }) => ({
      number,
      amount: amountMinor === 0 ? '' : format.money(amountMinor, currency),
    })),
    openedBy: link?.recipientName ?? null,
    contact: contact ? { id: contact.id, reference: contact.reference } : null,
    balances: event.balanceAfter.map(({ currency, balanceMinor }) => ({
      currency,
      balance: format.money(balanceMinor, currency),
    })),
    delivery,
    intact,
    hash: event.hash.slice(0, HASH_SIGNS),
    previousHash: event.previousHash.slice(0, HASH_SIGNS),
  }
}

function describeLink(link: AccessLink, { format }: ConsoleVisit, now: Date): IssuedLink {
  return {
    id: link.id,
    recipient: link.recipientName ?? link.recipientEmail,
    scope: link.scope,
    state: getAccessLinkState(link, now),
    at: format.instant(link.revokedAt ?? link.expiresAt),
  }
}
