/** The account's settlements. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { OffersPage } from '~/components/offers/offers-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { describeOffer } from '~/platform/http/offer-view.server'
import { staticPage } from '~/platform/http/page-slot.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope } = visit
  const format = getFormatters(visit.formatLocale, creditor.timeZone)
  return staticPage(context, {
    ...{ language, brand: creditor.slug },
    title: getTranslate(language)('offer:pageTitle.list', { creditor: creditor.name }),
    async load() {
      const { settlements } = await context.app.readDebtorOffers(creditor.id)
      const offers = await context.app.listSettlementOffers(getAccount(visit))
      return {
        ...{ creditor, scope },
        page: {
          creditorName: creditor.name,
          offers: offers.map((offer) => describeOffer(offer, format)),
          mayOffer: settlements && permits(scope, 'agree') && !visit.isLimited,
        },
      }
    },
  })
}

export default function OffersRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} narrow>
      <OffersPage {...page} />
    </AccountFrame>
  )
}
