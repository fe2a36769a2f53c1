import { succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { GatewayIntake } from './ports/gateway-intake'
import type { IdSource } from './ports/ids'
import type { PaymentGateway, SignatureFailure } from './ports/payment-gateway'
import type { UnitOfWork } from './ports/unit-of-work'

/**
 * Takes in what a provider sent: verified, kept once, and left to a job. The provider may have its 2xx as soon as this
 * returns; `newEvents` counts what had not been seen before. An amount that cannot be kept is refused where it is of a
 * payment of ours, so that the provider sends it again and shows that to whoever runs the account; of another shop's it is
 * nothing to us, and is taken for good.
 */
export async function acceptGatewayWebhook(
  services: { gatewayIntake: GatewayIntake; clock: Clock; ids: IdSource; unitOfWork: UnitOfWork },
  { gateway, rawBody, headers }: { gateway: PaymentGateway; rawBody: string; headers: Headers },
): Promise<Result<{ newEvents: number }, SignatureFailure>> {
  const read = await gateway.readWebhook(rawBody, headers)
  if (!read.ok) {
    const { failure } = read
    const isForeign = failure.kind === 'unreadable_amount' && !(await isOurs(services, gateway, failure))
    return isForeign ? succeed({ newEvents: 0 }) : read
  }
  const { gatewayIntake, clock, ids } = services
  const entries = read.value.map((event) => ({ id: ids.uuid(), event }))
  return succeed({ newEvents: await gatewayIntake.take(entries, clock.now()) })
}

function isOurs(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { name }: PaymentGateway,
  { transactionReference }: { transactionReference: string },
): Promise<boolean> {
  return unitOfWork.run({ kind: 'system' }, async ({ payments, paymentAttempts }) => {
    const found = await payments.locate(name, { transactionReference })
    return (found ?? (await paymentAttempts.locate(name, [transactionReference]))) !== null
  })
}
