// @ts-check
/**
 * A number as it is typed, as a plain decimal ("1234.5"); null where it is not clear. Where one sign might group thousands
 * or begin decimals, the reader's own way of writing decides.
 * @param {string} text
 * @param {string | undefined} locale
 */
export function readDecimal(text, locale) {
  const plain = text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[\s'’٬\p{Sc}\p{L}\p{Cf}]/gu, '')
    .replaceAll('٫', '.')
  if (!/^\d[\d.,]*$/.test(plain)) return null
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','))
  if (last === -1) return plain
  const sign = plain.charAt(last)
  const [whole, fraction] = [plain.slice(0, last), plain.slice(last + 1)]
  const isRepeated = whole.includes(sign)
  const hasOther = /[.,]/.test(whole.replaceAll(sign, ''))
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(12_345.6)
  const isOwnGroup = parts.some(({ type, value }) => type === 'group' && value === sign)
  if (isRepeated || (!hasOther && isOwnGroup && fraction.length === 3)) {
    return hasOther ? null : plain.replaceAll(sign, '')
  }
  return `${whole.replace(/[.,]/g, '')}.${fraction}`
}
