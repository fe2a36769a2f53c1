import type { Clock } from './ports/clock'
import type { CodeHasher } from './ports/code-hasher'
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
  codeHasher: CodeHasher
  /** The portal's public address, without a slash at its end. */
  appUrl: string
}
