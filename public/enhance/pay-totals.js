// @ts-check
/**
 * Shows what the payment will come to while it is put together, fills in the amount of an invoice that is ticked, and
 * ticks one whose amount is typed. The form works without; what counts is the review that follows.
 */
for (const line of document.querySelectorAll('[data-total]')) {
  const form = line.closest('form')
  if (line instanceof HTMLElement && form) watchTotal(form, line)
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} line carries the texts and the currency, and shows the total
 */
function watchTotal(form, line) {
  const { total = '', currency = '', locale } = line.dataset
  const digits = Number(line.dataset['digits'])
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  const output = document.createElement('output')
  const sum = document.createElement('b')
  output.append(`${total} `, sum)
  line.replaceChildren(output)

  function update() {
    const minor = addUp(form, digits)
    line.hidden = minor === null || minor <= 0
    sum.textContent = minor === null ? '' : money.format(minor / 10 ** digits)
  }

  form.addEventListener('input', (event) => {
    const field = event.target
    const box = field instanceof HTMLInputElement ? findBox(field) : null
    if (box && field instanceof HTMLInputElement && field.value.trim() !== '') box.checked = true
  })
  form.addEventListener('change', (event) => {
    const box = event.target
    if (!(box instanceof HTMLInputElement) || box.name !== 'invoice') return
    const field = findAmount(box)
    if (field && box.checked && field.value.trim() === '') field.value = field.dataset['full'] ?? ''
  })
  form.addEventListener('input', update)
  form.addEventListener('change', update)
  // The browser may have kept what was entered before.
  update()
}

/**
 * Minor units to pay after credits; null where something typed is not clear.
 * @param {HTMLFormElement} form
 * @param {number} digits
 */
function addUp(form, digits) {
  const way = form.querySelector('input[name="way"]:checked')
  const chosen = way instanceof HTMLInputElement ? way.value : 'invoices'
  let minor = 0
  if (way instanceof HTMLInputElement && chosen === 'all') {
    minor = Number(way.dataset['minor'])
  } else if (chosen === 'sum') {
    const field = form.querySelector('input[name="sum"]')
    const amount = field instanceof HTMLInputElement ? readAmount(field.value, digits) : null
    if (amount === null) return null
    minor = amount
  } else {
    for (const box of form.querySelectorAll('input[name="invoice"]:checked')) {
      if (!(box instanceof HTMLInputElement)) continue
      const text = findAmount(box)?.value.trim() ?? ''
      const amount = text === '' ? Number(box.dataset['minor']) : readAmount(text, digits)
      if (amount === null) return null
      minor += amount
    }
  }
  let credit = 0
  for (const box of form.querySelectorAll('input[name="credit"]:checked')) {
    if (box instanceof HTMLInputElement) credit += Number(box.dataset['minor'])
  }
  return minor - Math.min(minor, credit)
}

/** @param {HTMLInputElement} box */
function findAmount(box) {
  const field = box.closest('li')?.querySelector('input[inputmode="decimal"]')
  return field instanceof HTMLInputElement ? field : null
}

/** @param {HTMLInputElement} field */
function findBox(field) {
  if (field.inputMode !== 'decimal') return null
  const box = field.closest('li')?.querySelector('input[name="invoice"]')
  return box instanceof HTMLInputElement ? box : null
}

/**
 * Only what is plain: the last separator begins the decimals where no more follow than the currency has.
 * @param {string} text
 * @param {number} digits
 */
function readAmount(text, digits) {
  const plain = text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[\s'’٬\p{Sc}\p{L}\p{Cf}]/gu, '')
  if (!/^\d[\d.,٫]*$/.test(plain)) return null
  const parts = plain.split(/[.,٫]/)
  const last = parts.at(-1) ?? ''
  const hasFraction = parts.length > 1 && last.length > 0 && last.length <= digits
  const whole = (hasFraction ? parts.slice(0, -1) : parts).join('')
  const fraction = hasFraction ? last.padEnd(digits, '0') : '0'.repeat(digits)
  return Number(`${whole}${fraction}`)
}
