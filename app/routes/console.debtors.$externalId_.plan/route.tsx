/** Offering a debtor a plan. POST shows what the terms come to, or sends them. */
import { randomUUID } from 'node:crypto'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { DebtorFormFrame } from '~/components/console/debtor-form-frame'
import { PlanOfferForm, type PlanOfferEntry, type ShownPlanOffer } from '~/components/console/plan-offer-form'
import type { FieldProblem } from '~/components/form-field'
import { parseCurrencyCode } from '~/domain/currency'
import { findUnstorableText } from '~/domain/storable-text'
import { readConsoleDebtorForm } from '~/platform/http/console-debtor-form.server'
import { requireConsoleDebtor } from '~/platform/http/console-debtor.server'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { describeTermsRefusal, readPlanTerms } from '~/platform/http/plan-terms-form.server'
import { describeOffered, readOfferEntry, suggestOffer } from './describe-plan-offer.server'

const LONGEST_TEXT = 5000

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'agreements.manage')
  const { creditor, t, format } = visit
  const account = await requireConsoleDebtor(context, visit, params['externalId'])
  const { currencies } = await context.app.listPayables({ creditorId: creditor.id, debtorId: account.id })
  const due = currencies.filter(({ dueNowMinor }) => dueNowMinor > 0)
  const asked = parseCurrencyCode(new URL(request.url).searchParams.get('currency') ?? '')
  const shown = due.find(({ currency }) => currency === asked) ?? due[0]
  const invoices = shown?.invoices.filter(({ dueNowMinor }) => dueNowMinor > 0) ?? []
  return {
    title: t('console:pageTitle', { page: t('agreement:console.offer.title'), creditor: creditor.name }),
    debtor: { externalId: account.externalId, name: account.name },
    form: shown
      ? {
          currency: shown.currency,
          invoices: invoices.map(({ number, dueNowMinor }) => ({
            number,
            due: format.money(dueNowMinor, shown.currency),
          })),
          entry: suggestOffer(
            invoices.map(({ number }) => number),
            shown.currency,
            visit,
          ),
        }
      : null,
    others: due.map(({ currency }) => currency).filter((currency) => currency !== shown?.currency),
    formKey: randomUUID(),
  }
}

interface Answered {
  entry: PlanOfferEntry
  key: string
  problems: FieldProblem[]
  preview: ShownPlanOffer | null
}

const intentSchema = z.enum(['show', 'offer'])

export async function action(args: ActionFunctionArgs) {
  const { context } = args
  const { visit, account, form, key, currency } = await readConsoleDebtorForm(args)
  const { creditor, t, user } = visit
  const intent = intentSchema.safeParse(form.get('intent'))
  if (!intent.success) throw new Response(null, { status: 400 })
  const entry = readOfferEntry(form)
  const refuse = (problems: FieldProblem[]) => {
    const answered: Answered = { entry, key, problems, preview: null }
    return data(answered, { status: 422 })
  }
  const read = readPlanTerms(form, visit, currency)
  const isTextFit = entry.text.length <= LONGEST_TEXT && findUnstorableText(entry.text) === null
  const problems = [
    ...read.problems,
    ...(entry.numbers.length > 0 ? [] : [{ fieldId: null, text: t('agreement:console.offer.none') }]),
    ...(isTextFit ? [] : [{ fieldId: 'text', text: t('agreement:problem.text_long') }]),
  ]
  if (!read.terms || problems.length > 0) return refuse(problems)
  const terms = {
    creditorId: creditor.id,
    debtorId: account.id,
    currency,
    invoiceNumbers: entry.numbers,
    ...read.terms,
  }
  if (intent.data === 'show') {
    const previewed = await context.app.previewPlanOffer(terms)
    if (!previewed.ok) return refuse(describeTermsRefusal(previewed.failure, visit, currency))
    const answered: Answered = { entry, key, problems: [], preview: describeOffered(previewed.value, visit) }
    return data(answered)
  }
  const offered = await context.app.offerPlan({
    ...terms,
    ...{ idempotencyKey: `form ${key}`, text: entry.text, author: `user:${user.id}`, name: user.name },
  })
  if (!offered.ok) return refuse(describeTermsRefusal(offered.failure, visit, currency))
  return redirect(`/console/plans/${offered.value.id}?done=offer`, { status: 303 })
}

export const meta: MetaFunction<typeof loader> = ({ data: model }) => [{ title: model?.title ?? 'Quittance' }]

export default function OfferPlanRoute() {
  const { debtor, form, others, formKey } = useLoaderData<typeof loader>()
  const answered = useActionData<typeof action>()
  const { t } = useTranslation(['agreement', 'offer'])
  return (
    <DebtorFormFrame
      debtor={debtor}
      title={t('console.offer.title')}
      lead={t('console.offer.lead', { debtor: debtor.name })}
      problems={answered?.problems ?? []}
      others={{ label: t('offer:form.others'), currencies: others }}
    >
      {form === null ? (
        <p>{t('console.offer.nothingDue')}</p>
      ) : (
        <PlanOfferForm
          key={form.currency}
          formKey={answered?.key ?? formKey}
          currency={form.currency}
          invoices={form.invoices}
          entry={answered?.entry ?? form.entry}
          problems={answered?.problems ?? []}
          preview={answered?.preview ?? null}
        />
      )}
    </DebtorFormFrame>
  )
}
