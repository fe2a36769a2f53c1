/** The account's payment plans. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { PlanListPage, type PlanTab } from '~/components/plans/plan-list-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { readPageNumber } from '~/platform/http/page-number'
import { staticPage } from '~/platform/http/page-slot.server'

const PAGE_SIZE = 50

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope } = visit
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('agreement:pageTitle.list', { creditor: creditor.name }),
    async load() {
      const parameters = new URL(request.url).searchParams
      const page = readPageNumber(parameters)
      const list = (state: PlanTab) =>
        context.app.listPlans(getAccount(visit), {
          ...{ state, order: 'newest', offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE },
        })
      const [open, ended] = [await list('open'), await list('ended')]
      const asked = parameters.get('state')
      const preferred: PlanTab = open.count === 0 && ended.count > 0 ? 'ended' : 'open'
      const tab: PlanTab = asked === 'open' || asked === 'ended' ? asked : preferred
      return {
        ...{ creditor, scope },
        page: {
          ...{ creditorName: creditor.name, tab, page, pageSize: PAGE_SIZE },
          counts: { open: open.count, ended: ended.count },
          plans: (tab === 'open' ? open : ended).plans,
          mayShape: permits(scope, 'agree'),
          format: getFormatters(visit.formatLocale, creditor.timeZone),
        },
      }
    },
  })
}

export default function PlansRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="plans" narrow>
      <PlanListPage {...page} />
    </AccountFrame>
  )
}
