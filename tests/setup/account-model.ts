/**
 * A debtor's account counted on the fingers: what providers said and creditors entered, and nothing of how the portal
 * keeps it. Amounts of payments are in the currency they were charged in; the balance is in the invoices'.
 */

interface ModelReversal {
  kind: 'refund' | 'chargeback' | 'correction'
  amountMinor: number
  /** It is gone, or came again. It never goes back to being gone. */
  status: 'taken' | 'returned'
}

interface ModelPayment {
  readonly id: string
  readonly chargedMinor: number
  /** What that settles of the invoices. */
  readonly settledMinor: number
  receivedMinor: number | null
  readonly reversals: Map<string, ModelReversal>
}

/** What a provider says of one payment, in whatever order and however often. */
export type ToldEvent =
  | { kind: 'succeeded'; amountMinor: number }
  | { kind: 'refund' | 'chargeback'; status: 'taken' | 'returned'; reference: string; amountMinor: number }

export class AccountModel {
  readonly payments = new Map<string, ModelPayment>()

  /** Claims of disputes that are open, by dispute. */
  readonly claims = new Map<string, number>()
  private grantedMinor = 0

  /** What plans of instalments cost, less what of it was credited. */
  planChargesMinor = 0

  /** What was billed of late interest, and what was let go with settlements. */
  interestMinor = 0
  writtenOffMinor = 0

  constructor(
    /** Invoices less credit notes. */
    private openingMinor: number,
  ) {}

  /** What was owed and paid while methods were kept. */
  keep(minor: number): void {
    this.openingMinor += minor
  }

  open(id: string, chargedMinor: number, settledMinor: number): void {
    this.payments.set(id, { id, chargedMinor, settledMinor, receivedMinor: null, reversals: new Map() })
  }

  /** The first success counts, with whatever it brought. */
  tell(id: string, event: ToldEvent): void {
    const payment = this.find(id)
    if (event.kind === 'succeeded') {
      payment.receivedMinor ??= event.amountMinor
      return
    }
    const known = payment.reversals.get(event.reference)
    if (known?.status === 'returned') return
    const { kind, status, amountMinor } = event
    payment.reversals.set(event.reference, { kind, status, amountMinor })
  }

  /** The creditor enters money that came on another way, or takes an entry back. */
  enter(id: string, amountMinor: number): void {
    this.open(id, amountMinor, amountMinor)
    this.find(id).receivedMinor = amountMinor
  }

  correct(id: string, correctionId: string, amountMinor: number): void {
    this.find(id).reversals.set(correctionId, { kind: 'correction', amountMinor, status: 'taken' })
  }

  dispute(id: string, claimedMinor: number): void {
    this.claims.set(id, claimedMinor)
  }

  /** What is granted is a credit note; the rest is as if nobody had disputed it. */
  endDispute(id: string, grantedMinor: number): void {
    this.claims.delete(id)
    this.grantedMinor += grantedMinor
  }

  get claimedMinor(): number {
    return [...this.claims.values()].reduce((sum, claimedMinor) => sum + claimedMinor, 0)
  }

  find(id: string): ModelPayment {
    const payment = this.payments.get(id)
    if (!payment) throw new Error(`no payment ${id}`)
    return payment
  }

  /** What the debtor owes in the end, credits taken off. */
  get balanceMinor(): number {
    return [...this.payments.values()].reduce(
      (balance, payment) => balance - computeWorth(payment),
      this.openingMinor + this.planChargesMinor + this.interestMinor - this.grantedMinor - this.writtenOffMinor,
    )
  }
}

/** Of what was received, what a bank took back counts first; what was given back counts as far as there was anything. */
export function sumPayment({ receivedMinor, reversals }: ModelPayment) {
  const received = receivedMinor ?? 0
  const sum = (isWanted: (kind: ModelReversal['kind']) => boolean) =>
    [...reversals.values()]
      .filter(({ kind, status }) => status === 'taken' && isWanted(kind))
      .reduce((total, { amountMinor }) => total + amountMinor, 0)
  const chargedBackMinor = Math.min(
    received,
    sum((kind) => kind === 'chargeback'),
  )
  const refundedMinor = Math.min(
    received - chargedBackMinor,
    sum((kind) => kind !== 'chargeback'),
  )
  return {
    receivedMinor: received,
    refundedMinor,
    chargedBackMinor,
    keptMinor: received - chargedBackMinor - refundedMinor,
  }
}

/** In the invoices' currency, rounded half up at each of the two steps. */
function computeWorth(payment: ModelPayment): number {
  const { receivedMinor, keptMinor } = sumPayment(payment)
  if (keptMinor === 0) return 0
  const round = (numerator: bigint, denominator: bigint) => (2n * numerator + denominator) / (2n * denominator)
  const worth = round(BigInt(receivedMinor) * BigInt(payment.settledMinor), BigInt(payment.chargedMinor))
  return Number(round(worth * BigInt(keptMinor), BigInt(receivedMinor)))
}
