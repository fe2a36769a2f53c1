/** Payments that need a second person. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { ApprovalsPage } from '~/components/access/approvals-page'
import { AccountFrame } from '~/components/account-frame'
import { useStaticModel } from '~/components/static-page'
import { getTranslate } from '~/i18n/translator.server'
import { describeApproval } from '~/platform/http/approval-view.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const { creditor, language, scope } = visit
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('delegation:approvals.pageTitle', { creditor: creditor.name }),
    async load() {
      const { approvals } = await context.app.readApprovals(getAccount(visit))
      const now = context.app.clock.now()
      return { creditor, scope, approvals: approvals.map((approval) => describeApproval(visit, approval, now)) }
    },
  })
}

export default function ApprovalsRoute() {
  const { creditor, scope, approvals } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay" narrow>
      <ApprovalsPage approvals={approvals} />
    </AccountFrame>
  )
}
