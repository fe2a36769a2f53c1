/** A payment as its creditor sees it: what it settled, what the provider keeps, what went back, and how to give it back. */
import { randomUUID } from 'node:crypto'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Callout } from '~/components/callout'
import { PaymentView } from '~/components/console/payment-view'
import { ReversalForm } from '~/components/console/reversal-form'
import { ErrorSummary } from '~/components/form-field'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { changePayment } from './change-payment.server'
import { describeCreditRefund, describePayment } from './describe-payment.server'

const doneSchema = z.enum(['refund', 'correct', 'recorded']).nullable().catch(null)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t } = visit
  const found = await context.app.readCreditorPayment({ creditorId: creditor.id, paymentId: readId(params) })
  if (!found) throw new Response(null, { status: 404 })
  const { searchParams } = new URL(request.url)
  const page = t('money:payment.title', { reference: found.payment.reference })
  return {
    title: t('console:pageTitle', { page, creditor: creditor.name }),
    payment: describePayment(found, visit),
    credit: describeCreditRefund(found, searchParams.get('credit'), visit),
    mayManage: visit.may('payments.manage'),
    done: doneSchema.parse(searchParams.get('done')),
    /** Of the form: sent twice it is one request. */
    key: randomUUID(),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'payments.manage')
  const id = readId(params)
  const found = await context.app.readCreditorPayment({ creditorId: visit.creditor.id, paymentId: id })
  if (!found) throw new Response(null, { status: 404 })
  const change = await changePayment(context.app, visit, found, await readForm(request))
  if (!change) throw new Response(null, { status: 400 })
  if (change.problems.length > 0) return data(change, { status: 422 })
  return redirect(`/console/payments/${id}?done=${change.intent}`, { status: 303 })
}

function readId(params: Readonly<Record<string, string | undefined>>): string {
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) throw new Response(null, { status: 404 })
  return id.data
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function PaymentRoute() {
  const { payment, credit, mayManage, done, key } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('money')
  const form = { formKey: key, currencySign: payment.currencySign, refundable: payment.refundable }
  const problemsOf = (intent: string) => (refused?.intent === intent ? refused.problems : [])
  const entryOf = (intent: string) => (refused?.intent === intent ? refused.entry : null)
  return (
    <>
      <Link className="back" to={`/console/debtors/${encodeURIComponent(payment.debtor.externalId)}`}>
        {payment.debtor.name}
      </Link>
      <PaymentView
        payment={payment}
        mayManage={mayManage}
        notice={
          <>
            <ErrorSummary problems={refused?.problems ?? []} />
            {done !== null && !refused ? <Callout tone="good">{t(`done.${done}`)}</Callout> : null}
          </>
        }
      >
        {mayManage && payment.canRefund && payment.refundable !== null ? (
          <ReversalForm
            key={`refund ${credit?.id ?? ''} ${done ?? ''}`}
            {...form}
            intent="refund"
            credit={credit}
            problems={problemsOf('refund')}
            entry={entryOf('refund')}
          />
        ) : null}
        {mayManage && payment.canCorrect && payment.refundable !== null ? (
          <ReversalForm
            key={`correct ${credit?.id ?? ''} ${done ?? ''}`}
            {...form}
            intent="correct"
            credit={credit}
            problems={problemsOf('correct')}
            entry={entryOf('correct')}
          />
        ) : null}
      </PaymentView>
    </>
  )
}
