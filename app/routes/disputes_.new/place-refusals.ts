import { fieldIds, type DisputeEntry, type DisputeProblem } from '~/components/disputes/dispute-entry'
import type { ContestableInvoice } from '~/components/disputes/shown-dispute'
import type { DisputeRefusal } from '~/use-cases/examine-claims'

/** Refusals as problems of the form, each at its field. */
export function placeRefusals(
  refusals: readonly DisputeRefusal[],
  { invoices }: DisputeEntry,
  contestable: readonly ContestableInvoice[],
): DisputeProblem[] {
  const find = (number: string) => invoices.findIndex((entry) => entry.number === number)
  return refusals.map((refusal): DisputeProblem => {
    switch (refusal.kind) {
      case 'not_allowed':
        return { fieldId: null, kind: 'not_allowed' }
      case 'nothing_selected':
        return { fieldId: null, kind: 'no_lines' }
      case 'unknown_invoice':
        return { fieldId: null, kind: 'gone', number: refusal.number }
      case 'nothing_open':
      case 'being_disputed': {
        const kind = refusal.kind === 'nothing_open' ? 'nothing_open' : 'contested'
        return { fieldId: fieldIds.extent(find(refusal.number), 'lines'), kind, number: refusal.number }
      }
      case 'unknown_line':
        return { fieldId: null, kind: 'gone', number: refusal.number }
      case 'line_being_disputed':
        return { fieldId: fieldIds.line(find(refusal.number), refusal.position), kind: 'contested' }
      case 'claim':
        return placeFault(refusal, find(refusal.number), contestable)
    }
  })
}

function placeFault(
  { number, position, fault }: Extract<DisputeRefusal, { kind: 'claim' }>,
  index: number,
  contestable: readonly ContestableInvoice[],
): DisputeProblem {
  if (fault.kind === 'not_claimable') return { fieldId: fieldIds.line(index, position), kind: fault.kind }
  const fieldId = fieldIds.claim(fault.kind, index, position)
  if (fault.kind !== 'amount') return { fieldId, kind: fault.kind }
  const currency = contestable.find((invoice) => invoice.number === number)?.currency
  if (!currency) return { fieldId, kind: 'gone', number }
  return { fieldId, kind: 'amount', most: { amountMinor: fault.mostMinor, currency } }
}
