/** Moving the day of an instalment: GET says which and how far, POST does it. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import type { FieldProblem } from '~/components/form-field'
import { MoveInstalmentPage } from '~/components/instalments/move-instalment-page'
import { useStaticModel } from '~/components/static-page'
import { parseCalendarDay } from '~/domain/calendar-day'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import type { AppLoadContext } from '~/load-context'
import { describeActor, getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import type { PlanChangeRefusal } from '~/use-cases/change-plan'

interface Shown {
  entry: { number: string; toOn: string }
  problem?: FieldProblem
  status?: number
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'agree')
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  return show(context, visit, params['id'], { entry: { number: '', toOn: '' } })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'agree')
  const form = await readForm(request)
  const entry = { number: form.get('number') ?? '', toOn: form.get('toOn')?.trim() ?? '' }
  const t = getTranslate(visit.language)
  const toOn = parseCalendarDay(entry.toOn)
  const number = /^\d{1,3}$/.test(entry.number) ? Number(entry.number) : null
  if (toOn === null || number === null) {
    const problem = { fieldId: 'toOn', text: t('instalment:move.fault.noDay') }
    return show(context, visit, params['id'], { entry, problem, status: 422 })
  }
  const planId = z.uuid().safeParse(params['id']).data ?? ''
  const moved = await context.app.moveInstalment({ actor: describeActor(visit), planId, number, toOn })
  if (moved.ok) return redirect(`/plans/${planId}?done=moved`, { status: 303 })
  const problem = { fieldId: 'toOn', text: describeRefusal(visit, moved.failure) }
  return show(context, visit, params['id'], { entry, problem, status: 422 })
}

function describeRefusal(visit: DebtorVisit, refusal: PlanChangeRefusal): string {
  const t = getTranslate(visit.language)
  if (refusal.kind !== 'day_out_of_range') {
    const kind = refusal.kind === 'no_moves_left' ? 'noMovesLeft' : 'notMovable'
    return t(/* i18n: instalment:move.fault.* */ `instalment:move.fault.${kind}`)
  }
  const format = getFormatters(visit.formatLocale, visit.creditor.timeZone)
  return t('instalment:move.fault.outOfRange', {
    from: format.day(refusal.fromOn),
    until: format.day(refusal.untilOn),
  })
}

async function show(context: AppLoadContext, visit: DebtorVisit, id: string | undefined, shown: Shown) {
  const { creditor, language, scope } = visit
  const planId = z.uuid().safeParse(id)
  const payments = planId.success ? await context.app.readPlanPayments(getAccount(visit), planId.data) : null
  if (!payments) throw new Response(null, { status: 404 })
  const { plan, moves, instalments } = payments
  const t = getTranslate(language)
  const format = getFormatters(visit.formatLocale, creditor.timeZone)
  return staticPage(context, {
    ...{ language, brand: creditor.slug, status: shown.status ?? 200 },
    title: t('instalment:pageTitle.move', { reference: plan.reference, creditor: creditor.name }),
    load: () => ({
      ...{ creditor, scope },
      page: {
        ...{ planId: plan.id, reference: plan.reference, creditorName: creditor.name, entry: shown.entry },
        problems: shown.problem ? [shown.problem] : [],
        movable: moves.flatMap(({ number, fromOn, untilOn }) => {
          const instalment = instalments.find((one) => one.number === number)
          if (!instalment) return []
          const name =
            number === 0 ? t('instalment:downPayment') : t('instalment:name', { number: format.integer(number) })
          return [
            {
              ...{ number, name, day: format.day(instalment.dueOn) },
              amount: format.money(instalment.amountMinor - instalment.paidMinor, plan.currency),
              ...{ from: format.day(fromOn), until: format.day(untilOn) },
            },
          ]
        }),
      },
    }),
  })
}

export default function MoveInstalmentRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="plans" narrow>
      <MoveInstalmentPage {...page} />
    </AccountFrame>
  )
}
