/** One settlement as its creditor sees it, and the answers it can give. */
import { randomUUID } from 'node:crypto'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Badge } from '~/components/badge'
import { Callout } from '~/components/callout'
import { ErrorSummary } from '~/components/form-field'
import { OfferFacts, OfferFields, OfferHistory, OfferInvoices } from '~/components/offers/offer-parts'
import { OFFER_TONES } from '~/components/offers/shown-offer'
import { TitleBlock } from '~/components/title-block'
import { describeClerk, requireConsoleVisit } from '~/platform/http/console-visit.server'
import {
  describeOffer,
  describeOfferBounds,
  describeOfferEntry,
  describeOfferFaults,
  readOfferEntry,
  readOfferTerms,
} from '~/platform/http/offer-view.server'
import { readForm } from '~/platform/http/request-body.server'
import type { OfferAnswer } from '~/use-cases/answer-settlement-offer'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t, format, formatLocale, today } = visit
  const view = await context.app.readSettlementOffer({ creditorId: creditor.id, offerId: readId(params) })
  if (!view) throw new Response(null, { status: 404 })
  const { offer, entries, policy } = view
  const { currency, owedMinor, reference } = offer
  const about = { side: 'creditor', currency, owedMinor, invoiceCount: offer.invoices.length, today } as const
  return {
    title: t('console:pageTitle', { page: t('offer:one.title', { reference }), creditor: creditor.name }),
    offer: describeOffer(offer, format),
    entries: entries.map((entry) => describeOfferEntry(entry, { offer, creditorName: creditor.name, format })),
    bounds: describeOfferBounds(policy, about, { format, formatLocale }),
    entry: { amount: format.amount(offer.offeredMinor, currency), payByOn: offer.payByOn as string, text: '' },
    mayManage: visit.may('agreements.manage'),
    /** Of the form: sent twice it is one step. */
    formKey: randomUUID(),
    isDone: new URL(request.url).searchParams.has('done'),
  }
}

const intentSchema = z.enum(['accept', 'counter', 'decline', 'withdraw'])

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'agreements.manage')
  const { creditor, t, format, formatLocale, today } = visit
  const offerId = readId(params)
  const form = await readForm(request)
  const intent = intentSchema.safeParse(form.get('intent'))
  const view = await context.app.readSettlementOffer({ creditorId: creditor.id, offerId })
  if (!view) throw new Response(null, { status: 404 })
  const key = z.uuid().safeParse(form.get('key'))
  if (!intent.success || !key.success) throw new Response(null, { status: 400 })
  const entry = readOfferEntry(form)
  const { offer, policy } = view
  let answer: OfferAnswer
  if (intent.data === 'counter') {
    const terms = readOfferTerms(t, entry, { currency: offer.currency, formatLocale })
    if (!terms.ok) return data({ entry, problems: terms.failure }, { status: 422 })
    answer = { step: 'countered', ...terms.value }
  } else {
    const steps = { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' } as const
    answer = { step: steps[intent.data] }
  }
  const answered = await context.app.answerSettlementOffer({
    ...{ actor: describeClerk(visit), offerId, entryId: key.data, answer, text: entry.text },
  })
  if (answered.ok) return redirect(`/console/offers/${offerId}?done`, { status: 303 })
  const about = { side: 'creditor', invoiceCount: offer.invoices.length, today } as const
  const bounds = describeOfferBounds(policy, { ...offer, ...about }, { format, formatLocale })
  const problems =
    answered.failure.kind === 'faults'
      ? describeOfferFaults(t, answered.failure.faults, bounds)
      : [{ fieldId: null, text: t('offer:fault.not_possible') }]
  return data({ entry, problems }, { status: answered.failure.kind === 'faults' ? 422 : 409 })
}

/** After a refusal too: what the page shows may be what was changed meanwhile. */
export const shouldRevalidate = () => true

export const meta: MetaFunction<typeof loader> = ({ data: model }) => [{ title: model?.title ?? 'Quittance' }]

function readId(params: Readonly<Record<string, string | undefined>>): string {
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) throw new Response(null, { status: 404 })
  return id.data
}

export default function OfferRoute() {
  const { offer, entries, bounds, entry, mayManage, formKey, isDone } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('offer')
  const problems = refused?.problems ?? []
  return (
    <>
      <Link className="back" to="/console/offers">
        {t('console.title')}
      </Link>
      <TitleBlock title={t('one.title', { reference: offer.reference })}>
        <p>
          <Link to={`/console/debtors/${encodeURIComponent(offer.debtor.externalId)}`}>
            <bdi>{offer.debtor.name}</bdi>
          </Link>{' '}
          <Badge tone={OFFER_TONES[offer.status]}>{t(`status.${offer.status}`)}</Badge>
        </p>
      </TitleBlock>
      <div className="stack">
        <ErrorSummary problems={problems} />
        {isDone && !refused ? <Callout tone="good">{t('console.saved')}</Callout> : null}
        {offer.status === 'broken' ? (
          <Callout tone="warn">{t(`one.broken.${offer.endedReason ?? 'not_paid'}`)}</Callout>
        ) : null}
        {offer.agreementSha256 === null ? null : (
          <p>
            <a href={`/console/offers/${offer.id}/agreement.pdf`}>{t('one.agreement')}</a>
          </p>
        )}
        <OfferFacts offer={offer} />
        <OfferInvoices offer={offer} />
        {mayManage && (offer.status === 'proposed' || offer.status === 'offered') ? (
          <Form method="post" className="card stack" key={`${offer.status} ${offer.offered} ${offer.payBy}`} noValidate>
            <input type="hidden" name="key" value={formKey} />
            {offer.status === 'proposed' ? (
              <>
                <OfferFields
                  isCreditor
                  bounds={bounds}
                  entry={refused?.entry ?? entry}
                  problems={problems}
                  amountLabel={t('console.amount')}
                  textLabel={t('console.text')}
                />
                <p className="hint">{t('console.acceptHint')}</p>
                <p className="actions">
                  <button className="btn" name="intent" value="accept">
                    {t('console.accept')}
                  </button>
                  <button className="btn quiet" name="intent" value="counter">
                    {t('one.counter')}
                  </button>
                  <button className="btn quiet" name="intent" value="decline">
                    {t('one.decline')}
                  </button>
                </p>
              </>
            ) : (
              <p className="actions">
                <button className="btn quiet" name="intent" value="withdraw">
                  {t('one.withdraw')}
                </button>
              </p>
            )}
          </Form>
        ) : null}
        <OfferHistory entries={entries} />
      </div>
    </>
  )
}
