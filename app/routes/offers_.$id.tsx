/** One settlement. POST agrees to it by a mailed code, proposes other terms, or ends it. */
import { randomUUID } from 'node:crypto'
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { OfferPage, type OfferPageProps } from '~/components/offers/offer-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { writeChoiceAddress } from '~/domain/payment-selection-query'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import type { AppLoadContext } from '~/load-context'
import { describeActor, getAccount } from '~/platform/http/debtor-account.server'
import { describeClient, requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import {
  describeOffer,
  describeOfferBounds,
  describeOfferEntry,
  describeOfferFaults,
  readOfferEntry,
  readOfferTerms,
} from '~/platform/http/offer-view.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import type { AgreeRefusal } from '~/use-cases/agree-settlement-offer'
import type { OfferAnswer, OfferAnswerRefusal } from '~/use-cases/answer-settlement-offer'
import type { OfferView } from '~/use-cases/read-settlement-offers'

interface Shown extends Partial<Pick<OfferPageProps, 'problems' | 'entry' | 'codeSentTo' | 'codeProblem'>> {
  refusal?: OfferAnswerRefusal
  status?: number
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  // An action that shows the page itself has settled it.
  if (context.page.model !== null) return null
  return show(context, visit, readId(params), {})
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'agree')
  const offerId = readId(params)
  const form = await readForm(request)
  const entryId = readKey(form)
  const t = getTranslate(visit.language)
  switch (form.get('intent')) {
    case 'code':
      return askForCode(context, visit, offerId)
    case 'agree': {
      const agreed = await context.app.agreeSettlementOffer({
        ...{
          ...getAccount(visit),
          offerId,
          entryId,
          linkId: visit.linkId,
          scope: visit.scope,
          name: visit.recipientName,
        },
        read: { offeredMinor: Number(form.get('readAmount')), payByOn: form.get('readDay') ?? '' },
        ...{ sessionId: visit.sessionId, code: form.get('code') ?? '' },
        clientHint: describeClient(request, context.clientAddress),
        language: { language: visit.language, formatLocale: visit.formatLocale },
      })
      if (agreed.ok) return redirect(`/offers/${offerId}`, { status: 303 })
      return showRefused(context, visit, offerId, agreed.failure, form.get('codeSentTo'))
    }
    case 'counter': {
      const entry = readOfferEntry(form)
      const view = await context.app.readSettlementOffer({ ...getAccount(visit), offerId })
      if (!view) throw new Response(null, { status: 404 })
      const reading = { currency: view.offer.currency, formatLocale: visit.formatLocale }
      const terms = readOfferTerms(t, entry, reading)
      if (!terms.ok) return show(context, visit, offerId, { entry, problems: terms.failure, status: 422 })
      return answer(context, visit, { offerId, entryId }, { step: 'countered', ...terms.value }, entry)
    }
    case 'decline':
      return answer(context, visit, { offerId, entryId }, { step: 'declined' }, readOfferEntry(form))
    case 'withdraw':
      return answer(context, visit, { offerId, entryId }, { step: 'withdrawn' }, readOfferEntry(form))
    default:
      throw new Response(null, { status: 400 })
  }
}

async function answer(
  context: AppLoadContext,
  visit: DebtorVisit,
  { offerId, entryId }: { offerId: string; entryId: string },
  given: OfferAnswer,
  entry: OfferPageProps['entry'],
) {
  const answered = await context.app.answerSettlementOffer({
    ...{ actor: describeActor(visit), offerId, entryId, answer: given, text: entry.text },
  })
  if (answered.ok) return redirect(`/offers/${offerId}`, { status: 303 })
  if (answered.failure.kind === 'unknown_offer') throw new Response(null, { status: 404 })
  const status = answered.failure.kind === 'faults' ? 422 : 409
  return show(context, visit, offerId, { entry, refusal: answered.failure, status })
}

async function askForCode(context: AppLoadContext, visit: DebtorVisit, offerId: string) {
  const issued = await context.app.issueOneTimeCode({
    ...getAccount(visit),
    sessionId: visit.sessionId,
    recipientEmail: visit.recipientEmail,
    purpose: 'agree_settlement',
    locale: visit.formatLocale,
  })
  if (issued.ok) return show(context, visit, offerId, { codeSentTo: issued.value.sentTo })
  const t = getTranslate(visit.language)
  const codeProblem =
    issued.failure === 'too_many'
      ? t('delegation:code.tooMany')
      : t('delegation:code.noAddress', { creditor: visit.creditor.name })
  return show(context, visit, offerId, { codeProblem, status: 409 })
}

function showRefused(
  context: AppLoadContext,
  visit: DebtorVisit,
  offerId: string,
  refusal: AgreeRefusal,
  codeSentTo: string | null,
) {
  const t = getTranslate(visit.language)
  if (refusal.kind === 'unknown_offer') throw new Response(null, { status: 404 })
  if (refusal.kind === 'code') {
    const text = t(/* i18n: delegation:code.fault.* */ `delegation:code.fault.${refusal.fault}`)
    const problems = [{ fieldId: 'code', text }]
    return show(context, visit, offerId, { problems, codeSentTo: codeSentTo ?? '', status: 422 })
  }
  const text = refusal.kind === 'changed' ? t('offer:fault.changed') : t('offer:fault.not_possible')
  return show(context, visit, offerId, { problems: [{ fieldId: null, text }], status: 409 })
}

function show(context: AppLoadContext, visit: DebtorVisit, offerId: string, shown: Shown) {
  const { creditor, language, scope } = visit
  return staticPage(context, {
    ...{ language, brand: creditor.slug, status: shown.status ?? 200 },
    title: getTranslate(language)('offer:pageTitle.one', { reference: '', creditor: creditor.name }),
    async load() {
      const view = await context.app.readSettlementOffer({ ...getAccount(visit), offerId })
      if (!view) throw new Response(null, { status: 404 })
      return { creditor, scope, page: describePage(visit, view, shown) }
    },
  })
}

function describePage(visit: DebtorVisit, { offer, entries, policy }: OfferView, shown: Shown): OfferPageProps {
  const { creditor, formatLocale, scope, today } = visit
  const t = getTranslate(visit.language)
  const format = getFormatters(formatLocale, creditor.timeZone)
  const { currency, owedMinor, offeredMinor, payByOn } = offer
  const about = { side: 'debtor', currency, owedMinor, invoiceCount: offer.invoices.length, today } as const
  const bounds = describeOfferBounds(policy, about, { format, formatLocale })
  const { refusal } = shown
  const items = offer.invoices.map(({ number, amountMinor }) => ({ number, amountMinor }))
  const isPayable = offer.status === 'agreed' && today <= payByOn && permits(scope, 'pay')
  const purpose = { kind: 'settlement_offer', id: offer.id } as const
  return {
    creditorName: creditor.name,
    offer: describeOffer(offer, format),
    entries: entries.map((entry) => describeOfferEntry(entry, { offer, creditorName: creditor.name, format })),
    read: { offeredMinor, payByOn },
    formKey: randomUUID(),
    mayAgree: permits(scope, 'agree'),
    payHref: isPayable ? writeChoiceAddress('/pay/review', { kind: 'invoices', items }, 'none', purpose) : null,
    bounds,
    problems: [
      ...(shown.problems ?? []),
      ...describeOfferFaults(t, refusal?.kind === 'faults' ? refusal.faults : [], bounds),
      ...(refusal && refusal.kind !== 'faults' ? [{ fieldId: null, text: t('offer:fault.not_possible') }] : []),
    ],
    entry: shown.entry ?? { amount: format.amount(offeredMinor, currency), payByOn, text: '' },
    codeSentTo: shown.codeSentTo ?? null,
    codeProblem: shown.codeProblem ?? null,
  }
}

function readId(params: Readonly<Record<string, string | undefined>>): string {
  const id = z.uuid().safeParse(params['id'])
  if (!id.success) throw new Response(null, { status: 404 })
  return id.data
}

/** A form of ours has one; what comes without is a step of its own. */
function readKey(form: URLSearchParams): string {
  return z.uuid().safeParse(form.get('key')).data ?? randomUUID()
}

export default function OfferRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} narrow>
      <OfferPage {...page} />
    </AccountFrame>
  )
}
