// @ts-check
/**
 * Keeps what the payment will come to up to date while it is put together, fills in the amount of an invoice that is
 * ticked, and ticks one whose amount is typed. The form works without: the same button asks for the same total.
 */

/** So long nothing more is changed before the total is asked for. */
const QUIET_MS = 250

const TOTAL = 'pay-total'

const place = document.getElementById(TOTAL)
const form = place?.closest('form')
if (place && form) watchTotal(form, place)

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} place shows the total, as the server has written it
 */
function watchTotal(form, place) {
  const button = form.querySelector('button[name="step"][value="total"]')
  if (!(button instanceof HTMLButtonElement)) return
  for (const element of form.querySelectorAll('[data-without-scripts]')) element.setAttribute('hidden', '')
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  let changes = 0

  const update = async () => {
    const answered = changes
    const total = await askTotal(form, button)
    if (answered !== changes) return
    place.replaceChildren(...(total?.childNodes ?? []))
    place.removeAttribute('aria-busy')
  }

  function changed() {
    changes += 1
    // What stands there is the total of another choice.
    place.setAttribute('aria-busy', 'true')
    clearTimeout(timer)
    timer = setTimeout(() => void update(), QUIET_MS)
  }

  form.addEventListener('input', (event) => {
    const field = event.target
    const box = field instanceof HTMLInputElement ? findBox(field) : null
    if (box && field instanceof HTMLInputElement && field.value.trim() !== '') box.checked = true
    changed()
  })
  form.addEventListener('change', (event) => {
    const box = event.target
    if (!(box instanceof HTMLInputElement) || box.name !== 'invoice') return
    const field = findAmount(box)
    if (field && box.checked && field.value.trim() === '') field.value = field.dataset['full'] ?? ''
  })
  // The browser may have kept what was entered before, or brings back the page as it was left.
  if (isChanged(form)) changed()
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted || isChanged(form)) changed()
  })
}

/**
 * The total of the form as it is; null where something in it is not clear, or nobody answers.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
async function askTotal(form, button) {
  const entries = [...new FormData(form, button)].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(entries) })
    if (!answer.ok) return null
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    return page.getElementById(TOTAL)
  } catch {
    return null
  }
}

/** @param {HTMLFormElement} form */
function isChanged(form) {
  return [...form.elements].some(
    (field) =>
      field instanceof HTMLInputElement &&
      (field.checked !== field.defaultChecked || field.value !== field.defaultValue),
  )
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
