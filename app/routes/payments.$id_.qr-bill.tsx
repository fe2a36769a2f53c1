/** The Swiss QR-bill of a payment by transfer, to be printed. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { SwissBillPage } from '~/components/pay/swiss-bill-page'
import { useStaticModel } from '~/components/static-page'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope } = visit
  const id = z.uuid().safeParse(params['id'])
  const view = id.success ? await context.app.findPayment(getAccount(visit), id.data) : null
  const svg = view?.payment ? await context.app.drawSwissBill(getAccount(visit), view.payment, language) : null
  if (!view || svg === null) throw new Response(null, { status: 404 })
  const { reference } = view
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('pay:transfer.bill.pageTitle', { reference, creditor: creditor.name }),
    load: () => ({ creditor, scope, page: { paymentId: view.id, reference, svg } }),
  })
}

export default function SwissBillRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay">
      <SwissBillPage {...page} />
    </AccountFrame>
  )
}
