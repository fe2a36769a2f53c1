/** Wires forwarding a link, seeing and ending access, and the approval of a payment by a second person. */
import type { Database } from '~/data/database.server'
import { createRateLimiter } from '~/platform/rate-limit.server'
import { approvePayment, declinePayment, quoteApproval } from '~/use-cases/decide-approval'
import { forwardAccessLink } from '~/use-cases/forward-access-link'
import type { PaymentServices } from '~/use-cases/payment-services'
import { readAccess } from '~/use-cases/read-access'
import { readApproval, readApprovals } from '~/use-cases/read-approvals'
import { recordAccessStep } from '~/use-cases/record-access-step'
import { reportAccessLink } from '~/use-cases/report-access-link'
import { revokeForwardedLink } from '~/use-cases/revoke-forwarded-link'
import { setApprovalLimit } from '~/use-cases/set-approval-limit'

export function wireDelegation({ services, database }: { services: PaymentServices; database: Database }) {
  const bind =
    <Input extends unknown[], Output>(useCase: (services: PaymentServices, ...input: Input) => Output) =>
    (...input: Input) =>
      useCase(services, ...input)
  return {
    useCases: {
      forwardAccessLink: bind(forwardAccessLink),
      revokeForwardedLink: bind(revokeForwardedLink),
      reportAccessLink: bind(reportAccessLink),
      readAccess: bind(readAccess),
      recordAccessStep: bind(recordAccessStep),
      readApprovals: bind(readApprovals),
      readApproval: bind(readApproval),
      approvePayment: bind(approvePayment),
      declinePayment: bind(declinePayment),
      quoteApproval: bind(quoteApproval),
      setApprovalLimit: bind(setApprovalLimit),
    },
    limits: {
      /** By debtor: mails go to whoever is typed in. */
      linkForwarding: createRateLimiter(database.pool, { name: 'link-forwarding', attempts: 20, windowSeconds: 3600 }),
      /** By link that is reported: once a day is enough to be heard. */
      linkReport: createRateLimiter(database.pool, { name: 'link-report', attempts: 1, windowSeconds: 86_400 }),
    },
  }
}
