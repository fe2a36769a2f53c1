/**
 * How a document enters the debtor's account: whether it is owed or a credit, how much, and when it falls due. The
 * document itself is kept as it was written.
 */
import { addDays, type CalendarDay } from './calendar-day'
import type { DocumentKind, InvoiceDocument } from './invoice'

export interface InvoicePosting {
  /** 'invoice' is owed by the debtor; 'credit_note' is owed to it. */
  kind: DocumentKind
  dueOn: CalendarDay
  /** BT-115, BT-109 and BT-110 in the direction that `kind` says: the payable is never negative. */
  payableMinor: number
  netMinor: number
  taxMinor: number
  /** The whole payable: nothing is allocated yet. */
  openMinor: number
  /** The day of issue where nothing is payable (prepaid in full, say); null while something is open. */
  settledOn: CalendarDay | null
}

/**
 * Works out the posting of a document.
 *
 * A credit note is a credit whichever sign its figures have, because systems write them both ways; an invoice whose
 * amount due is negative (EN 16931 allows it for a correction) is a credit too. An invoice without BT-9 falls due
 * `defaultTermsDays` after its issue; a credit without one can be used from the day of its issue.
 */
export function postInvoice(document: InvoiceDocument, defaultTermsDays: number): InvoicePosting {
  const { payableMinor, netMinor, taxMinor } = document.totals
  const kind: DocumentKind = document.kind === 'credit_note' || payableMinor < 0 ? 'credit_note' : 'invoice'
  const inDirection = (amountMinor: number) => (payableMinor < 0 && amountMinor !== 0 ? -amountMinor : amountMinor)
  return {
    kind,
    dueOn: document.dueOn ?? addDays(document.issueOn, kind === 'invoice' ? defaultTermsDays : 0),
    payableMinor: inDirection(payableMinor),
    netMinor: inDirection(netMinor),
    taxMinor: inDirection(taxMinor),
    openMinor: inDirection(payableMinor),
    settledOn: payableMinor === 0 ? document.issueOn : null,
  }
}
