/** What a debtor contests, worked out and compared with what can be contested. */
import type { DisputeLine } from '~/domain/dispute'
import { computeClaim, computeUncontested, type ClaimFault, type LineClaim } from '~/domain/dispute-claim'
import { fitClaims, type WorkedOutClaim } from '~/domain/dispute-lines'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { InvoiceTotals } from '~/domain/invoice'
import { multiplyRatio } from '~/domain/money'
import { fail, succeed, type Result } from '~/domain/result'
import { lockInvoices } from './invoice-ledger'
import type { DisputableInvoice } from './ports/dispute-repository'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

/** No lines: the invoice as a whole, for all that is open of it. */
export interface ContestedInvoice {
  readonly number: string
  readonly lines: readonly { readonly position: number; readonly claim: LineClaim }[]
}

/** An invoice under its lock, with what is contested of it. */
export interface ExaminedInvoice {
  readonly invoice: InvoiceBalance
  readonly lines: DisputeLine[]
}

/** What keeps a dispute from being opened; nothing of any invoice is then. */
export type DisputeRefusal =
  | { readonly kind: 'not_allowed' | 'nothing_selected' }
  | { readonly kind: 'unknown_invoice' | 'nothing_open' | 'being_disputed'; readonly number: string }
  | { readonly kind: 'unknown_line' | 'line_being_disputed'; readonly number: string; readonly position: number }
  | { readonly kind: 'claim'; readonly number: string; readonly position: number; readonly fault: ClaimFault }

/** Locks the invoices named, each once, and works out what is contested of each; or says all that is wrong with it. */
export async function examineClaims(
  transaction: Transaction,
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
  invoices: readonly ContestedInvoice[],
): Promise<Result<ExaminedInvoice[], DisputeRefusal[]>> {
  const named = await transaction.invoices.findByNumbers(
    creditorId,
    debtorId,
    'invoice',
    invoices.map(({ number }) => number),
  )
  const ledger = await lockInvoices(
    transaction,
    creditorId,
    named.map(({ id }) => id),
  )
  const byNumber = new Map(ledger.list().map((invoice) => [invoice.number, invoice]))
  const refusals: DisputeRefusal[] = []
  const accepted: ExaminedInvoice[] = []
  for (const { number, lines } of invoices) {
    const invoice = byNumber.get(number)
    if (!invoice) {
      refusals.push({ kind: 'unknown_invoice', number })
      continue
    }
    const disputable = await transaction.disputes.readDisputable(creditorId, invoice.id)
    const worked = workOut(invoice, disputable, lines)
    if (worked.ok) accepted.push({ invoice, lines: worked.value })
    else refusals.push(...worked.failure)
  }
  return refusals.length > 0 ? fail(refusals) : succeed(accepted)
}

/** What a dispute would come to, in minor units of the invoice's currency. */
export interface ReviewedDispute {
  readonly number: string
  readonly currency: CurrencyCode
  readonly claimedMinor: number
  /** What can be paid meanwhile. */
  readonly dueNowMinor: number
}

/** What disputing these invoices would come to; changes nothing. */
export async function reviewDisputes(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  account: { creditorId: CreditorId; debtorId: DebtorId },
  invoices: readonly ContestedInvoice[],
): Promise<Result<ReviewedDispute[], DisputeRefusal[]>> {
  if (invoices.length === 0) return fail([{ kind: 'nothing_selected' }])
  return unitOfWork.run({ kind: 'debtor', ...account }, async (transaction) => {
    const examined = await examineClaims(transaction, account, invoices)
    if (!examined.ok) return fail(examined.failure)
    return succeed(
      examined.value.map(({ invoice, lines }) => {
        const claimedMinor = lines.reduce((sum, line) => sum + line.claimedMinor, 0)
        const freeMinor = invoice.openMinor - invoice.pendingMinor
        return {
          number: invoice.number,
          currency: invoice.currency,
          claimedMinor,
          // Where more is claimed already than is held back, nothing is due.
          dueNowMinor: Math.max(0, freeMinor - invoice.disputedMinor - invoice.plannedMinor - claimedMinor),
        }
      }),
    )
  })
}

/** What is asked of one invoice, in minor units; or everything that is wrong with it. */
function workOut(
  invoice: InvoiceBalance,
  disputable: DisputableInvoice,
  asked: ContestedInvoice['lines'],
): Result<DisputeLine[], DisputeRefusal[]> {
  const { number } = invoice
  const { totals } = disputable.document
  // The invoice as a whole and its lines are not contested beside each other.
  if (disputable.contestedPositions.includes(0)) return fail([{ kind: 'being_disputed', number }])
  if (asked.length === 0) {
    if (disputable.contestedPositions.length > 0) return fail([{ kind: 'being_disputed', number }])
    if (invoice.openMinor === 0) return fail([{ kind: 'nothing_open', number }])
    const lines = claimWhole(invoice, totals, disputable)
    return lines.length > 0 ? succeed(lines) : fail([{ kind: 'nothing_open', number }])
  }
  const refusals: DisputeRefusal[] = []
  const claims: WorkedOutClaim[] = []
  for (const { position, claim } of asked) {
    const line = disputable.lines.find((candidate) => candidate.position === position)
    if (!line || claims.some((other) => other.position === position)) {
      refusals.push({ kind: 'unknown_line', number, position })
      continue
    }
    if (disputable.contestedPositions.includes(position)) {
      refusals.push({ kind: 'line_being_disputed', number, position })
      continue
    }
    const amount = computeClaim(line, claim, totals, disputable.granted.get(position))
    if (amount.ok) claims.push({ position, claim, ...amount.value })
    else refusals.push({ kind: 'claim', number, position, fault: amount.failure })
  }
  if (refusals.length > 0) return fail(refusals)
  const lines = fitClaims(claims, computeUncontested(invoice.payableMinor, disputable))
  return lines.length > 0 ? succeed(lines) : fail([{ kind: 'nothing_open', number }])
}

/** All that is open, taxed as the document is on the whole. */
function claimWhole(
  invoice: InvoiceBalance,
  { netMinor, taxMinor }: InvoiceTotals,
  disputable: DisputableInvoice,
): DisputeLine[] {
  const { openMinor } = invoice
  const grossMinor = netMinor + taxMinor
  const openNetMinor = grossMinor > 0 ? multiplyRatio(openMinor, netMinor, grossMinor) : openMinor
  return fitClaims(
    [{ position: 0, claim: { kind: 'whole' }, netMinor: openNetMinor, claimedMinor: openMinor }],
    // Money that went back opens an invoice again whose credit stayed with the debtor.
    Math.min(openMinor, computeUncontested(invoice.payableMinor, disputable)),
  )
}
