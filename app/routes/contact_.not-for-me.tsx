/** "This is not for me", from an opened account. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import type { ContactForm } from '~/components/contact/contact-fields'
import { NotForMeForm } from '~/components/contact/not-for-me-form'
import { useStaticModel } from '~/components/static-page'
import { TitleBlock } from '~/components/title-block'
import { readContactDraft } from '~/domain/contact-draft'
import { getTranslate } from '~/i18n/translator.server'
import { useTranslation } from '~/i18n/use-translation'
import type { AppLoadContext } from '~/load-context'
import { createContactForm, describeFaults, readContactForm } from '~/platform/http/contact-form.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const sender = { name: visit.recipientName, email: visit.recipientEmail }
  return showPage(context, visit, createContactForm(sender))
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { app } = context
  const t = getTranslate(visit.language)
  const { requestId, entry } = readContactForm(await readForm(request))
  const refuse = (problems: ContactForm['problems'], status = 422) =>
    showPage(context, visit, { requestId, entry, problems }, status)
  const draft = readContactDraft('not_for_me', entry, visit.today)
  if (!draft.ok) return refuse(describeFaults(t, draft.failure))
  const limit = await app.limits.contact.attempt(visit.linkId)
  if (!limit.allowed) return refuse(describeFaults(t, 'too_many'), 429)
  const { isLimited, linkId, language: locale } = visit
  const sender = { ...getAccount(visit), linkId, isLimited, locale }
  const sent = await app.sendContactRequest({ sender, requestId, draft: draft.value })
  if (!sent.ok) return refuse(describeFaults(t, sent.failure.kind === 'faults' ? sent.failure.faults : 'not_offered'))
  return redirect(`/contact?${new URLSearchParams({ sent: sent.value.reference }).toString()}`, { status: 303 })
}

function showPage(context: AppLoadContext, visit: DebtorVisit, form: ContactForm, status = 200) {
  const { creditor, language, scope } = visit
  return staticPage(context, {
    ...{ language, brand: creditor.slug, status },
    title: getTranslate(language)('contact:notForMe.pageTitle', { creditor: creditor.name }),
    load: () => ({ creditor, scope, form }),
  })
}

export default function NotForMeRoute() {
  const { creditor, scope, form } = useStaticModel<typeof loader>()
  const { t } = useTranslation('contact')
  return (
    <AccountFrame creditor={creditor} scope={scope} narrow>
      <a className="back" href="/contact">
        {t('back')}
      </a>
      <TitleBlock title={t('notForMe.title')} />
      <NotForMeForm creditorName={creditor.name} form={form} />
    </AccountFrame>
  )
}
