/** A payoff quote of the account. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { QuotePage } from '~/components/payoff/quote-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  const view = id.success ? await context.app.readPayoffQuote({ ...getAccount(visit), id: id.data }) : null
  if (!view) throw new Response(null, { status: 404 })
  const { creditor, language, scope } = visit
  const names = { number: view.quote.number, creditor: creditor.name }
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('payoff:quotePageTitle', names),
    load: () => ({
      creditor,
      scope,
      page: {
        ...view,
        creditorName: creditor.name,
        mayPay: permits(scope, 'pay'),
        format: getFormatters(visit.formatLocale, creditor.timeZone),
      },
    }),
  })
}

export default function PayoffQuoteRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="statement" narrow>
      <QuotePage {...page} />
    </AccountFrame>
  )
}
