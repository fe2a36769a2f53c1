/** Enters money that the creditor received on another way. */
import { randomUUID } from 'node:crypto'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { DebtorFormFrame } from '~/components/console/debtor-form-frame'
import { ManualPaymentForm, type ManualEntry } from '~/components/console/manual-payment-form'
import type { FieldProblem } from '~/components/form-field'
import { requireConsoleDebtor } from '~/platform/http/console-debtor.server'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { describeRefusal, readEntry, readManualPayment } from './read-manual-form.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'payments.manage')
  const { creditor, format, t, today } = visit
  const debtor = await requireConsoleDebtor(context, visit, params['externalId'])
  const { currencies } = await context.app.listPayables({ creditorId: creditor.id, debtorId: debtor.id })
  const codes = currencies.map(({ currency }) => currency)
  return {
    title: t('console:pageTitle', { page: t('money:manual.title'), creditor: creditor.name }),
    debtor: { externalId: debtor.externalId, name: debtor.name },
    currencies: [...new Set([...codes, creditor.defaultCurrency])],
    invoices: currencies.flatMap(({ currency, invoices }) =>
      invoices.map((invoice) => ({
        number: invoice.number,
        dueOn: format.day(invoice.dueOn),
        open: format.money(invoice.openMinor, currency),
      })),
    ),
    today,
    /** Of the form: sent twice it is one payment. */
    key: randomUUID(),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'payments.manage')
  const form = await readForm(request)
  const key = z.uuid().safeParse(form.get('key'))
  if (!key.success) throw new Response(null, { status: 400 })
  const entry = readEntry(form)
  const refuse = (problems: FieldProblem[]) => data({ entry, problems }, { status: 422 })
  const typed = readManualPayment(entry, visit)
  if (Array.isArray(typed)) return refuse(typed)
  const recorded = await context.app.recordManualPayment({
    ...typed,
    creditorId: visit.creditor.id,
    debtorExternalId: params['externalId'] ?? '',
    idempotencyKey: `form ${key.data}`,
    recordedBy: `user:${visit.user.id}`,
  })
  if (recorded.ok) return redirect(`/console/payments/${recorded.value.id}?done=recorded`, { status: 303 })
  if (recorded.failure.kind === 'unknown_debtor') throw new Response(null, { status: 404 })
  return refuse([describeRefusal(recorded.failure, visit)])
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function RecordPaymentRoute() {
  const { debtor, currencies, invoices, today, key } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('money')
  const fresh: ManualEntry = {
    ...{ currency: currencies[0] ?? '', amount: '', way: 'bank_transfer', receivedOn: today },
    ...{ externalReference: '', note: '', invoices: [] },
  }
  return (
    <DebtorFormFrame
      debtor={debtor}
      title={t('manual.title')}
      lead={t('manual.lead')}
      problems={refused?.problems ?? []}
    >
      <ManualPaymentForm
        formKey={key}
        currencies={currencies}
        invoices={invoices}
        latestDay={today}
        entry={refused?.entry ?? fresh}
        problems={refused?.problems ?? []}
      />
    </DebtorFormFrame>
  )
}
