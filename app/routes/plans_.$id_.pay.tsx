/** Paying of an agreed plan: GET says what can be paid; with a choice it leads to the review, where it is begun. */
import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import type { FieldProblem } from '~/components/form-field'
import { PayPlanPage, type PlanPaymentChoice } from '~/components/instalments/pay-plan-page'
import { useStaticModel } from '~/components/static-page'
import { writeChoiceAddress } from '~/domain/payment-selection-query'
import { getCurrencySign } from '~/i18n/currency-sign'
import { getFormatters } from '~/i18n/formatters'
import { parseAmount } from '~/i18n/parse-amount'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import type { PlanPayments } from '~/use-cases/read-plan-payments'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const id = z.uuid().safeParse(params['id'])
  const payments = id.success ? await context.app.readPlanPayments(getAccount(visit), id.data) : null
  if (!payments) throw new Response(null, { status: 404 })
  const query = new URL(request.url).searchParams
  const entry = { what: query.get('what') ?? '', amount: query.get('amount')?.trim() ?? '' }
  const chosen = entry.what === '' ? null : chooseAmount(payments, visit, entry)
  if (typeof chosen === 'number') {
    const purpose = { kind: 'plan', id: payments.plan.id } as const
    const address = writeChoiceAddress('/pay/review', payments.select(chosen), 'none', purpose)
    if (address !== null) return redirect(address, { status: 303 })
  }
  const { creditor, language, scope } = visit
  const names = { reference: payments.plan.reference, creditor: creditor.name }
  return staticPage(context, {
    ...{ language, brand: creditor.slug, status: chosen === null ? 200 : 422 },
    title: getTranslate(language)('instalment:pageTitle.pay', names),
    load: () => ({
      ...{ creditor, scope },
      page: describePage(visit, payments, entry, typeof chosen === 'number' ? null : chosen),
    }),
  })
}

/** The sum that was chosen, or what is wrong with it. */
function chooseAmount(
  { reachedMinor, next, mostMinor, plan }: PlanPayments,
  visit: DebtorVisit,
  { what, amount }: { what: string; amount: string },
): number | FieldProblem {
  const t = getTranslate(visit.language)
  const format = getFormatters(visit.formatLocale, visit.creditor.timeZone)
  const limit = (amountMinor: number) => Math.min(mostMinor, amountMinor)
  if (what === 'all' && mostMinor > 0) return mostMinor
  if (what === 'reached' && reachedMinor > 0) return limit(reachedMinor)
  if (what === 'next' && next) return limit(next.amountMinor - next.paidMinor)
  const parsed = parseAmount(amount, plan.currency, visit.formatLocale)
  const isWithin = parsed.ok && parsed.value > 0 && parsed.value <= mostMinor
  if (isWithin) return parsed.value
  return { fieldId: 'amount', text: t('instalment:pay.badAmount', { most: format.money(mostMinor, plan.currency) }) }
}

function describePage(
  visit: DebtorVisit,
  payments: PlanPayments,
  entry: { what: string; amount: string },
  problem: FieldProblem | null,
) {
  const { plan, reachedMinor, next, mostMinor, savedMinor, isBeingPaid } = payments
  const format = getFormatters(visit.formatLocale, visit.creditor.timeZone)
  const money = (amountMinor: number) => format.money(amountMinor, plan.currency)
  const nextMinor = next ? next.amountMinor - next.paidMinor : 0
  const plain = { day: null, saved: null }
  const choices: PlanPaymentChoice[] = [
    ...(reachedMinor > 0 && reachedMinor < mostMinor
      ? [{ ...plain, what: 'reached' as const, amount: money(reachedMinor) }]
      : []),
    ...(next && reachedMinor === 0 && nextMinor < mostMinor
      ? [{ ...plain, what: 'next' as const, amount: money(nextMinor), day: format.day(next.dueOn) }]
      : []),
    ...(mostMinor > 0
      ? [
          {
            ...plain,
            what: 'all' as const,
            amount: money(mostMinor),
            saved: savedMinor > 0 ? money(savedMinor) : null,
          },
        ]
      : []),
  ]
  return {
    ...{ planId: plan.id, reference: plan.reference, creditorName: visit.creditor.name, choices, isBeingPaid, entry },
    currencySign: getCurrencySign(plan.currency, visit.formatLocale),
    most: money(mostMinor),
    problems: problem ? [problem] : [],
  }
}

export default function PayPlanRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="plans" narrow>
      <PayPlanPage {...page} />
    </AccountFrame>
  )
}
