/** Promises to pay as a debtor reads and fills them in. */
import type { FieldProblem } from '~/components/form-field'
import type { ShownPromise } from '~/components/promises/shown-promise'
import type { PromiseFault } from '~/domain/promise-to-pay'
import type { Formatters } from '~/i18n/formatters'
import type { getTranslate } from '~/i18n/translator.server'
import type { ListedPromise } from '~/use-cases/ports/promise-repository'

type Translate = ReturnType<typeof getTranslate>

export function describePromise(promise: ListedPromise, format: Formatters): ShownPromise {
  const { id, reference, status, currency, note } = promise
  return {
    ...{ id, reference, status, note },
    amount: format.money(promise.amountMinor, currency),
    day: format.day(promise.promisedOn),
    madeAt: format.instant(promise.madeAt),
    received: promise.receivedMinor === 0 ? null : format.money(promise.receivedMinor, currency),
    pausedUntil: promise.pausesChasing ? format.day(promise.graceUntilOn) : null,
    invoices: promise.invoices.map(({ number }) => number),
  }
}

/** The words of each fault; `bounds` are written. */
export function describePromiseFaults(
  t: Translate,
  faults: readonly PromiseFault[],
  bounds: { due: string; least: string; latest: string },
): FieldProblem[] {
  return faults.map(({ field, code }) => ({
    fieldId: field,
    text: t(/* i18n: promise:fault.* */ `promise:fault.${code}`, bounds),
  }))
}
