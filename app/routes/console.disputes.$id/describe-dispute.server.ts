/** What the page of a dispute shows, written in the reader's language: the browser formats nothing again. */
import type { ShownDispute, ShownEntry } from '~/components/console/dispute-view'
import { readTurn } from '~/domain/dispute'
import { computeDueNow } from '~/domain/invoice-balance'
import { getCurrencySign } from '~/i18n/currency-sign'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { DisputeView } from '~/use-cases/read-disputes'

export function describeDispute(view: DisputeView, visit: ConsoleVisit, now: Date): ShownDispute {
  const { dispute, invoice, lines, entries } = view
  const { format } = visit
  const { currency, answerDueAt } = dispute
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const unlessNought = (amountMinor: number) => (amountMinor === 0 ? null : money(amountMinor))
  const side = readTurn(dispute.status)
  return {
    ...{ id: dispute.id, reference: dispute.reference, status: dispute.status },
    ...{ reason: dispute.reason, action: dispute.action },
    turn: side && answerDueAt && { side, at: format.instant(answerDueAt), isOverdue: answerDueAt < now },
    debtor: { externalId: dispute.debtorExternalId, name: dispute.debtorName },
    openedBy: dispute.openedByName ?? dispute.openedByEmail,
    openedAt: format.instant(dispute.openedAt),
    endedAt: dispute.endedAt && format.instant(dispute.endedAt),
    claimed: money(dispute.claimedMinor),
    granted: dispute.grantedMinor === null ? null : money(dispute.grantedMinor),
    creditNote: dispute.creditNoteNumber,
    currencySign: getCurrencySign(currency, format.locale),
    invoice: {
      number: invoice.number,
      dueOn: format.day(invoice.dueOn),
      payable: money(invoice.payableMinor),
      open: money(invoice.openMinor),
      pending: unlessNought(invoice.pendingMinor),
      heldBack: unlessNought(invoice.disputedMinor),
      dueNow: money(computeDueNow(invoice)),
    },
    lines: lines.map((line) => ({
      ...{ position: line.position, name: line.name, kind: line.kind, claimedMinor: line.claimedMinor },
      quantity: line.claimedQuantity === null ? '' : format.decimal(line.claimedQuantity),
      price: line.claimedPrice === null ? '' : format.price(line.claimedPrice, currency),
      claimed: money(line.claimedMinor),
      granted: line.grantedMinor === null ? null : money(line.grantedMinor),
    })),
    entries: entries.map((entry) => describeEntry(entry, dispute.id, visit)),
  }
}

export function describeEntry(
  { id, at, side, step, authorName, text, files }: DisputeView['entries'][number],
  disputeId: string,
  { format, t }: ConsoleVisit,
): ShownEntry {
  return {
    ...{ id, side, step },
    instant: at.toISOString(),
    at: format.instant(at),
    author: authorName,
    paragraphs: text.split(/\s*\n\s*/).filter((paragraph) => paragraph !== ''),
    files: files.map((file) => ({
      name: file.filename,
      note: t('claims:thread.size', { kilobytes: format.integer(Math.ceil(file.byteSize / 1024)) }),
      href: `/console/disputes/${disputeId}/files/${file.id}`,
    })),
  }
}
