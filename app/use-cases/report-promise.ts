import type { OutcomeEventDraft, OutcomeEventType } from '~/domain/outcome-event'
import type { ListedPromise } from './ports/promise-repository'

/** The outcome event of a promise, when it was made and when it ended. What was written with it is not in the log. */
export function describePromiseOutcome(
  type: Extract<OutcomeEventType, `promise.${string}`>,
  promise: ListedPromise,
  at: Date,
  /** Codes of the creditor's own bounds that it is outside of. */
  outsideBounds: readonly string[] = [],
): OutcomeEventDraft {
  const { creditorId, debtorId, id, reference, status, amountMinor, currency, receivedMinor } = promise
  const { promisedOn, graceUntilOn, endedBy } = promise
  return {
    ...{ creditorId, debtorId, type, occurredAt: at },
    data: {
      promise: {
        ...{ id, reference, status, amountMinor, currency, promisedOn, graceUntilOn, receivedMinor },
        invoices: promise.invoices.map(({ number }) => number),
        madeBy: readSide(promise.madeBy),
        ...(outsideBounds.length === 0 ? {} : { outsideBounds: [...outsideBounds] }),
        ...(type === 'promise.canceled' && endedBy !== null && endedBy !== 'policy'
          ? { canceledBy: readSide(endedBy) }
          : {}),
      },
    },
  }
}

function readSide(author: string): 'creditor' | 'debtor' {
  return author.startsWith('link:') ? 'debtor' : 'creditor'
}
