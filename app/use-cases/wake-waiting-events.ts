import type { Payment } from '~/domain/payment'
import type { Transaction } from './ports/unit-of-work'

/**
 * Has events processed again that came before the payment they are about was known or had succeeded. Called in the
 * transaction that changes that, after it is written.
 */
export async function wakeWaitingEvents(
  { gatewayInbox, jobs }: Transaction,
  { id, gateway, gatewayReference, transactionReference }: Payment,
): Promise<void> {
  const references = [gatewayReference, transactionReference].filter((reference) => reference !== null)
  await gatewayInbox.lockReferences(gateway, references)
  for (const inboxEntryId of await gatewayInbox.listWaiting(gateway, references, id)) {
    await jobs.enqueue('process-gateway-event', { inboxEntryId })
  }
}
