import { succeed, type Result } from '~/domain/result'
import type { PaymentServices } from './payment-services'
import type { PaymentGateway, SignatureFailure } from './ports/payment-gateway'

/**
 * Takes in what a provider sent: verified, kept once, and left to a job. The provider may have its 2xx as soon as this
 * returns; `newEvents` counts what had not been seen before.
 */
export async function acceptGatewayWebhook(
  { unitOfWork, clock, ids }: Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids'>,
  { gateway, rawBody, headers }: { gateway: PaymentGateway; rawBody: string; headers: Headers },
): Promise<Result<{ newEvents: number }, SignatureFailure>> {
  const read = await gateway.readWebhook(rawBody, headers)
  if (!read.ok) return read
  const newEvents = await unitOfWork.run({ kind: 'system' }, async (transaction) => {
    let count = 0
    for (const event of read.value) {
      const inboxEntryId = ids.uuid()
      if (!(await transaction.gatewayInbox.insert(inboxEntryId, event, clock.now()))) continue
      await transaction.jobs.enqueue('process-gateway-event', { inboxEntryId })
      count += 1
    }
    return count
  })
  return succeed({ newEvents })
}
