// @ts-check
/**
 * Shows what is contested so far and what stays payable, while the form that opens a dispute is filled in. The form works
 * without; what counts is the review that follows.
 */
import { claimPart } from './claim-amounts.js'
import { readDecimal } from './read-decimal.js'

/** So long nothing more is typed before the sums are said: a screen reader is not to read every figure on the way. */
const QUIET_MS = 400

for (const place of document.querySelectorAll('[data-dispute-total]')) {
  const form = place.closest('form')
  if (place instanceof HTMLElement && form) watchClaims(form, place)
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} place carries the texts, and shows the sums
 */
function watchClaims(form, place) {
  const { disputed = '', stays = '', locale } = place.dataset
  const output = document.createElement('output')
  place.replaceChildren(output)
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

  function update() {
    const sums = addUp(form, locale)
    place.hidden = sums === null || [...sums.values()].every(({ claimed }) => claimed === 0)
    const texts = [...(sums ?? [])].flatMap(([currency, { claimed, dueNow, digits }], index) => {
      const money = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      })
      const line = document.createElement('span')
      line.append(
        `${disputed} `,
        emphasize(money.format(claimed / 10 ** digits)),
        ` · ${stays} `,
        emphasize(money.format(dueNow / 10 ** digits)),
      )
      return index === 0 ? [line] : [document.createElement('br'), line]
    })
    output.replaceChildren(...texts)
  }

  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(update, QUIET_MS)
  }
  form.addEventListener('input', later)
  form.addEventListener('change', later)
  // The browser may have kept what was entered before.
  update()
}

/** @param {string} text */
function emphasize(text) {
  const sum = document.createElement('b')
  sum.textContent = text
  const isolated = document.createElement('bdi')
  isolated.append(sum)
  return isolated
}

/**
 * Minor units by currency; null where something typed is not clear.
 * @param {HTMLFormElement} form
 * @param {string | undefined} locale
 */
function addUp(form, locale) {
  /** @type {Map<string, { claimed: number, dueNow: number, digits: number }>} */
  const sums = new Map()
  for (const invoice of form.querySelectorAll('[data-uncontested]')) {
    if (!(invoice instanceof HTMLElement)) continue
    const { currency = '', digits = '2', open = '0', uncontested = '0', dueNow = '0' } = invoice.dataset
    const asked = isWhole(invoice) ? Number(open) : addUpLines(invoice, Number(digits), locale)
    if (asked === null) return null
    const claimed = Math.max(0, Math.min(asked, Number(uncontested)))
    const sum = sums.get(currency) ?? { claimed: 0, dueNow: 0, digits: Number(digits) }
    sum.claimed += claimed
    sum.dueNow += Math.max(0, Number(dueNow) - claimed)
    sums.set(currency, sum)
  }
  return sums
}

/** @param {HTMLElement} invoice */
function isWhole(invoice) {
  const extent = invoice.querySelector('input[name^="extent-"]:is([type="hidden"], :checked)')
  return extent instanceof HTMLInputElement && extent.value === 'whole'
}

/**
 * @param {HTMLElement} invoice
 * @param {number} digits
 * @param {string | undefined} locale
 */
function addUpLines(invoice, digits, locale) {
  let minor = 0
  for (const box of invoice.querySelectorAll('input[type="checkbox"]:checked')) {
    const line = box.closest('li')
    const claimed = line ? claimLine(line, digits, locale) : null
    if (claimed === null) return null
    minor += claimed
  }
  return minor
}

/**
 * @param {HTMLLIElement} item
 * @param {number} digits
 * @param {string | undefined} locale
 */
function claimLine(item, digits, locale) {
  const { net = '0', most = '0', tax = '0/1', quantity = '', price = '' } = item.dataset
  const select = item.querySelector('select')
  const kind = select?.value ?? 'whole'
  if (kind === 'whole') return Number(most)
  const field = item.querySelector(`[data-kind="${kind}"] input`)
  const typed = field instanceof HTMLInputElement ? readDecimal(field.value, locale) : null
  if (typed === null) return null
  if (kind === 'amount') {
    const minor = Math.round(Number(typed) * 10 ** digits)
    return minor > 0 && minor <= Number(most) ? minor : null
  }
  const [taxNumerator = 0, taxDenominator = 1] = tax.split('/').map(Number)
  const line = { netMinor: Number(net), mostMinor: Number(most), taxNumerator, taxDenominator, quantity, price }
  return kind === 'quantity' || kind === 'price' ? claimPart(line, kind, typed) : null
}
