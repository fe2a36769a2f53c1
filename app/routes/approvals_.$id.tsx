/**
 * One payment that needs a second person. POST approves it, which opens the payment; declines or withdraws it; or, where
 * it is charged in another currency, locks the rate at which it can be approved.
 */
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { ApprovalPage, type ApprovalPageProps } from '~/components/access/approval-page'
import { AccountFrame } from '~/components/account-frame'
import { describeRefusal } from '~/components/pay/refusal-text'
import { useStaticModel } from '~/components/static-page'
import { makeStorable } from '~/domain/storable-text'
import { findApprovalFault } from '~/domain/payment-approval'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate, getTranslations } from '~/i18n/translator.server'
import { describeApproval } from '~/platform/http/approval-view.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { describeClient, requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import type { ApprovalRefusal } from '~/use-cases/decide-approval'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  return show(context, visit, readId(params['id']), {
    quoteId: z.uuid().safeParse(new URL(request.url).searchParams.get('quote')).data ?? null,
  })
}

const formSchema = z.object({
  intent: z.enum(['approve', 'decline', 'rate']),
  shown: z.string().max(100).default(''),
  quote: z.uuid().nullable().default(null),
  reason: z.string().trim().max(500).default(''),
})

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const id = readId(params['id'])
  const form = formSchema.safeParse(Object.fromEntries(await readForm(request)))
  if (!form.success) throw new Response(null, { status: 400 })
  const { intent, shown, quote, reason } = form.data
  const { app } = context
  if (intent === 'rate') {
    const quoted = await app.quoteApproval({ ...getAccount(visit), id })
    if (!quoted.ok) {
      if (quoted.failure === 'not_found') throw new Response(null, { status: 404 })
      const t = getTranslations(visit.language).getFixedT(visit.language, 'pay')
      const problem = describeRefusal(t, quoted.failure, getFormatters(visit.formatLocale, visit.creditor.timeZone))
      return show(context, visit, id, { problem, status: 409 })
    }
    return redirect(`/approvals/${id}${quoted.value ? `?quote=${quoted.value.id}` : ''}`, { status: 303 })
  }
  const input = {
    ...getAccount(visit),
    id,
    approver: getApprover(visit),
    clientHint: describeClient(request, context.clientAddress),
  }
  const decided =
    intent === 'approve'
      ? await app.approvePayment({ ...input, shown, quoteId: quote })
      : await app.declinePayment({ ...input, reason: reason === '' ? null : makeStorable(reason) })
  if (decided.ok) return redirect(`/approvals/${id}`, { status: 303 })
  if (decided.failure.kind === 'not_found') throw new Response(null, { status: 404 })
  return show(context, visit, id, { problem: describeFault(visit, decided.failure.kind), status: 409 })
}

function readId(text: string | undefined): string {
  const id = z.uuid().safeParse(text)
  if (!id.success) throw new Response(null, { status: 404 })
  return id.data
}

function getApprover({ linkId, scope, recipientEmail, recipientName }: DebtorVisit) {
  return { linkId, scope, email: recipientEmail, name: recipientName }
}

function describeFault(visit: DebtorVisit, kind: Exclude<ApprovalRefusal['kind'], 'not_found'>): string {
  const t = getTranslate(visit.language)
  return t(/* i18n: delegation:approval.fault.* */ `delegation:approval.fault.${kind}`)
}

function show(
  context: AppLoadContext,
  visit: DebtorVisit,
  id: string,
  {
    problem = null,
    quoteId = null,
    status = 200,
  }: { problem?: string | null; quoteId?: string | null; status?: number },
) {
  const { creditor, language, scope } = visit
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('delegation:approvals.pageTitle', { creditor: creditor.name }),
    status,
    async load() {
      const prepared = await context.app.readApproval({ ...getAccount(visit), id, quoteId })
      if (!prepared) throw new Response(null, { status: 404 })
      const { approval, items, refusals, fingerprint, quote } = prepared
      const format = getFormatters(visit.formatLocale, creditor.timeZone)
      const t = getTranslations(language).getFixedT(language, 'pay')
      const now = context.app.clock.now()
      const fault = findApprovalFault(approval, getApprover(visit), now)
      const creditMinor = approval.order.credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      // Discounts lessen what is settled, interest adds to it.
      const adjustmentMinor = approval.totalMinor - items.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      const page: ApprovalPageProps = {
        approval: describeApproval(visit, approval, now),
        limit: format.money(approval.limitMinor, approval.currency),
        isOwn: approval.linkId === visit.linkId,
        fault: fault === null ? null : describeFault(visit, fault),
        problem,
        refusals: refusals.map((refusal) => describeRefusal(t, refusal, format)),
        items: items.map(({ number, amountMinor, dueNowMinor }) => ({
          number,
          amount: format.money(amountMinor, approval.currency),
          due:
            dueNowMinor === null || dueNowMinor === amountMinor ? null : format.money(dueNowMinor, approval.currency),
        })),
        creditTotal: creditMinor === 0 ? null : format.money(-creditMinor, approval.currency),
        adjustment:
          adjustmentMinor === 0
            ? null
            : { isCharge: adjustmentMinor > 0, amount: format.money(adjustmentMinor, approval.currency) },
        toPay: format.money(approval.totalMinor - creditMinor, approval.currency),
        charged: quote && format.money(quote.charged.amountMinor, quote.charged.currency),
        quoteId: quote?.id ?? null,
        rateCurrency: quote ? null : approval.chargedCurrency,
        fingerprint,
        openedId: approval.openedId,
      }
      return { creditor, scope, page }
    },
  })
}

export default function ApprovalRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="pay" narrow>
      <ApprovalPage {...page} />
    </AccountFrame>
  )
}
