// @ts-check
/**
 * What a claim on a line comes to, as the server works it out: a share of the net amount, and tax on that, each rounded
 * half up. Amounts are minor units, quantities and prices plain decimals such as "2.5".
 */

/**
 * @typedef {object} ClaimableLine
 * @property {number} netMinor
 * @property {number} mostMinor gross of tax, what is left of it to claim
 * @property {number} taxNumerator
 * @property {number} taxDenominator
 * @property {string} quantity
 * @property {string} price empty where the line has none
 */

/**
 * Gross of tax; null where it is nothing that can be claimed.
 * @param {ClaimableLine} line
 * @param {'quantity' | 'price'} kind
 * @param {string} part the quantity that is contested, or the price held to be right
 */
export function claimPart(line, kind, part) {
  const share = readShare(part, kind === 'quantity' ? line.quantity : line.price)
  if (share === null) return null
  const { numerator, denominator } = share
  const taken = kind === 'quantity' ? numerator : denominator - numerator
  if (taken <= 0n || taken > denominator) return null
  const net = divide(BigInt(line.netMinor) * taken, denominator)
  const gross = net + divide(net * BigInt(line.taxNumerator), BigInt(line.taxDenominator))
  return gross > 0n ? Math.min(Number(gross), line.mostMinor) : null
}

/**
 * @param {string} part
 * @param {string} whole
 */
function readShare(part, whole) {
  const [a, b] = [readDecimal(part), readDecimal(whole)]
  if (a === null || b === null) return null
  const numerator = a.digits * 10n ** BigInt(b.decimals)
  const denominator = b.digits * 10n ** BigInt(a.decimals)
  return denominator > 0n && numerator <= denominator ? { numerator, denominator } : null
}

/** @param {string} text */
function readDecimal(text) {
  const match = /^(\d{1,15})(?:\.(\d*))?$/.exec(text)
  if (!match) return null
  const fraction = match[2] ?? ''
  return { digits: BigInt(`${match[1] ?? ''}${fraction}`), decimals: fraction.length }
}

/**
 * @param {bigint} numerator not negative
 * @param {bigint} denominator above nought
 */
function divide(numerator, denominator) {
  return (2n * numerator + denominator) / (2n * denominator)
}
