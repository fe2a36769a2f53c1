/**
 * An access link. GET says who asks, for whom and until when, and changes nothing: mail scanners follow links. POST
 * starts the session, and the redirect takes the token out of the address bar. Opening is never single-use, because
 * scanners press buttons too.
 */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { LinkLetter } from '~/components/link-letter'
import { PageFrame } from '~/components/page-frame'
import { useStaticModel } from '~/components/static-page'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { writeSessionCookie } from '~/platform/http/cookies.server'
import { describeClient, readReader, type Reader } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import type { ShownAccessLink } from '~/use-cases/show-access-link'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const token = params['token'] ?? ''
  const shown = await context.app.showAccessLink(token)
  if (!shown) throw new Response(null, { status: 404 })
  const reader = readReader(request, { locale: shown.link.locale, fallback: shown.creditor.defaultLocale })
  return staticPage(context, { ...describeFrame(shown, reader), load: () => describeLink(shown, reader, token, null) })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { app } = context
  const token = params['token'] ?? ''
  const shown = await app.showAccessLink(token)
  if (!shown) throw new Response(null, { status: 404 })
  const reader = readReader(request, { locale: shown.link.locale, fallback: shown.creditor.defaultLocale })
  const clientHint = describeClient(request, context.clientAddress)
  // Our own forms say what is wanted; a POST that says nothing opens.
  const form = request.headers.has('Content-Type') ? await readForm(request) : new URLSearchParams()

  if (form.get('intent') === 'renew') {
    const limit = await app.limits.linkRenewal.attempt(shown.link.id)
    const renewal = limit.allowed ? await app.requestLinkRenewal({ token, locale: reader.language, clientHint }) : null
    const renewed = renewal === null ? 'too_many' : 'sentTo' in renewal ? 'sent' : renewal.refused
    // It opens the account as it is; the page says so.
    if (renewed === 'usable') return redirect(new URL(request.url).pathname, 303)
    return staticPage(context, {
      ...describeFrame(shown, reader),
      status: renewed === 'sent' ? 200 : renewed === 'too_many' ? 429 : 409,
      load: () => describeLink(shown, reader, token, renewed),
    })
  }

  const limit = await app.limits.linkOpening.attempt(context.clientNetwork)
  if (!limit.allowed)
    throw new Response(null, { status: 429, headers: { 'Retry-After': String(limit.retryAfterSeconds) } })
  const opened = await app.openAccessLink({ token, clientHint })
  if (!opened.ok) {
    const now = await app.showAccessLink(token)
    return staticPage(context, {
      ...describeFrame(shown, reader),
      status: 410,
      load: () => describeLink(now ?? shown, reader, token, null),
    })
  }
  const { sessionToken, expiresAt } = opened.value
  return redirect(getOpenedHref(request), {
    status: 303,
    headers: { 'Set-Cookie': writeSessionCookie('debtor', sessionToken, expiresAt, app.isSecure) },
  })
}

/** A mail about a payment, a dispute or a plan leads to it; no address of anybody's choosing is ever gone to. */
function getOpenedHref(request: Request): string {
  const { searchParams } = new URL(request.url)
  const { data: disputeId } = z.uuid().safeParse(searchParams.get('dispute'))
  if (disputeId !== undefined) return `/disputes/${disputeId}`
  const { data: planId } = z.uuid().safeParse(searchParams.get('plan'))
  if (planId !== undefined) return `/plans/${planId}`
  const { data: paymentId } = z.uuid().safeParse(searchParams.get('payment'))
  return paymentId === undefined ? '/statement' : `/payments/${paymentId}`
}

function describeFrame({ creditor }: ShownAccessLink, { language }: Reader) {
  return { language, title: getTranslate(language)('access:title', { creditor: creditor.name }), brand: creditor.slug }
}

export type RenewalAnswer = 'sent' | 'too_many' | 'unknown' | 'revoked' | 'no_address'

function describeLink(shown: ShownAccessLink, reader: Reader, token: string, renewal: RenewalAnswer | null) {
  const { creditor, link } = shown
  const format = getFormatters(reader.formatLocale, creditor.timeZone)
  return {
    creditor: { name: creditor.name, slug: creditor.slug },
    support: { email: creditor.supportEmail, phone: creditor.supportPhone },
    state: shown.state,
    debtorName: shown.debtorName,
    recipientName: link.recipientName,
    scope: link.scope,
    expires: format.instant(link.expiresAt),
    notForMeHref: `/l/${encodeURIComponent(token)}/not-for-me`,
    renewalAddress: shown.renewalAddress,
    renewal,
  }
}

export default function AccessLinkRoute() {
  const model = useStaticModel<typeof loader>()
  return (
    <PageFrame creditor={model.creditor}>
      <LinkLetter {...model} />
    </PageFrame>
  )
}
