/**
 * "This is not for me", from the letter behind a link. Nothing is opened by it, and nothing of the account is shown: who
 * asks is all that the letter itself says already.
 */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Callout } from '~/components/callout'
import type { ContactForm } from '~/components/contact/contact-fields'
import { NotForMeForm } from '~/components/contact/not-for-me-form'
import { PageFrame } from '~/components/page-frame'
import { useStaticModel } from '~/components/static-page'
import { dayOfInstant } from '~/domain/calendar-day'
import { getTranslate } from '~/i18n/translator.server'
import { useTranslation } from '~/i18n/use-translation'
import type { AppLoadContext } from '~/load-context'
import { createContactForm, readContactForm } from '~/platform/http/contact-form.server'
import { sendContactForm } from '~/platform/http/contact-sending.server'
import { readReader, type Reader } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import type { ShownAccessLink } from '~/use-cases/show-access-link'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shown, reader } = await findLetter(request, params['token'] ?? '', context)
  // The address of whom it was sent to is not for whoever else got it.
  return showPage(context, shown, reader, { form: createContactForm({ name: null, email: null }) })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { shown, reader } = await findLetter(request, params['token'] ?? '', context)
  const { link, creditor } = shown
  const form = readContactForm(await readForm(request))
  const { creditorId, debtorId, delegation } = link
  const isLimited = delegation !== null && delegation.invoiceIds !== null
  const sent = await sendContactForm(context, {
    kind: 'not_for_me',
    form,
    limit: 'contactUnopened',
    sender: { creditorId, debtorId, linkId: link.id, isLimited, locale: reader.language },
    today: dayOfInstant(context.app.clock.now(), creditor.timeZone),
  })
  if (sent.ok) return showPage(context, shown, reader, { form: null, reference: sent.value })
  const { problems, status } = sent.failure
  return showPage(context, shown, reader, { form: { ...form, problems }, status })
}

/** A link that was withdrawn is nobody's any more. */
async function findLetter(request: Request, token: string, { app }: AppLoadContext) {
  const shown = await app.showAccessLink(token)
  if (!shown || shown.state === 'revoked') throw new Response(null, { status: 404 })
  return { shown, reader: readReader(request, { locale: shown.link.locale, fallback: shown.creditor.defaultLocale }) }
}

function showPage(
  context: AppLoadContext,
  { creditor }: ShownAccessLink,
  { language }: Reader,
  page: { form: ContactForm | null; reference?: string; status?: number },
) {
  return staticPage(context, {
    ...{ language, brand: creditor.slug, status: page.status ?? 200 },
    title: getTranslate(language)('contact:notForMe.pageTitle', { creditor: creditor.name }),
    load: () => ({
      creditor: { name: creditor.name, slug: creditor.slug },
      form: page.form,
      reference: page.reference ?? '',
    }),
  })
}

export default function UnopenedNotForMeRoute() {
  const { creditor, form, reference } = useStaticModel<typeof loader>()
  const { t } = useTranslation('contact')
  return (
    <PageFrame creditor={creditor} narrow>
      {/* The letter that leads here. */}
      <a className="back" href=".">
        {t('notForMe.back')}
      </a>
      <div className="stack">
        <h1>{form === null ? t('notForMe.doneTitle') : t('notForMe.title')}</h1>
        {form === null ? (
          <Callout tone="good">{t('notForMe.done', { creditor: creditor.name, reference })}</Callout>
        ) : (
          <NotForMeForm creditorName={creditor.name} form={form} />
        )}
      </div>
    </PageFrame>
  )
}
