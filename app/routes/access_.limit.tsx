/** The limit above which a payment needs a second person. POST first has a code mailed, then sets the limit by it. */
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { LimitPage, type LimitPageProps } from '~/components/access/limit-page'
import { AccountFrame } from '~/components/account-frame'
import { useStaticModel } from '~/components/static-page'
import { parseCurrencyCode } from '~/domain/currency'
import { getFormatters } from '~/i18n/formatters'
import { parseAmount } from '~/i18n/parse-amount'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { describeClient, requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  return show(context, visit, {})
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const t = getTranslate(visit.language)
  const form = await readForm(request)
  const currency = parseCurrencyCode(form.get('currency') ?? '')
  if (!currency) throw new Response(null, { status: 400 })
  const amount = form.get('amount')?.trim() ?? ''
  const entered = { currency, amount }
  const parsed = amount === '' ? null : parseAmount(amount, currency, visit.formatLocale)
  if (parsed !== null && (!parsed.ok || parsed.value === 0)) {
    const example = getFormatters(visit.formatLocale, visit.creditor.timeZone).money(1_000_00, currency)
    const text = t('delegation:forward.problem.amount', { example })
    return show(context, visit, { ...entered, problems: [{ fieldId: 'amount', text }], status: 422 })
  }
  const code = form.get('code')
  if (code === null || form.get('intent') === 'resend') return askForCode(context, visit, entered)
  const set = await context.app.setApprovalLimit({
    ...getAccount(visit),
    ...{ linkId: visit.linkId, scope: visit.scope, sessionId: visit.sessionId, currency, code },
    limitMinor: parsed?.ok ? parsed.value : null,
    clientHint: describeClient(request, context.clientAddress),
  })
  if (set.ok) return redirect('/access?limit', { status: 303 })
  if (set.failure === 'not_allowed') {
    return show(context, visit, { ...entered, codeProblem: t('delegation:limit.notAllowed'), status: 403 })
  }
  const text = t(/* i18n: delegation:code.fault.* */ `delegation:code.fault.${set.failure}`)
  const problems = [{ fieldId: 'code', text }]
  return show(context, visit, { ...entered, problems, codeSentTo: form.get('codeSentTo') ?? '', status: 422 })
}

async function askForCode(context: AppLoadContext, visit: DebtorVisit, entered: { currency: string; amount: string }) {
  const issued = await context.app.issueOneTimeCode({
    ...getAccount(visit),
    sessionId: visit.sessionId,
    recipientEmail: visit.recipientEmail,
    purpose: 'approval_limit',
    locale: visit.formatLocale,
  })
  if (issued.ok) return show(context, visit, { ...entered, codeSentTo: issued.value.sentTo })
  const t = getTranslate(visit.language)
  const codeProblem =
    issued.failure === 'too_many'
      ? t('delegation:code.tooMany')
      : t('delegation:code.noAddress', { creditor: visit.creditor.name })
  return show(context, visit, { ...entered, codeProblem, status: 409 })
}

function show(
  context: AppLoadContext,
  visit: DebtorVisit,
  { status = 200, ...shown }: Partial<Omit<LimitPageProps, 'currencies'>> & { status?: number },
) {
  const { creditor, language, scope } = visit
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('delegation:limit.pageTitle', { creditor: creditor.name }),
    status,
    async load() {
      const { currencies } = await context.app.listPayables(getAccount(visit))
      const { limits } = await context.app.readApprovals(getAccount(visit))
      const codes = new Set([
        ...currencies.map(({ currency }) => currency as string),
        ...limits.map(({ currency }) => currency as string),
        creditor.defaultCurrency,
      ])
      const [first = creditor.defaultCurrency] = codes
      const page: LimitPageProps = {
        ...{ currency: first, amount: '', problems: [], codeSentTo: null, codeProblem: null },
        ...shown,
        currencies: [...codes],
      }
      return { creditor, scope, page }
    },
  })
}

export default function LimitRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} narrow>
      <LimitPage {...page} />
    </AccountFrame>
  )
}
