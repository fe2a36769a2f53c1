/** Writing to the creditor, and what was written before. POST sends a message. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import type { ContactForm } from '~/components/contact/contact-fields'
import { ContactPage } from '~/components/contact/contact-page'
import { useStaticModel } from '~/components/static-page'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import type { AppLoadContext } from '~/load-context'
import { createContactForm, describeSent, readContactForm } from '~/platform/http/contact-form.server'
import { describeVisitor, redirectToSent, sendContactForm } from '~/platform/http/contact-sending.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const sent = new URL(request.url).searchParams.get('sent')
  return showPage(context, visit, { form: createContactForm(getSender(visit)), sent })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const form = readContactForm(await readForm(request))
  const sent = await sendContactForm(context, { kind: 'message', form, ...describeVisitor(visit) })
  if (sent.ok) return redirectToSent(sent.value)
  const { problems, status } = sent.failure
  return showPage(context, visit, { form: { ...form, problems }, sent: null, status })
}

function getSender({ recipientName, recipientEmail }: DebtorVisit) {
  return { name: recipientName, email: recipientEmail }
}

function showPage(
  context: AppLoadContext,
  visit: DebtorVisit,
  { form, sent, status = 200 }: { form: ContactForm; sent: string | null; status?: number },
) {
  const { creditor, language, scope } = visit
  const t = getTranslate(language)
  const format = getFormatters(visit.formatLocale, creditor.timeZone)
  return staticPage(context, {
    ...{ language, brand: creditor.slug, status },
    title: t('contact:pageTitle', { creditor: creditor.name }),
    async load() {
      const own = await context.app.readOwnContact({ ...getAccount(visit), linkId: visit.linkId })
      return {
        ...{ creditor, scope },
        page: {
          creditorName: creditor.name,
          support: { email: creditor.supportEmail, phone: creditor.supportPhone },
          form,
          offersPauses: own.policy.pauses !== 'off',
          // Whatever the address says: only what was sent from here.
          justSent: own.requests.find(({ reference }) => reference === sent)?.reference ?? null,
          pausedUntil: own.pause && format.day(own.pause.untilOn),
          requests: own.requests.map((request) => describeSent(request, t, format)),
        },
      }
    },
  })
}

export default function ContactRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} narrow>
      <ContactPage {...page} />
    </AccountFrame>
  )
}
