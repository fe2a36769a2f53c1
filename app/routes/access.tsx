/**
 * Who can open the account and who has been there. POST takes back a link that stands below the visitor's, or reports
 * one that nobody knows.
 */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccessPage, type AccessPageProps, type ShownLink } from '~/components/access/access-page'
import { AccountFrame } from '~/components/account-frame'
import { useStaticModel } from '~/components/static-page'
import { getAccessLinkState, maskEmail, type AccessLink } from '~/domain/access-link'
import { permits } from '~/domain/access-scope'
import type { AccessLinkId } from '~/domain/ids'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { describeClient, requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'

/** Links that come with a mail about something else. */
const OCCASIONS = ['dispute', 'payment', 'renewal'] as const

const NOTICES = ['forwarded', 'withdrawn', 'reported', 'limit'] as const

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { app } = context
  const { creditor, language, scope, linkId } = visit
  const format = getFormatters(visit.formatLocale, creditor.timeZone)
  const now = app.clock.now()
  const query = new URL(request.url).searchParams
  const mayPay = permits(scope, 'pay')
  const describe = (link: AccessLink, isBelow: boolean, forwardedBy: string | null): ShownLink => {
    const state = getAccessLinkState(link, now)
    const isOwn = link.id === linkId
    return {
      id: link.id,
      name: link.recipientName,
      // Whom the creditor wrote to is no business of every reader; whom one invited oneself, one knows.
      email:
        link.recipientEmail === null ? null : isBelow || isOwn ? link.recipientEmail : maskEmail(link.recipientEmail),
      scope: link.scope,
      documentCount: link.delegation?.invoiceIds?.length ?? null,
      caps: (link.delegation?.caps ?? []).map((cap) => format.money(cap.amountMinor, cap.currency)),
      occasion: OCCASIONS.find((occasion) => occasion === link.issuedBy) ?? null,
      issuedAt: format.instant(link.createdAt),
      validUntil: format.instant(link.expiresAt),
      forwardedBy,
      state,
      canWithdraw: isBelow && state === 'usable',
      canReport: !isBelow && !isOwn && state === 'usable',
    }
  }
  // Not kept: visits change it without changing the account.
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('delegation:access.pageTitle', { creditor: creditor.name }),
    async load() {
      const { own, links, log } = await app.readAccess({ ...getAccount(visit), linkId }, { page: readLogPage(query) })
      const { limits } = await app.readApprovals(getAccount(visit))
      const page: AccessPageProps = {
        creditorName: creditor.name,
        own: describe(own, false, null),
        links: links.map(({ link, isBelow, forwardedBy }) => describe(link, isBelow, forwardedBy)),
        log: {
          ...{ page: log.page, pageCount: log.pageCount, pageSize: log.pageSize, total: log.total },
          items: log.lines.map(({ at, recipientName, ...entry }) => ({
            ...entry,
            recipient: recipientName,
            at: format.instant(at),
          })),
        },
        format,
        notice: NOTICES.find((notice) => query.has(notice)) ?? null,
        limits: mayPay ? limits.map(({ limitMinor, currency }) => format.money(limitMinor ?? 0, currency)) : null,
        canChangeLimits:
          mayPay &&
          (own.delegation === null || (own.delegation.invoiceIds === null && own.delegation.caps.length === 0)),
      }
      return { creditor, scope, page }
    },
  })
}

/** A page of the log, from 1. */
function readLogPage(query: URLSearchParams): number {
  const asked = query.get('log') ?? ''
  return /^[1-9]\d{0,6}$/.test(asked) ? Number(asked) : 1
}

const actionSchema = z.object({ intent: z.enum(['withdraw', 'report']), link: z.uuid() })

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const form = actionSchema.safeParse(Object.fromEntries(await readForm(request)))
  if (!form.success) throw new Response(null, { status: 400 })
  const { app } = context
  const input = {
    ...getAccount(visit),
    linkId: visit.linkId,
    target: form.data.link as AccessLinkId,
    clientHint: describeClient(request, context.clientAddress),
  }
  if (form.data.intent === 'withdraw') {
    if (!(await app.revokeForwardedLink(input))) throw new Response(null, { status: 404 })
    return redirect('/access?withdrawn', { status: 303 })
  }
  // Reporting it again the same day tells nobody anything new.
  const limit = await app.limits.linkReport.attempt(input.target)
  if (limit.allowed && !(await app.reportAccessLink(input))) throw new Response(null, { status: 404 })
  return redirect('/access?reported', { status: 303 })
}

export default function AccessRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} narrow>
      <AccessPage {...page} />
    </AccountFrame>
  )
}
