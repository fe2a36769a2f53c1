import type { PaymentGateway } from './ports/payment-gateway'

/**
 * The gateways whose books can be compared with ours. Payments with any other, and those by a name that is not configured
 * any more, are what reconciliation leaves out: where their outcome is overdue they stand with stuck work.
 */
export function listAskableGateways(gateways: ReadonlyMap<string, PaymentGateway>): PaymentGateway[] {
  return [...gateways.values()].filter((gateway) => gateway.readPayment !== undefined)
}
