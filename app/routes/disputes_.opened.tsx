/** What a form just opened: `?batch=` names it. */
import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { DisputeOpenedPage } from '~/components/disputes/dispute-opened-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { computeDueNow } from '~/domain/invoice-balance'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { getVisitKey, requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { describeDispute } from '~/platform/http/shown-dispute.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope } = visit
  const batch = z.uuid().safeParse(new URL(request.url).searchParams.get('batch'))
  const opened = batch.success ? await context.app.listOpenedTogether(getAccount(visit), batch.data) : []
  if (!batch.success || opened.length === 0) return redirect('/disputes')
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('dispute:pageTitle.list', { creditor: creditor.name }),
    key: getVisitKey(visit, request),
    load() {
      return {
        creditor,
        scope,
        page: {
          ...{ creditorName: creditor.name, batchId: batch.data },
          opened: opened.map(({ dispute, invoice }) => ({
            ...describeDispute(dispute, visit),
            dueNowMinor: computeDueNow(invoice),
          })),
          mayPay: permits(scope, 'pay'),
          format: getFormatters(visit.formatLocale, creditor.timeZone),
        },
      }
    },
  })
}

export default function DisputeOpenedRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="disputes" narrow>
      <DisputeOpenedPage {...page} />
    </AccountFrame>
  )
}
