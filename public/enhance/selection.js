// @ts-check
/**
 * Adds up what is ticked in a list of invoices and shows it beside the button that pays it. The list works without:
 * the form sends what is ticked.
 */
for (const bar of document.querySelectorAll('[data-selection]')) {
  const form = bar.closest('form')
  const hint = bar.querySelector('p')
  if (bar instanceof HTMLElement && form && hint) watchSelection(form, bar, hint)
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} bar carries the texts and the currency
 * @param {HTMLElement} hint stands where the sum is shown while nothing is ticked
 */
function watchSelection(form, bar, hint) {
  const { selection = '', currency = '', locale } = bar.dataset
  // The currency's own, which are not always those Intl would show.
  const digits = Number(bar.dataset['digits'])
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  const output = document.createElement('output')
  output.setAttribute('for', form.id)
  const sum = document.createElement('b')

  function update() {
    let count = 0
    let minor = 0
    for (const box of form.querySelectorAll('input[name="invoice"]:checked')) {
      count += 1
      minor += box instanceof HTMLInputElement ? Number(box.dataset['minor']) : 0
    }
    sum.textContent = money.format(minor / 10 ** digits)
    output.replaceChildren(`${selection} ${new Intl.NumberFormat(locale).format(count)}`, sum)
    const [shown, hidden] = count > 0 ? [output, hint] : [hint, output]
    if (hidden.isConnected) hidden.replaceWith(shown)
  }

  form.addEventListener('change', update)
  // The browser may have kept the ticks of an earlier visit.
  update()
}
