import { succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { GatewayIntake } from './ports/gateway-intake'
import type { IdSource } from './ports/ids'
import type { PaymentGateway, SignatureFailure } from './ports/payment-gateway'

/**
 * Takes in what a provider sent: verified, kept once, and left to a job. The provider may have its 2xx as soon as this
 * returns; `newEvents` counts what had not been seen before.
 */
export async function acceptGatewayWebhook(
  { gatewayIntake, clock, ids }: { gatewayIntake: GatewayIntake; clock: Clock; ids: IdSource },
  { gateway, rawBody, headers }: { gateway: PaymentGateway; rawBody: string; headers: Headers },
): Promise<Result<{ newEvents: number }, SignatureFailure>> {
  const read = await gateway.readWebhook(rawBody, headers)
  if (!read.ok) return read
  const entries = read.value.map((event) => ({ id: ids.uuid(), event }))
  return succeed({ newEvents: await gatewayIntake.take(entries, clock.now()) })
}
