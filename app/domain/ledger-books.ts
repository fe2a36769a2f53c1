/** Both sides of a comparison while it is under way: what is still to be found, and how it can be looked up. */
import type { LedgerDocument, LedgerMatchedBy, LedgerRow } from './ledger'
import { readLedgerNumber, type LedgerNumber } from './ledger-number'

export interface NumberedRow extends LedgerRow {
  readonly read: LedgerNumber
  /** Of the purchase order. */
  readonly order: string
}

export interface NumberedDocument extends LedgerDocument {
  readonly read: LedgerNumber
  readonly order: string
}

/** Rows and documents that belong together. */
export interface LedgerPair {
  readonly by: LedgerMatchedBy
  readonly rows: readonly NumberedRow[]
  readonly documents: readonly NumberedDocument[]
}

export class LedgerBooks {
  readonly rows: readonly NumberedRow[]
  readonly documents: readonly NumberedDocument[]
  readonly pairs: LedgerPair[] = []
  /** The number is a document's and the amount is not. They stay together; other documents may join them. */
  readonly differing: LedgerPair[] = []
  readonly repeated: LedgerPair[] = []
  readonly #takenRows = new Set<NumberedRow>()
  readonly #takenDocuments = new Set<NumberedDocument>()

  constructor(rows: readonly LedgerRow[], documents: readonly LedgerDocument[]) {
    const number = <Item extends { number: string | null; purchaseOrder: string | null }>(item: Item) => ({
      ...item,
      read: readLedgerNumber(item.number),
      order: readLedgerNumber(item.purchaseOrder).plain,
    })
    this.rows = rows.map(number)
    this.documents = documents.map(number)
  }

  get freeRows(): NumberedRow[] {
    return this.rows.filter((row) => this.isFree(row))
  }

  get freeDocuments(): NumberedDocument[] {
    return this.documents.filter((document) => this.isFreeDocument(document))
  }

  isFree(row: NumberedRow): boolean {
    return !this.#takenRows.has(row)
  }

  isFreeDocument(document: NumberedDocument): boolean {
    return !this.#takenDocuments.has(document)
  }

  match(by: LedgerMatchedBy, rows: readonly NumberedRow[], documents: readonly NumberedDocument[]): void {
    this.pairs.push({ by, rows, documents })
    this.#take(rows, documents)
  }

  /** The rows are of this document, whatever their amount. */
  differ(by: LedgerMatchedBy, rows: readonly NumberedRow[], document: NumberedDocument): void {
    this.differing.push({ by, rows, documents: [document] })
    this.#take(rows, [document])
  }

  repeat(by: LedgerMatchedBy, row: NumberedRow, document: NumberedDocument): void {
    this.repeated.push({ by, rows: [row], documents: [document] })
    this.#take([row], [document])
  }

  /** A pair whose amounts differed was completed by further documents. */
  complete(pair: LedgerPair, documents: readonly NumberedDocument[]): void {
    this.differing.splice(this.differing.indexOf(pair), 1)
    this.match('sum', pair.rows, [...pair.documents, ...documents])
  }

  #take(rows: readonly NumberedRow[], documents: readonly NumberedDocument[]): void {
    for (const row of rows) this.#takenRows.add(row)
    for (const document of documents) this.#takenDocuments.add(document)
  }
}

/** The amounts under which a debtor may have a document: the whole of it, or what is left of it. */
export function listAmounts({ amountMinor, openMinor }: LedgerDocument): number[] {
  return openMinor === 0 || openMinor === amountMinor ? [amountMinor] : [amountMinor, openMinor]
}

/** Both sides say the same of it; a document that is settled may also stand with nothing in the debtor's books. */
export function hasAmount(document: LedgerDocument, row: Pick<LedgerRow, 'amountMinor' | 'currency'>): boolean {
  const amounts = document.openMinor === 0 ? [...listAmounts(document), 0] : listAmounts(document)
  return document.currency === row.currency && amounts.includes(row.amountMinor)
}

/** Both owed, or both credits, in one currency. */
export function isAlike(row: LedgerRow, document: LedgerDocument): boolean {
  return row.currency === document.currency && Math.sign(row.amountMinor) === Math.sign(document.amountMinor)
}

/** Whether both are of one day: that of issue, or the due day where the row has no other. */
export function isSameDay(row: LedgerRow, document: LedgerDocument): boolean {
  return row.issueOn === null ? row.dueOn !== null && row.dueOn === document.dueOn : row.issueOn === document.issueOn
}

/** The items under each of their keys, in their order; the empty key is none. */
export function groupBy<Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      if (key === '') continue
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [item])
      else group.push(item)
    }
  }
  return groups
}

/** Amount and currency as one key; `amountMinor` in minor units of that currency. */
export function writeAmountKey(amountMinor: number, { currency }: Pick<LedgerRow, 'currency'>): string {
  return `${currency} ${amountMinor}`
}
