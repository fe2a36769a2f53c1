/** The file of a dispute: what is contested and why, what both sides said and handed in, and how it was decided. */
import { describeClaim } from '~/components/disputes/dispute-words'
import type { DisputePaper, DocumentFrame, PrintedDispute } from '~/use-cases/ports/document-printer'
import { BODY, closeSheet, getWords, HEADING, openSheet, SOFT_BODY, writeFacts, type Sheet } from './letterhead.server'
import { Table } from './table.server'
import { isolate } from './typeset.server'

const STEP = { size: 10, isBold: true }

/** As the title of the document and in the name of its file. */
export function titleDispute({ dispute }: PrintedDispute, frame: DocumentFrame): string {
  return getWords(frame).words.claims('dispute.title', { reference: dispute.reference })
}

export function writeDispute({ view }: DisputePaper, frame: DocumentFrame, begin: (sheet: Sheet) => void): void {
  const sheet = openSheet(frame, titleDispute(view, frame))
  begin(sheet)
  const { paper, format, words } = sheet
  const { claims } = words
  const { dispute, invoice } = view
  const money = (amountMinor: number | null) =>
    amountMinor === null ? null : format.money(amountMinor, dispute.currency)
  paper.y += 6
  writeFacts(sheet, [
    [claims('fact.status'), claims(`status.${dispute.status}`)],
    [claims('fact.invoice'), dispute.invoiceNumber],
    [claims('fact.dueOn'), format.day(dispute.invoiceDueOn)],
    [claims('fact.payable'), money(invoice.payableMinor)],
    [claims('fact.reason'), claims(`reason.${dispute.reason}`)],
    [claims('fact.action'), claims(`action.${dispute.action}`)],
    [claims('fact.claimed'), money(dispute.claimedMinor)],
    [claims('fact.openedAt'), format.instant(dispute.openedAt)],
    [claims('fact.openedBy'), dispute.openedByName],
    [claims('fact.answerDue'), dispute.answerDueAt && format.instant(dispute.answerDueAt)],
    [claims('fact.endedAt'), dispute.endedAt && format.instant(dispute.endedAt)],
    [claims('fact.granted'), money(dispute.grantedMinor)],
    [claims('fact.creditNote'), dispute.creditNoteNumber],
  ])
  writeLines(sheet, view)
  paper.y += 6
  paper.text('H2', claims('thread.title'), HEADING, 3)
  for (const entry of view.entries) writeEntry(sheet, entry)
  closeSheet(sheet)
}

function writeLines({ paper, format, words: { claims } }: Sheet, { dispute, lines }: PrintedDispute): void {
  const { currency, grantedMinor } = dispute
  const isDecided = grantedMinor !== null
  const money = (amountMinor: number) => ({ text: format.money(amountMinor, currency) })
  paper.text('H2', claims('dispute.lines'), HEADING, 3)
  const table = new Table(paper, {
    columns: [
      { head: claims('dispute.line'), share: 3 },
      { head: claims('dispute.claim'), share: 2 },
      { head: claims('fact.claimed'), share: 1.4, align: 'end' },
      ...(isDecided ? [{ head: claims('fact.granted'), share: 1.4, align: 'end' } as const] : []),
    ],
    caption: null,
  })
  for (const line of lines) {
    const name = line.position === 0 ? line.name : `${line.position}. ${line.name}`
    table.row([
      ...[{ text: name }, { text: describeClaim(claims, line, currency, format) }, money(line.claimedMinor)],
      ...(isDecided ? [money(line.grantedMinor ?? 0)] : []),
    ])
  }
  table.close(12)
}

function writeEntry(
  sheet: Sheet,
  { step, at, side, authorName, text, files }: PrintedDispute['entries'][number],
): void {
  const { paper, format, words, frame } = sheet
  const { claims, invoice } = words
  const { direction } = paper.settings
  const party = isolate(side === 'debtor' ? frame.debtor.name : frame.creditor.name, direction)
  const whose = authorName === null ? party : `${isolate(authorName, direction)} (${party})`
  paper.text('H3', claims(`step.${step}`), STEP, 1)
  paper.text('P', `${whose} · ${format.instant(at)}`, SOFT_BODY, 3)
  for (const paragraph of text.split('\n')) if (paragraph.trim() !== '') paper.text('P', paragraph, BODY, 3)
  for (const { filename, byteSize, sha256 } of files) {
    const size = invoice('files.bytes', { size: format.integer(Math.max(1, Math.round(byteSize / 1000))) })
    paper.text('P', `${isolate(filename, direction)} · ${size}`, BODY)
    paper.text('P', `SHA-256 ${sha256}`, SOFT_BODY, 3)
  }
  paper.y += 6
}
