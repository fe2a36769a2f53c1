/** "This is not for me", from an opened account. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import type { ContactForm } from '~/components/contact/contact-fields'
import { NotForMeForm } from '~/components/contact/not-for-me-form'
import { useStaticModel } from '~/components/static-page'
import { TitleBlock } from '~/components/title-block'
import { getTranslate } from '~/i18n/translator.server'
import { useTranslation } from '~/i18n/use-translation'
import type { AppLoadContext } from '~/load-context'
import { createContactForm, readContactForm } from '~/platform/http/contact-form.server'
import { describeVisitor, redirectToSent, sendContactForm } from '~/platform/http/contact-sending.server'
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
  const form = readContactForm(await readForm(request))
  const sent = await sendContactForm(context, { kind: 'not_for_me', form, ...describeVisitor(visit) })
  if (sent.ok) return redirectToSent(sent.value)
  const { problems, status } = sent.failure
  return showPage(context, visit, { ...form, problems }, status)
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
