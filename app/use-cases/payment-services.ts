import type { Creditor } from '~/domain/creditor'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { PaymentGateway } from './ports/payment-gateway'
import type { UnitOfWork } from './ports/unit-of-work'

/** What the use cases of paying need. */
export interface PaymentServices {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  /** The gateways that are configured, by their names. */
  gateways: ReadonlyMap<string, PaymentGateway>
  /** The portal's public address, without a slash at its end. */
  appUrl: string
}

/** The first of the creditor's gateways that is configured. */
export function chooseGateway(services: Pick<PaymentServices, 'gateways'>, creditor: Creditor): PaymentGateway | null {
  for (const name of creditor.gateways) {
    const gateway = services.gateways.get(name)
    if (gateway) return gateway
  }
  return null
}
