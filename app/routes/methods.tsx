/** The payment methods kept for later. POST removes one: here at once, and at the provider by a job. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { MethodsPage } from '~/components/pay/methods-page'
import { useStaticModel } from '~/components/static-page'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { getPayer } from '~/platform/http/payer.server'
import { readForm } from '~/platform/http/request-body.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const { creditor, language, scope } = visit
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('pay:methods.pageTitle', { creditor: creditor.name }),
    async load() {
      return {
        creditor,
        scope,
        page: {
          methods: await context.app.listSavedMethods(getAccount(visit)),
          creditorName: creditor.name,
          isRemoved: new URL(request.url).searchParams.has('removed'),
          format: getFormatters(visit.formatLocale, creditor.timeZone),
        },
      }
    },
  })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const id = z.uuid().safeParse((await readForm(request)).get('method'))
  if (!id.success) throw new Response(null, { status: 400 })
  // One that is not there any more is what was asked for.
  await context.app.removeSavedMethod(getPayer(visit), id.data)
  return redirect('/methods?removed', { status: 303 })
}

export default function MethodsRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay" narrow>
      <MethodsPage {...page} />
    </AccountFrame>
  )
}
