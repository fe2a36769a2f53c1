/** The receipt of a payment, to be printed. There is none before something was settled. */
import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { ReceiptPage } from '~/components/pay/receipt-page'
import { useStaticModel } from '~/components/static-page'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { getVisitKey, requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope } = visit
  const id = z.uuid().safeParse(params['id'])
  const view = id.success ? await context.app.findPayment(getAccount(visit), id.data) : null
  if (!view) throw new Response(null, { status: 404 })
  if (!view.hasReceipt) return redirect(`/payments/${view.id}`)
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('pay:receipt.pageTitle', { reference: view.reference, creditor: creditor.name }),
    key: getVisitKey(visit, request),
    async load() {
      return {
        creditor,
        scope,
        page: {
          view,
          creditor: await context.app.readCreditor({ creditorId: creditor.id, debtorId: visit.debtor.id }),
          debtor: visit.debtor,
          format: getFormatters(visit.formatLocale, creditor.timeZone),
        },
      }
    },
  })
}

export default function ReceiptRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay">
      <ReceiptPage {...page} />
    </AccountFrame>
  )
}
