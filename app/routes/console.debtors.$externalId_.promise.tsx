/** Takes down what a debtor promised to one of the creditor's people. */
import { randomUUID } from 'node:crypto'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { DebtorFormFrame } from '~/components/console/debtor-form-frame'
import { PromiseEntryForm, type PromiseEntry } from '~/components/console/promise-entry-form'
import type { FieldProblem } from '~/components/form-field'
import { addDays, parseCalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { DebtorId } from '~/domain/ids'
import { readInvoiceNumbers } from '~/domain/invoice-choice'
import { computeLeastPromise, findLastPromiseDay, type PromiseFault } from '~/domain/promise-to-pay'
import { findUnstorableText } from '~/domain/storable-text'
import { getCurrencySign } from '~/i18n/currency-sign'
import { parseAmount } from '~/i18n/parse-amount'
import type { AppLoadContext } from '~/load-context'
import { readConsoleDebtorForm } from '~/platform/http/console-debtor-form.server'
import { requireConsoleDebtor } from '~/platform/http/console-debtor.server'
import { describeClerk, requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'
import type { PromiseRefusal } from '~/use-cases/make-promise'
import type { PromiseChoice } from '~/use-cases/read-promises'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'agreements.manage')
  const { creditor, t, format, formatLocale, today } = visit
  const account = await requireConsoleDebtor(context, visit, params['externalId'])
  const { currencies } = await context.app.listPayables({ creditorId: creditor.id, debtorId: account.id })
  const codes = currencies.filter(({ dueNowMinor }) => dueNowMinor > 0).map(({ currency }) => currency)
  const asked = parseCurrencyCode(new URL(request.url).searchParams.get('currency') ?? '')
  const currency = codes.find((code) => code === asked) ?? codes[0]
  const choice = currency && (await readChoice(context, visit, account.id, { currency, invoiceNumbers: null }))
  const entry: PromiseEntry | null = choice
    ? {
        numbers: choice.invoices.map(({ number }) => number),
        amount: format.amount(choice.dueMinor, choice.currency),
        ...{ promisedOn: '', note: '', isBeyondBounds: false },
      }
    : null
  return {
    title: t('console:pageTitle', { page: t('promise:console.new'), creditor: creditor.name }),
    debtor: { externalId: account.externalId, name: account.name },
    form:
      choice && entry
        ? {
            currency: choice.currency,
            currencySign: getCurrencySign(choice.currency, formatLocale),
            invoices: choice.invoices.map(({ number, dueNowMinor }) => ({
              number,
              due: format.money(dueNowMinor, choice.currency),
            })),
            bounds: { ...describeBounds(choice, visit), earliestOn: addDays(today, 1) },
            entry,
          }
        : null,
    others: codes.filter((code) => code !== currency),
    formKey: randomUUID(),
  }
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args
  const { visit, account, form, key, currency } = await readConsoleDebtorForm(args)
  const { creditor, t, formatLocale } = visit
  const entry = readEntry(form)
  const refuse = (problems: FieldProblem[], status: number) => data({ entry, key, problems }, { status })
  const amount = parseAmount(entry.amount, currency, formatLocale)
  const promisedOn = parseCalendarDay(entry.promisedOn.trim())
  const problems = [
    ...(entry.numbers.length > 0 ? [] : [{ fieldId: null, text: t('promise:console.noneChosen') }]),
    ...(amount.ok ? [] : [{ fieldId: 'amount', text: t('promise:fault.not_an_amount') }]),
    ...(promisedOn === null ? [{ fieldId: 'promisedOn', text: t('promise:fault.not_a_day') }] : []),
    ...(findUnstorableText(entry.note) === null ? [] : [{ fieldId: 'note', text: t('promise:fault.note_too_long') }]),
  ]
  if (!amount.ok || promisedOn === null || problems.length > 0) return refuse(problems, 422)
  const made = await context.app.makePromise({
    ...{ creditorId: creditor.id, debtorId: account.id, promiseId: key, currency },
    ...{ invoiceNumbers: entry.numbers, amountMinor: amount.value, promisedOn, note: entry.note },
    ...{ maker: describeClerk(visit), isBeyondBounds: entry.isBeyondBounds },
  })
  if (made.ok) {
    const query = new URLSearchParams({ made: made.value.reference })
    return redirect(`/console/promises?${query.toString()}`, { status: 303 })
  }
  const chosen = { currency, invoiceNumbers: entry.numbers }
  const choice = await readChoice(context, visit, account.id, chosen)
  return refuse(describeRefusal(made.failure, choice, visit), made.failure.kind === 'faults' ? 422 : 409)
}

function readEntry(form: URLSearchParams): PromiseEntry {
  const text = (name: string) => form.get(name) ?? ''
  return {
    ...{ numbers: readInvoiceNumbers(form), amount: text('amount'), promisedOn: text('promisedOn') },
    ...{ note: text('note'), isBeyondBounds: form.get('beyond') === '1' },
  }
}

function describeBounds({ policy, dueMinor, currency }: PromiseChoice, { format, today }: ConsoleVisit) {
  return {
    least: format.money(computeLeastPromise(policy, dueMinor), currency),
    due: format.money(dueMinor, currency),
    latest: format.day(findLastPromiseDay(policy, today)),
  }
}

function describeRefusal(refusal: PromiseRefusal, choice: PromiseChoice | null, visit: ConsoleVisit): FieldProblem[] {
  const { t } = visit
  if (refusal.kind !== 'faults' || choice === null) {
    const kind = refusal.kind === 'faults' ? 'unknown_invoice' : refusal.kind
    return [{ fieldId: null, text: t(/* i18n: promise:console.obstacle.* */ `promise:console.obstacle.${kind}`) }]
  }
  const bounds = describeBounds(choice, visit)
  return refusal.faults.map((fault) => ({ fieldId: fault.field, text: describeFault(fault, bounds, t) }))
}

function describeFault(
  { code }: PromiseFault,
  bounds: ReturnType<typeof describeBounds>,
  t: ConsoleVisit['t'],
): string {
  switch (code) {
    // What the creditor's own people may go beyond.
    case 'too_far':
    case 'too_little':
      return t(/* i18n: promise:console.fault.* */ `promise:console.fault.${code}`, bounds)
    default:
      return t(/* i18n: promise:fault.* */ `promise:fault.${code}`, bounds)
  }
}

function readChoice(
  { app }: AppLoadContext,
  { creditor }: ConsoleVisit,
  debtorId: DebtorId,
  chosen: { currency: CurrencyCode; invoiceNumbers: readonly string[] | null },
) {
  return app.readPromiseChoice({ creditorId: creditor.id, debtorId, ...chosen })
}

export const meta: MetaFunction<typeof loader> = ({ data: model }) => [{ title: model?.title ?? 'Quittance' }]

export default function NotePromiseRoute() {
  const { debtor, form, others, formKey } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('promise')
  return (
    <DebtorFormFrame
      debtor={debtor}
      title={t('console.new')}
      lead={t('console.newLead', { debtor: debtor.name })}
      problems={refused?.problems ?? []}
      others={{ label: t('form.others'), currencies: others }}
    >
      {form === null ? (
        <p>{t('console.nothingDue')}</p>
      ) : (
        <PromiseEntryForm
          key={form.currency}
          formKey={refused?.key ?? formKey}
          currency={form.currency}
          currencySign={form.currencySign}
          invoices={form.invoices}
          bounds={form.bounds}
          entry={refused?.entry ?? form.entry}
          problems={refused?.problems ?? []}
        />
      )}
    </DebtorFormFrame>
  )
}
