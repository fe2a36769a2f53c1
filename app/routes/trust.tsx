/** How to check that this portal is genuine. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { useStaticModel } from '~/components/static-page'
import { TrustPage } from '~/components/trust-page'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { app } = context
  // Not kept: what it says of the creditor does not change with the debtor's account.
  return staticPage(context, {
    language: visit.language,
    title: getTranslate(visit.language)('access:trust.title'),
    brand: visit.creditor.slug,
    load: async () => ({
      frame: { creditor: visit.creditor, scope: visit.scope },
      page: {
        creditor: await app.readCreditor(getAccount(visit)),
        publicOrigin: app.publicOrigin,
        visits: (await app.readAccessLog({ ...getAccount(visit), linkId: visit.linkId })).map(({ at, recipientName, ...entry }) => ({
          ...entry,
          recipient: recipientName,
          at: getFormatters(visit.formatLocale, visit.creditor.timeZone).instant(at),
        })),
      },
    }),
  })
}

export default function TrustRoute() {
  const { frame, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame {...frame} current="trust" narrow>
      <TrustPage {...page} />
    </AccountFrame>
  )
}
