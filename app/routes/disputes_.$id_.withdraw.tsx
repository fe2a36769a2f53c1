/** Taking a dispute back: GET says what follows, POST does it. */
import { randomUUID } from 'node:crypto'
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { LONGEST_TEXT } from '~/components/disputes/dispute-entry'
import { WithdrawPage } from '~/components/disputes/withdraw-page'
import { useStaticModel } from '~/components/static-page'
import { isDisputeEnded } from '~/domain/dispute'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { describeActor } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import { describeDispute } from '~/platform/http/shown-dispute.server'
import { findDispute } from '~/platform/http/visited-dispute.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'dispute')
  const { creditor, language, scope } = visit
  const { dispute } = await findDispute(context, visit, params)
  const names = { reference: dispute.reference, creditor: creditor.name }
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('dispute:pageTitle.withdraw', names),
    load: () => ({
      creditor,
      scope,
      page: {
        dispute: describeDispute(dispute, visit),
        entryId: randomUUID(),
        isOver: isDisputeEnded(dispute.status),
        format: getFormatters(visit.formatLocale, creditor.timeZone),
      },
    }),
  })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'dispute')
  const { dispute } = await findDispute(context, visit, params)
  const form = await readForm(request)
  const withdrawn = await context.app.continueDispute({
    actor: describeActor(visit),
    disputeId: dispute.id,
    entryId: z.uuid().safeParse(form.get('entry')).data ?? randomUUID(),
    step: 'withdrawn',
    text: (form.get('text') ?? '').replaceAll('\r\n', '\n').trim().slice(0, LONGEST_TEXT),
    files: [],
  })
  // Where it is over already, the page of the dispute says how it ended.
  return redirect(`/disputes/${dispute.id}${withdrawn.ok ? '?done=withdrawn' : ''}`, { status: 303 })
}

export default function WithdrawRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="disputes" narrow>
      <WithdrawPage {...page} />
    </AccountFrame>
  )
}
