/** Exact decimal numbers as text, for quantities and unit prices that keep the source's own decimals. */

const XML_DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/

/** How a table writes its numbers. */
export interface NumberFormat {
  decimalSign: '.' | ','
  /** Between groups of three digits; empty for none. A space stands for any kind of space. */
  groupingSign: '' | '.' | ',' | ' ' | "'"
}

/**
 * Reads an XML Schema decimal (".5", "+3", "10.", "-0.00" included) as a plain decimal: no plus sign, at least one digit
 * before the point, none missing after it, no negative zero. Decimals are kept as written. Returns null for anything else.
 */
export function normalizeDecimal(text: string): string | null {
  const match = XML_DECIMAL.exec(text.trim())
  if (!match) return null
  const [, sign = '', whole = '', fraction = ''] = match
  if (whole === '' && fraction === '') return null
  const digits = whole.replace(/^0+(?=\d)/, '') || '0'
  const magnitude = fraction === '' ? digits : `${digits}.${fraction}`
  return sign === '-' && /[1-9]/.test(magnitude) ? `-${magnitude}` : magnitude
}

/** Reads a number as a table writes it, as a plain decimal; null when it is not written that way. */
export function parseFormattedNumber(text: string, format: NumberFormat): string | null {
  let plain = text.trim()
  if (format.groupingSign !== '') {
    if (format.groupingSign === ' ') plain = plain.replace(/[\u00a0\u202f\u2009]/g, ' ')
    const [whole = '', ...rest] = plain.split(format.decimalSign)
    if (rest.some((part) => part.includes(format.groupingSign))) return null
    const groups = whole.replace(/^[+-]/, '').split(format.groupingSign)
    if (groups.length > 1 && !groups.every((group, index) => (index === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group)))
      return null
    plain = [whole.split(format.groupingSign).join(''), ...rest].join(format.decimalSign)
  }
  if (format.decimalSign === ',') {
    if (plain.includes('.')) return null
    plain = plain.replace(',', '.')
  }
  return normalizeDecimal(plain)
}

/** The product of two plain decimals, exact. */
export function multiplyDecimals(left: string, right: string): string {
  const [a, b] = [toScaled(left), toScaled(right)]
  return fromScaled(a.digits * b.digits, a.scale + b.scale)
}

/** The plain decimal with the opposite sign. */
export function negateDecimal(text: string): string {
  const { digits, scale } = toScaled(text)
  return fromScaled(-digits, scale)
}

/** A percentage as basis points ("2.00" is 200); null when it is not a whole number of them. */
export function percentToBps(text: string): number | null {
  const plain = normalizeDecimal(text)
  if (plain === null) return null
  const { digits, scale } = toScaled(plain)
  const scaled = digits * 100n
  const divisor = 10n ** BigInt(scale)
  const bps = Number(scaled / divisor)
  return scaled % divisor === 0n && Number.isSafeInteger(bps) ? bps : null
}

/** A plain decimal as a ratio of integers. */
export function decimalToRatio(text: string): { numerator: number; denominator: number } | null {
  const { digits, scale } = toScaled(text)
  const [numerator, denominator] = [Number(digits), 10 ** scale]
  return Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator) ? { numerator, denominator } : null
}

function toScaled(text: string): { digits: bigint; scale: number } {
  const [whole = '', fraction = ''] = text.split('.')
  return { digits: BigInt(`${whole}${fraction}`), scale: fraction.length }
}

function fromScaled(digits: bigint, scale: number): string {
  const magnitude = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  const text = scale === 0 ? magnitude : `${magnitude.slice(0, -scale)}.${magnitude.slice(-scale)}`
  return digits < 0n ? `-${text}` : text
}
