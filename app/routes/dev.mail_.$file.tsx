/** One mail of the demo's mailbox, as text; its HTML is shown by itself. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { MailPage } from '~/components/mailbox-page'
import { PageFrame } from '~/components/page-frame'
import { SandboxBand } from '~/components/sandbox-checkout-page'
import { useStaticModel } from '~/components/static-page'
import { getFormatters } from '~/i18n/formatters'
import { readReader } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'

export const handle = { bodyClass: 'sandbox' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const mail = await context.app.mailFolder?.find(params['file'] ?? '')
  if (!mail) throw new Response(null, { status: 404 })
  const { language, formatLocale } = readReader(request, { locale: null, fallback: null })
  return staticPage(context, {
    language,
    title: mail.subject,
    load: () => ({ mail, format: getFormatters(formatLocale, 'UTC') }),
  })
}

export default function MailRoute() {
  const page = useStaticModel<typeof loader>()
  return (
    <PageFrame creditor={null} narrow band={<SandboxBand />}>
      <MailPage {...page} />
    </PageFrame>
  )
}
