import type { Transaction } from './ports/unit-of-work'

/**
 * Has events processed again that came before the payment they are about was known or had succeeded. Called in the
 * transaction that changes that, after it is written.
 */
export async function wakeWaitingEvents(
  { gatewayInbox, jobs }: Transaction,
  gateway: string,
  gatewayReference: string,
): Promise<void> {
  await gatewayInbox.lockReference(gateway, gatewayReference)
  for (const inboxEntryId of await gatewayInbox.listWaiting(gateway, gatewayReference)) {
    await jobs.enqueue('process-gateway-event', { inboxEntryId })
  }
}
