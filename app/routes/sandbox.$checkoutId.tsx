/** The sandbox provider's hosted page. There is none where real money may move. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { PageFrame } from '~/components/page-frame'
import { SandboxBand, SandboxCheckoutPage } from '~/components/sandbox-checkout-page'
import { useStaticModel } from '~/components/static-page'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { readReader } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'

export const handle = { bodyClass: 'sandbox' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { sandbox, env } = context.app
  const shown = await sandbox?.readPage(readCheckoutId(params))
  if (!shown) throw new Response(null, { status: 404 })
  const { checkout, status, actions } = shown
  const reader = readReader(request, { locale: checkout.locale, fallback: null })
  return staticPage(context, {
    language: reader.language,
    title: getTranslate(reader.language)('sandbox:pageTitle', { merchant: checkout.merchantName }),
    load: () => ({
      merchantName: checkout.merchantName,
      description: checkout.description,
      amount: checkout.amount,
      status,
      actions,
      returnUrl: checkout.returnUrl,
      debitSeconds: Math.ceil(env.SANDBOX_DEBIT_DELAY_MS / 1000),
      format: getFormatters(reader.formatLocale, 'UTC'),
    }),
  })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { sandbox } = context.app
  const checkoutId = readCheckoutId(params)
  const shown = await sandbox?.readPage(checkoutId)
  if (!sandbox || !shown) throw new Response(null, { status: 404 })
  const pressed = (await readForm(request)).get('action')
  const offered = shown.actions.find((action) => action === pressed)
  // A button of a page that is out of date: the checkout has got further.
  const acted = offered === undefined ? null : await sandbox.act(checkoutId, offered)
  const returnUrl = acted?.ok === true ? acted.value.returnUrl : shown.checkout.returnUrl
  return redirect(returnUrl ?? `/sandbox/${checkoutId}`, { status: 303 })
}

function readCheckoutId(params: Readonly<Record<string, string | undefined>>): string {
  const id = /^\w[\w-]{0,99}$/.exec(params['checkoutId'] ?? '')?.[0]
  if (id === undefined) throw new Response(null, { status: 404 })
  return id
}

export default function SandboxCheckoutRoute() {
  const page = useStaticModel<typeof loader>()
  return (
    <PageFrame creditor={null} band={<SandboxBand />}>
      <SandboxCheckoutPage {...page} />
    </PageFrame>
  )
}
