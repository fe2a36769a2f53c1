/**
 * What a contested line comes to, gross of tax.
 *
 * A part of a line is taken in proportion of its net amount, so that the line's own allowances and charges go with it;
 * tax is the line's own rate or, where the document names none for the line, the document's mean rate.
 * Amounts are minor units of the invoice's currency, rounded half away from zero once net and once for tax.
 */
import { multiplyRatio } from './money'
import { fail, succeed, type Result } from './result'

/** How a line is contested, as it was asked for. Quantities and prices are plain decimals. */
export type LineClaim =
  | { readonly kind: 'whole' }
  /** So many of the line's quantity are contested. */
  | { readonly kind: 'quantity'; readonly quantity: string }
  /** The price held to be right, for the same base quantity as the line's. */
  | { readonly kind: 'price'; readonly price: string }
  /** Gross of tax. */
  | { readonly kind: 'amount'; readonly amountMinor: number }

/** The line as far as a claim needs it. */
export interface ClaimableLine {
  readonly quantity: string
  readonly unitPrice: string | null
  readonly netMinor: number
  /** Plain decimal percentage; null where the document names none for the line. */
  readonly taxPercent: string | null
}

/** The document's own totals, for lines without a rate. */
export interface ClaimableTotals {
  readonly netMinor: number
  readonly taxMinor: number
}

export interface ClaimedAmount {
  readonly netMinor: number
  /** Gross of tax, positive. */
  readonly claimedMinor: number
}

/**
 * `not_claimable`: the line takes off money, or costs nothing. `quantity`, `price`: not a positive decimal that is
 * below the line's. `amount`: nothing, or more than the line comes to (`mostMinor`).
 */
export type ClaimFault =
  { readonly kind: 'not_claimable' | 'quantity' | 'price' } | { readonly kind: 'amount'; readonly mostMinor: number }

/**
 * Works out what a claim on a line comes to. `grantedMinor`, gross of tax, was granted of the line before: no more than the
 * rest of it is claimed.
 */
export function computeClaim(
  line: ClaimableLine,
  claim: LineClaim,
  totals: ClaimableTotals,
  grantedMinor = 0,
): Result<ClaimedAmount, ClaimFault> {
  const mostMinor = computeMostClaimable(line, totals, grantedMinor)
  if (mostMinor === null) return fail({ kind: 'not_claimable' })
  const amount = computeAmount(line, claim, totals, mostMinor)
  if (!amount.ok || amount.value.claimedMinor <= mostMinor) return amount
  const { netMinor, claimedMinor } = amount.value
  return succeed({ netMinor: multiplyRatio(netMinor, mostMinor, claimedMinor), claimedMinor: mostMinor })
}

function computeAmount(
  line: ClaimableLine,
  claim: LineClaim,
  totals: ClaimableTotals,
  mostMinor: number,
): Result<ClaimedAmount, ClaimFault> {
  const whole = addTax(line.netMinor, line, totals)
  switch (claim.kind) {
    case 'whole':
      return succeed(whole)
    case 'quantity': {
      const share = readShare(claim.quantity, line.quantity)
      // The whole quantity is the whole line, to the last unit of rounding.
      return share ? claimShare(line, share, totals) : fail({ kind: 'quantity' })
    }
    case 'price': {
      const kept = line.unitPrice === null ? null : readShare(claim.price, line.unitPrice, { mayBeZero: true })
      if (!kept || kept.numerator === kept.denominator) return fail({ kind: 'price' })
      return claimShare(line, { numerator: kept.denominator - kept.numerator, denominator: kept.denominator }, totals)
    }
    case 'amount': {
      const { amountMinor } = claim
      if (amountMinor <= 0 || amountMinor > mostMinor) return fail({ kind: 'amount', mostMinor })
      const netMinor = multiplyRatio(line.netMinor, amountMinor, whole.claimedMinor)
      return succeed({ netMinor, claimedMinor: amountMinor })
    }
  }
}

/** What a line comes to, gross of tax, beyond what was granted of it; null where nothing of it can be contested. */
export function computeMostClaimable(line: ClaimableLine, totals: ClaimableTotals, grantedMinor = 0): number | null {
  if (line.netMinor <= 0) return null
  const mostMinor = addTax(line.netMinor, line, totals).claimedMinor - grantedMinor
  return mostMinor > 0 ? mostMinor : null
}

interface Share {
  readonly numerator: bigint
  readonly denominator: bigint
}

function claimShare(
  line: ClaimableLine,
  { numerator, denominator }: Share,
  totals: ClaimableTotals,
): Result<ClaimedAmount, ClaimFault> {
  const netMinor = Number((2n * BigInt(line.netMinor) * numerator + denominator) / (2n * denominator))
  const claimed = addTax(netMinor, line, totals)
  return claimed.claimedMinor > 0 ? succeed(claimed) : fail({ kind: 'not_claimable' })
}

function addTax(netMinor: number, line: ClaimableLine, totals: ClaimableTotals) {
  const { numerator, denominator } = findTaxRatio(line, totals)
  return { netMinor, claimedMinor: netMinor + multiplyRatio(netMinor, numerator, denominator) }
}

/** Tax of a net amount of one, as a fraction: by the line's own rate, else by the document's mean one. */
export function findTaxRatio(
  { taxPercent }: Pick<ClaimableLine, 'taxPercent'>,
  { netMinor, taxMinor }: ClaimableTotals,
): { numerator: number; denominator: number } {
  const rate = taxPercent === null ? null : parseDecimal(taxPercent)
  if (rate) return { numerator: Number(rate.digits), denominator: 100 * 10 ** rate.decimals }
  return netMinor > 0 ? { numerator: taxMinor, denominator: netMinor } : { numerator: 0, denominator: 1 }
}

/**
 * What of an invoice is neither claimed nor granted yet, gross of tax: however many disputes there are of it, together they
 * never come to more than it was payable for.
 */
export function computeUncontested(
  payableMinor: number,
  { granted, claimedMinor }: { granted: ReadonlyMap<number, number>; claimedMinor: number },
): number {
  return payableMinor - claimedMinor - [...granted.values()].reduce((sum, amount) => sum + amount, 0)
}

/** Part of whole, where both are decimals and the part is above 0 (or 0, where it may) and not above the whole. */
function readShare(part: string, whole: string, { mayBeZero = false } = {}): Share | null {
  const [a, b] = [parseDecimal(part), parseDecimal(whole)]
  if (!a || !b) return null
  const numerator = a.digits * 10n ** BigInt(b.decimals)
  const denominator = b.digits * 10n ** BigInt(a.decimals)
  const isWithin = numerator <= denominator && (mayBeZero ? numerator >= 0n : numerator > 0n)
  return denominator > 0n && isWithin ? { numerator, denominator } : null
}

/** Decimals that people and systems write have no more than this. */
const MOST_DECIMALS = 12

function parseDecimal(text: string): { digits: bigint; decimals: number } | null {
  const match = /^(\d{1,15})(?:\.(\d*))?$/.exec(text.trim())
  if (!match) return null
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > MOST_DECIMALS) return null
  return { digits: BigInt(`${match[1] ?? ''}${fraction}`), decimals: fraction.length }
}
