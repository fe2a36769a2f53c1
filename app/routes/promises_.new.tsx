/** Promising to pay: GET asks for amount and day, POST keeps the promise. */
import { randomUUID } from 'node:crypto'
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import type { FieldProblem } from '~/components/form-field'
import {
  PromiseFormPage,
  type PromiseFormChoice,
  type PromiseFormPageProps,
} from '~/components/promises/promise-form-page'
import { useStaticModel } from '~/components/static-page'
import { addDays, parseCalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { readInvoiceChoice, type InvoiceChoice } from '~/domain/invoice-choice'
import { computeLeastPromise, findLastPromiseDay, type PromiseFault } from '~/domain/promise-to-pay'
import { findUnstorableText } from '~/domain/storable-text'
import { getCurrencySign } from '~/i18n/currency-sign'
import { getFormatters } from '~/i18n/formatters'
import { parseAmount } from '~/i18n/parse-amount'
import { getTranslate } from '~/i18n/translator.server'
import type { AppLoadContext } from '~/load-context'
import { describeInitiator, getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { describePromiseFaults } from '~/platform/http/promise-form.server'
import { readForm } from '~/platform/http/request-body.server'
import type { PromiseRefusal } from '~/use-cases/make-promise'
import type { PromiseChoice } from '~/use-cases/read-promises'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  return show(context, visit, { asked: readInvoiceChoice(new URL(request.url).searchParams), requestId: randomUUID() })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const form = await readForm(request)
  const asked = readInvoiceChoice(form)
  const requestId = z.uuid().safeParse(form.get('request'))
  if (!requestId.success || asked.currency === null) throw new Response(null, { status: 400 })
  const entry = readEntry(form)
  const amount = parseAmount(entry.amount, asked.currency, visit.formatLocale)
  const promisedOn = parseCalendarDay(entry.promisedOn.trim())
  const shown = { asked, requestId: requestId.data, entry }
  const t = getTranslate(visit.language)
  const unread: FieldProblem[] = [
    ...(amount.ok ? [] : [{ fieldId: 'amount', text: t('promise:fault.not_an_amount') }]),
    ...(promisedOn === null ? [{ fieldId: 'promisedOn', text: t('promise:fault.not_a_day') }] : []),
    ...(findUnstorableText(entry.note) === null ? [] : [{ fieldId: 'note', text: t('promise:fault.note_too_long') }]),
  ]
  if (!amount.ok || promisedOn === null || unread.length > 0) {
    return show(context, visit, { ...shown, problems: unread, status: 422 })
  }
  const made = await context.app.makePromise({
    ...getAccount(visit),
    ...{ promiseId: requestId.data, currency: asked.currency, invoiceNumbers: asked.invoiceNumbers },
    ...{ amountMinor: amount.value, promisedOn, note: entry.note },
    maker: describeInitiator(visit),
  })
  if (made.ok) {
    const query = new URLSearchParams({ made: made.value.reference })
    return redirect(`/promises?${query.toString()}`, { status: 303 })
  }
  return show(context, visit, { ...shown, refusal: made.failure, status: made.failure.kind === 'faults' ? 422 : 409 })
}

function readEntry(form: URLSearchParams): PromiseFormPageProps['entry'] {
  const text = (name: string) => form.get(name) ?? ''
  return { amount: text('amount'), promisedOn: text('promisedOn'), note: text('note') }
}

interface Shown {
  asked: InvoiceChoice
  requestId: string
  entry?: PromiseFormPageProps['entry']
  problems?: FieldProblem[]
  refusal?: PromiseRefusal
  status?: number
}

function show(context: AppLoadContext, visit: DebtorVisit, shown: Shown) {
  const { creditor, language, scope } = visit
  return staticPage(context, {
    ...{ language, brand: creditor.slug, status: shown.status ?? 200 },
    title: getTranslate(language)('promise:pageTitle.new', { creditor: creditor.name }),
    async load() {
      const { currencies } = await context.app.listPayables(getAccount(visit))
      const codes = currencies.filter(({ dueNowMinor }) => dueNowMinor > 0).map(({ currency }) => currency)
      const currency = shown.asked.currency ?? codes[0] ?? parseCurrencyCode(creditor.defaultCurrency)
      const { invoiceNumbers } = shown.asked
      const choice =
        currency && (await context.app.readPromiseChoice({ ...getAccount(visit), currency, invoiceNumbers }))
      if (!choice) throw new Response(null, { status: 404 })
      return { creditor, scope, page: describePage(visit, choice, shown, codes) }
    },
  })
}

function describePage(
  visit: DebtorVisit,
  choice: PromiseChoice,
  { asked, requestId, entry, problems = [], refusal }: Shown,
  codes: readonly CurrencyCode[],
): PromiseFormPageProps {
  const { creditor, today, formatLocale, isLimited } = visit
  const t = getTranslate(visit.language)
  const format = getFormatters(formatLocale, creditor.timeZone)
  const { policy, currency, dueMinor } = choice
  const obstacle = isLimited ? 'not_allowed' : (choice.obstacle ?? readObstacle(refusal))
  const lastOn = findLastPromiseDay(policy, today)
  const bounds = {
    due: format.money(dueMinor, currency),
    least: format.money(computeLeastPromise(policy, dueMinor), currency),
    latest: format.day(lastOn),
  }
  const faults: readonly PromiseFault[] = refusal?.kind === 'faults' ? refusal.faults : []
  const shownChoice: PromiseFormChoice = {
    requestId,
    ...{ currency, currencySign: getCurrencySign(currency, formatLocale) },
    invoices: choice.invoices.map(({ number, dueNowMinor }) => ({ number, due: format.money(dueNowMinor, currency) })),
    isChosen: asked.invoiceNumbers !== null,
    ...bounds,
    ...{ earliestOn: addDays(today, 1), latestOn: lastOn },
    ...{ graceDays: policy.graceDays, pausesChasing: policy.pausesChasing },
  }
  return {
    creditorName: creditor.name,
    choice: obstacle === null ? shownChoice : null,
    obstacle:
      obstacle === null
        ? null
        : t(/* i18n: promise:obstacle.* */ `promise:obstacle.${obstacle}`, { creditor: creditor.name }),
    problems: [...problems, ...describePromiseFaults(t, faults, bounds)],
    entry: entry ?? { amount: format.amount(dueMinor, currency), promisedOn: '', note: '' },
    others: codes.filter((code) => code !== currency),
  }
}

function readObstacle(refusal: PromiseRefusal | undefined) {
  return refusal === undefined || refusal.kind === 'faults' ? null : refusal.kind
}

export default function NewPromiseRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} narrow>
      <PromiseFormPage {...page} />
    </AccountFrame>
  )
}
