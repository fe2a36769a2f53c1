/** Taking back a plan that is not agreed, or saying no to what the creditor offers: GET says what follows, POST does it. */
import { randomUUID } from 'node:crypto'
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { WithdrawPlanPage } from '~/components/plans/withdraw-plan-page'
import { useStaticModel } from '~/components/static-page'
import { namePlanEnd, readPlanTurn } from '~/domain/payment-plan'
import { getTranslate } from '~/i18n/translator.server'
import { describeActor } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import { findPlan } from '~/platform/http/visited-plan.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'agree')
  const { creditor, language, scope } = visit
  const { plan } = await findPlan(context, visit, params)
  if (readPlanTurn(plan.status) === null) throw redirect(`/plans/${plan.id}`, { status: 303 })
  const { id: planId, reference } = plan
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('agreement:pageTitle.one', { reference, creditor: creditor.name }),
    load: () => ({
      ...{ creditor, scope },
      page: {
        ...{ planId, reference, creditorName: creditor.name, entryId: randomUUID() },
        isOffer: namePlanEnd(plan, 'debtor') === 'declined',
      },
    }),
  })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'agree')
  const { plan } = await findPlan(context, visit, params)
  const form = await readForm(request)
  const step = namePlanEnd(plan, 'debtor')
  const ended = await context.app.sayToPlan({
    actor: describeActor(visit),
    planId: plan.id,
    entryId: z.uuid().safeParse(form.get('entry')).data ?? randomUUID(),
    step,
    text: (form.get('text') ?? '').replaceAll('\r\n', '\n').trim().slice(0, 5000),
  })
  // Where it is past that, the plan's page says how it stands.
  return redirect(`/plans/${plan.id}${ended.ok ? `?done=${step}` : ''}`, { status: 303 })
}

export default function WithdrawPlanRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="plans" narrow>
      <WithdrawPlanPage {...page} />
    </AccountFrame>
  )
}
