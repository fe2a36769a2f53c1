/** The demo's mailbox: a list of what was written instead of sent. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { MailboxPage } from '~/components/mailbox-page'
import { PageFrame } from '~/components/page-frame'
import { SandboxBand } from '~/components/sandbox-checkout-page'
import { useStaticModel } from '~/components/static-page'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { readReader } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'

export const handle = { bodyClass: 'sandbox' }

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { mailFolder } = context.app
  if (!mailFolder) throw new Response(null, { status: 404 })
  const { language, formatLocale } = readReader(request, { locale: null, fallback: null })
  return staticPage(context, {
    language,
    title: getTranslate(language)('sandbox:mail.title'),
    load: async () => ({ mails: await mailFolder.list(), format: getFormatters(formatLocale, 'UTC') }),
  })
}

export default function MailboxRoute() {
  const page = useStaticModel<typeof loader>()
  return (
    <PageFrame creditor={null} band={<SandboxBand />}>
      <MailboxPage {...page} />
    </PageFrame>
  )
}
