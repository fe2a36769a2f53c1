/** Which findings of a comparison something is to be done with, as a form sends it and an address says it. */
import { LEDGER_FINDING_KINDS, type LedgerFindingKind } from './ledger'

export const LEDGER_PAGE_SIZE = 100

/** The ticked ones, all of the page, or all of the list. */
const LEDGER_EXTENTS = ['ticked', 'page', 'all'] as const

export type LedgerExtent = (typeof LEDGER_EXTENTS)[number]

export interface LedgerChoice {
  readonly uploadId: string
  readonly kind: LedgerFindingKind
  /** From 1. */
  readonly page: number
  readonly extent: LedgerExtent
}

/** Null where the address is of no comparison. */
export function readLedgerChoice(parameters: URLSearchParams): LedgerChoice | null {
  const uploadId = parameters.get('ledger')
  const kind = LEDGER_FINDING_KINDS.find((one) => one === parameters.get('show'))
  const page = parameters.get('page') ?? '1'
  if (uploadId === null || kind === undefined || !/^[1-9]\d{0,4}$/.test(page)) return null
  const extent = LEDGER_EXTENTS.find((one) => one === parameters.get('of')) ?? 'ticked'
  return { uploadId, kind, page: Number(page), extent }
}

/** What `readLedgerChoice` reads as the same choice. */
export function writeLedgerChoice({ uploadId, kind, page, extent }: LedgerChoice): URLSearchParams {
  return new URLSearchParams({ ledger: uploadId, show: kind, page: String(page), of: extent })
}
