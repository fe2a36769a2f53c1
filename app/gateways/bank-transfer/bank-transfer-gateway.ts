/**
 * Paying by a transfer that the debtor orders at its own bank. Nobody is called: the checkout is our own page with the
 * instructions, and whether the money came is read from the creditor's bank statements.
 */
import { fail, succeed } from '~/domain/result'
import type { PaymentGateway } from '~/use-cases/ports/payment-gateway'

export function createBankTransferGateway(): PaymentGateway {
  return {
    name: 'bank-transfer',
    checkoutOrigins: [],
    listMethods: ({ currency, accountCurrencies }) => (accountCurrencies.includes(currency) ? ['bank_transfer'] : []),
    // The payment's own id: the same however often it is asked for.
    createCheckout: ({ paymentId, returnUrl, expiresAt }) =>
      Promise.resolve(succeed({ gatewayReference: paymentId, redirectUrl: returnUrl, expiresAt })),
    cancelCheckout: () => Promise.resolve(succeed('canceled')),
    readWebhook: () => Promise.resolve(fail({ kind: 'malformed', detail: 'a bank sends no webhooks here' })),
    refund: () =>
      Promise.resolve(fail({ kind: 'rejected', detail: 'a transfer is paid back by the creditor at its own bank' })),
  }
}
