/** "I cannot pay now": asks for a time without reminders. What is due stays as it is. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { CannotPayPage } from '~/components/contact/cannot-pay-page'
import type { ContactForm } from '~/components/contact/contact-fields'
import type { FileProblem } from '~/components/disputes/dispute-words'
import { useStaticModel } from '~/components/static-page'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import type { AppLoadContext } from '~/load-context'
import { createContactForm, describePauseOffer, readContactForm } from '~/platform/http/contact-form.server'
import { describeVisitor, redirectToSent, sendContactForm } from '~/platform/http/contact-sending.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { readEvidenceForm } from '~/platform/http/evidence-upload.server'
import { readWaysOut } from '~/platform/http/other-ways.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import { isUpload } from '~/platform/http/upload.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const sender = { name: visit.recipientName, email: visit.recipientEmail }
  const hasEnded = new URL(request.url).searchParams.has('ended')
  return showPage(context, visit, createContactForm(sender), { hasEnded })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const evidence = isUpload(request) ? await readEvidenceForm(request, context, { maximumFiles: 1 }) : null
  const fields = evidence?.fields ?? (await readForm(request))
  if (fields.get('intent') === 'end-pause') {
    await context.app.endOwnPauses({ ...getAccount(visit), linkId: visit.linkId })
    return redirect('/contact/cannot-pay?ended', { status: 303 })
  }
  const form = readContactForm(fields)
  const sent = await sendContactForm(context, { kind: 'hardship', form, evidence, ...describeVisitor(visit) })
  if (sent.ok) return redirectToSent(sent.value)
  const { problems, status } = sent.failure
  return showPage(context, visit, { ...form, problems }, { status, fileProblems: evidence?.problems ?? [] })
}

function showPage(
  context: AppLoadContext,
  visit: DebtorVisit,
  form: ContactForm,
  {
    status = 200,
    fileProblems = [],
    hasEnded = false,
  }: { status?: number; fileProblems?: readonly FileProblem[]; hasEnded?: boolean } = {},
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
          ways: await readWaysOut(context, visit),
          pausedUntil: pause && format.day(pause.untilOn),
          // Whatever the address says: only what is so.
          hasEnded: hasEnded && pause === null,
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
