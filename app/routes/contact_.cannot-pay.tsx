/** "I cannot pay now": asks for a time without reminders. What is due stays as it is. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { CannotPayPage } from '~/components/contact/cannot-pay-page'
import type { ContactForm } from '~/components/contact/contact-fields'
import type { FileProblem } from '~/components/disputes/dispute-words'
import { useStaticModel } from '~/components/static-page'
import { readContactDraft } from '~/domain/contact-draft'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import type { AppLoadContext } from '~/load-context'
import {
  createContactForm,
  describeFaults,
  describePauseOffer,
  readContactForm,
} from '~/platform/http/contact-form.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { readEvidenceForm } from '~/platform/http/evidence-upload.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import { isUpload } from '~/platform/http/upload.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const sender = { name: visit.recipientName, email: visit.recipientEmail }
  return showPage(context, visit, createContactForm(sender))
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { app } = context
  const t = getTranslate(visit.language)
  const evidence = isUpload(request) ? await readEvidenceForm(request, context) : null
  const { requestId, entry } = readContactForm(evidence?.fields ?? (await readForm(request)))
  const refuse = (problems: ContactForm['problems'], status = 422) =>
    showPage(context, visit, { requestId, entry, problems }, { status, fileProblems: evidence?.problems ?? [] })
  const draft = readContactDraft('hardship', entry, visit.today)
  if (!draft.ok) return refuse(describeFaults(t, draft.failure))
  if (evidence && evidence.problems.length > 0) return refuse([])
  const limit = await app.limits.contact.attempt(visit.linkId)
  if (!limit.allowed) return refuse(describeFaults(t, 'too_many'), 429)
  const { isLimited, linkId, language: locale } = visit
  const sender = { ...getAccount(visit), linkId, isLimited, locale }
  const sent = await app.sendContactRequest({
    sender,
    requestId,
    draft: draft.value,
    evidence: evidence?.files[0] ?? null,
  })
  if (!sent.ok) return refuse(describeFaults(t, sent.failure.kind === 'faults' ? sent.failure.faults : 'not_offered'))
  return redirect(`/contact?${new URLSearchParams({ sent: sent.value.reference }).toString()}`, { status: 303 })
}

function showPage(
  context: AppLoadContext,
  visit: DebtorVisit,
  form: ContactForm,
  { status = 200, fileProblems = [] }: { status?: number; fileProblems?: readonly FileProblem[] } = {},
) {
  const { creditor, language, scope, today } = visit
  const t = getTranslate(language)
  const format = getFormatters(visit.formatLocale, creditor.timeZone)
  return staticPage(context, {
    ...{ language, brand: creditor.slug, status },
    title: t('contact:pageTitle', { creditor: creditor.name }),
    async load() {
      const { policy, pause } = await context.app.readOwnContact({ ...getAccount(visit), linkId: visit.linkId })
      const offer = describePauseOffer(policy, today)
      return {
        ...{ creditor, scope },
        page: {
          creditorName: creditor.name,
          ...{ form, fileProblems, format },
          // Whoever sees a part of the account cannot have reminders of the whole of it stand still.
          offer: visit.isLimited ? { ...offer, daysAtOnce: null } : offer,
          pausedUntil: pause && format.day(pause.untilOn),
        },
      }
    },
  })
}

export default function CannotPayRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} narrow>
      <CannotPayPage {...page} />
    </AccountFrame>
  )
}
