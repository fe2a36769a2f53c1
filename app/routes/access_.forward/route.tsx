/** Forwarding a link. GET shows the form, with `?invoice=NUMBER` chosen; POST mails the new link to the colleague. */
import { redirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { ForwardPage, type ForwardEntry, type ForwardPageProps } from '~/components/access/forward-page'
import { AccountFrame } from '~/components/account-frame'
import type { FieldProblem } from '~/components/form-field'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { parseCurrencyCode } from '~/domain/currency'
import { MOST_CHOSEN_DOCUMENTS } from '~/domain/delegation'
import { getCurrencySign } from '~/i18n/currency-sign'
import { getFormatters } from '~/i18n/formatters'
import { LANGUAGE_NAMES, LANGUAGES } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { describeClient, requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import type { ForwardLinkFailure } from '~/use-cases/forward-access-link'
import { EMPTY_ENTRY, FORWARD_DAYS, readForwardForm } from './read-forward-form.server'

const DAY_MS = 86_400_000

/** So many open documents are listed to choose from; further ones by their number. */
const LISTED_DOCUMENTS = 100

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  const numbers = new URL(request.url).searchParams.getAll('invoice')
  const entry: ForwardEntry = {
    ...EMPTY_ENTRY,
    language: visit.language,
    documents: numbers.length > 0 ? 'only' : 'all',
    numbers,
  }
  return show(context, visit, { entry })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { app } = context
  const typed = await readForm(request)
  const form = readForwardForm(typed, visit, await listCurrencies(context, visit))
  const { entry, problems } = form
  if (problems.length > 0) return show(context, visit, { entry, problems, status: 422 })
  const code = typed.get('intent') === 'resend' ? null : typed.get('code')
  // Whoever types a code has been counted already.
  const limit = code === null ? await app.limits.linkForwarding.attempt(visit.debtor.id) : { allowed: true }
  if (!limit.allowed) {
    const text = getTranslate(visit.language)('delegation:forward.problem.too_often')
    return show(context, visit, { entry, problems: [{ fieldId: null, text }], status: 429 })
  }
  const { own } = await app.readAccess({ ...getAccount(visit), linkId: visit.linkId })
  const { days, recipient, scope, numbers, caps } = form
  const forwarded = await app.forwardAccessLink({
    ...getAccount(visit),
    ...{ linkId: visit.linkId, sessionId: visit.sessionId, recipient, scope, numbers, caps, code },
    expiresAt: days === null ? own.expiresAt : new Date(app.clock.now().getTime() + days * DAY_MS),
    locale: entry.language,
    clientHint: describeClient(request, context.clientAddress),
  })
  if (forwarded.ok) return redirect('/access?forwarded', { status: 303 })
  if (forwarded.failure.some(({ kind }) => kind === 'code_needed')) return askForCode(context, visit, entry)
  return show(context, visit, {
    entry,
    problems: forwarded.failure.map((failure) => describeFailure(visit, failure)),
    codeSentTo: typed.get('codeSentTo'),
    status: 422,
  })
}

async function askForCode(context: AppLoadContext, visit: DebtorVisit, entry: ForwardEntry) {
  const issued = await context.app.issueOneTimeCode({
    ...getAccount(visit),
    sessionId: visit.sessionId,
    recipientEmail: visit.recipientEmail,
    purpose: 'forward_pay',
    locale: visit.formatLocale,
  })
  if (issued.ok) return show(context, visit, { entry, codeSentTo: issued.value.sentTo })
  const t = getTranslate(visit.language)
  const codeProblem =
    issued.failure === 'too_many'
      ? t('delegation:code.tooMany')
      : t('delegation:code.noAddress', { creditor: visit.creditor.name })
  return show(context, visit, { entry, codeProblem, status: 409 })
}

function describeFailure(visit: DebtorVisit, failure: ForwardLinkFailure): FieldProblem {
  const t = getTranslate(visit.language)
  switch (failure.kind) {
    case 'unknown_numbers':
      return {
        fieldId: 'numbers',
        text: t('delegation:forward.problem.unknown', { numbers: failure.numbers.join(', ') }),
      }
    case 'no_invoices':
    case 'invoices_wider':
      return { fieldId: 'numbers', text: t(`delegation:forward.problem.${failure.kind}`) }
    case 'too_many_documents':
      return {
        fieldId: 'numbers',
        text: t('delegation:forward.problem.too_many_documents', { count: MOST_CHOSEN_DOCUMENTS }),
      }
    case 'code':
      return {
        fieldId: 'code',
        text: t(/* i18n: delegation:code.fault.* */ `delegation:code.fault.${failure.fault}`),
      }
    case 'code_needed':
      return { fieldId: null, text: t('delegation:forward.codeTitle') }
    case 'expiry_later':
    case 'expiry_past':
      return { fieldId: 'expires', text: t(`delegation:forward.problem.${failure.kind}`) }
    default:
      return {
        fieldId: null,
        text: t(/* i18n: delegation:forward.problem.* */ `delegation:forward.problem.${failure.kind}`),
      }
  }
}

/** In which a cap can be set: the account's own; none for whoever may not pay. */
async function listCurrencies({ app }: AppLoadContext, visit: DebtorVisit) {
  if (!permits(visit.scope, 'pay')) return []
  const payables = await app.listPayables(getAccount(visit))
  const currencies = payables.currencies.map(({ currency }) => currency)
  const usual = parseCurrencyCode(visit.creditor.defaultCurrency)
  return currencies.length > 0 || usual === null ? currencies : [usual]
}

interface Shown {
  entry: ForwardEntry
  problems?: readonly FieldProblem[]
  codeSentTo?: string | null
  codeProblem?: string | null
  status?: number
}

function show(context: AppLoadContext, visit: DebtorVisit, shown: Shown) {
  const { creditor, language, scope, formatLocale } = visit
  const { entry, problems = [], codeSentTo = null, codeProblem = null, status = 200 } = shown
  const format = getFormatters(formatLocale, creditor.timeZone)
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('delegation:forward.pageTitle', { creditor: creditor.name }),
    status,
    async load() {
      const { own } = await context.app.readAccess({ ...getAccount(visit), linkId: visit.linkId })
      const payables = await context.app.listPayables(getAccount(visit))
      const currencies = await listCurrencies(context, visit)
      const leftMs = own.expiresAt.getTime() - context.app.clock.now().getTime()
      const page: ForwardPageProps = {
        ...{ entry, problems, codeSentTo, codeProblem },
        rights: scope.filter((right) => right !== 'view'),
        languages: LANGUAGES.map((tag) => ({ tag, name: LANGUAGE_NAMES[tag] })),
        isLimited: visit.isLimited,
        documents: payables.currencies
          .flatMap(({ invoices }) => invoices)
          .slice(0, LISTED_DOCUMENTS)
          .map(({ number, dueOn, openMinor, currency }) => ({
            number,
            due: format.day(dueOn),
            open: format.money(openMinor, currency),
          })),
        currencies: currencies.map((code) => {
          const cap = own.delegation?.caps.find(({ currency }) => currency === code)
          return {
            code,
            sign: getCurrencySign(code, formatLocale),
            own: cap ? format.money(cap.amountMinor, code) : null,
          }
        }),
        days: FORWARD_DAYS.filter((days) => days * DAY_MS <= leftMs),
        ownUntil: format.instant(own.expiresAt),
      }
      return { creditor, scope, page }
    },
  })
}

export default function ForwardRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} narrow>
      <ForwardPage {...page} />
    </AccountFrame>
  )
}
