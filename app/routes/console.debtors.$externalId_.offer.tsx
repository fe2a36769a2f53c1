/** Offering a debtor a settlement: of which invoices, for how much, and by when. */
import { randomUUID } from 'node:crypto'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { DebtorFormFrame } from '~/components/console/debtor-form-frame'
import { InvoiceChoices } from '~/components/console/invoice-choices'
import { OfferFields } from '~/components/offers/offer-parts'
import { parseCurrencyCode } from '~/domain/currency'
import { readInvoiceNumbers } from '~/domain/invoice-choice'
import type { AppLoadContext } from '~/load-context'
import { readConsoleDebtorForm } from '~/platform/http/console-debtor-form.server'
import { requireConsoleDebtor } from '~/platform/http/console-debtor.server'
import { describeClerk, requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'
import {
  describeOfferBounds,
  describeOfferFaults,
  readOfferEntry,
  readOfferTerms,
} from '~/platform/http/offer-view.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'agreements.manage')
  const { creditor, t, format, formatLocale, today } = visit
  const account = await requireConsoleDebtor(context, visit, params['externalId'])
  const { currencies } = await context.app.listPayables({ creditorId: creditor.id, debtorId: account.id })
  const query = new URL(request.url).searchParams
  const asked = parseCurrencyCode(query.get('currency') ?? '')
  const planId = readPlanId(query)
  const currency = asked ?? currencies.find(({ dueNowMinor }) => dueNowMinor > 0)?.currency ?? null
  const choice = currency && (await readChoice(context, visit, account.id, { currency, invoiceNumbers: null, planId }))
  const about = choice && { ...choice, side: 'creditor' as const, invoiceCount: choice.invoices.length, today }
  return {
    title: t('console:pageTitle', { page: t('offer:console.new'), creditor: creditor.name }),
    debtor: { externalId: account.externalId, name: account.name },
    formKey: randomUUID(),
    planId: planId ?? null,
    form:
      choice && about && choice.invoices.length > 0
        ? {
            currency: choice.currency,
            invoices: choice.invoices.map(({ number, dueNowMinor }) => ({
              number,
              due: format.money(dueNowMinor, choice.currency),
            })),
            bounds: describeOfferBounds(choice.policy, about, { format, formatLocale }),
          }
        : null,
    others: currencies.map((each) => each.currency as string).filter((code) => code !== currency),
  }
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args
  const { visit, account, form, key, currency } = await readConsoleDebtorForm(args)
  const { creditor, t, format, formatLocale, today } = visit
  const numbers = readInvoiceNumbers(form)
  const planId = readPlanId(form)
  const entry = readOfferEntry(form)
  const terms = readOfferTerms(t, entry, { currency, formatLocale })
  const refuse = (problems: { fieldId: string | null; text: string }[], status: number) =>
    data({ entry, numbers, problems }, { status })
  if (!terms.ok) return refuse(terms.failure, 422)
  const made = await context.app.makeSettlementOffer({
    ...{ creditorId: creditor.id, debtorId: account.id, offerId: key, currency, text: entry.text },
    ...{ invoiceNumbers: numbers, ...terms.value },
    ...(planId === undefined ? {} : { planId }),
    maker: describeClerk(visit),
  })
  if (made.ok) return redirect(`/console/offers/${made.value.id}?done`, { status: 303 })
  const { failure } = made
  if (failure.kind !== 'faults') {
    const days = format.integer(0)
    const text = t(/* i18n: offer:obstacle.* */ `offer:obstacle.${failure.kind}`, { creditor: creditor.name, days })
    return refuse([{ fieldId: null, text }], 409)
  }
  const choice = await readChoice(context, visit, account.id, { currency, invoiceNumbers: numbers, planId })
  if (!choice) throw new Response(null, { status: 404 })
  const about = { ...choice, side: 'creditor' as const, invoiceCount: choice.invoices.length, today }
  const bounds = describeOfferBounds(choice.policy, about, { format, formatLocale })
  return refuse(describeOfferFaults(t, failure.faults, bounds), 422)
}

function readChoice(
  { app }: AppLoadContext,
  { creditor }: ConsoleVisit,
  debtorId: Parameters<typeof app.readOfferChoice>[0]['debtorId'],
  {
    planId,
    ...asked
  }: Pick<Parameters<typeof app.readOfferChoice>[0], 'currency' | 'invoiceNumbers'> & { planId: string | undefined },
) {
  const plan = planId === undefined ? {} : { planId }
  return app.readOfferChoice({ creditorId: creditor.id, debtorId, side: 'creditor', ...asked, ...plan })
}

/** The plan that the offer is to take the place of. */
function readPlanId(fields: Pick<URLSearchParams, 'get'>): string | undefined {
  return z
    .uuid()
    .optional()
    .catch(undefined)
    .parse(fields.get('plan') ?? undefined)
}

export const meta: MetaFunction<typeof loader> = ({ data: model }) => [{ title: model?.title ?? 'Quittance' }]

export default function NewOfferRoute() {
  const { debtor, formKey, planId, form, others } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('offer')
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
        <Form method="post" className="stack" key={form.currency} noValidate>
          <input type="hidden" name="key" value={formKey} />
          <input type="hidden" name="currency" value={form.currency} />
          {planId === null ? null : (
            <>
              <input type="hidden" name="plan" value={planId} />
              <p>{t('console.replacesLead')}</p>
            </>
          )}
          <InvoiceChoices
            legend={t('console.invoices')}
            invoices={form.invoices}
            isChosen={(number) => refused?.numbers.includes(number) ?? true}
          />
          <OfferFields
            isCreditor
            bounds={form.bounds}
            entry={refused?.entry ?? { amount: '', payByOn: '', text: '' }}
            problems={refused?.problems ?? []}
            amountLabel={t('console.amount')}
            textLabel={t('console.text')}
          />
          <p className="actions">
            <button className="btn">{t('form.send')}</button>
          </p>
        </Form>
      )}
    </DebtorFormFrame>
  )
}
