/** Who of the creditor's own people is at the console, and in which language they read it. */
import { redirectDocument, type AppLoadContext } from '@remix-run/node'
import type { CreditorActor } from '~/domain/actor'
import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { isPermitted, type ConsolePermission } from '~/domain/console-role'
import type { Creditor } from '~/domain/creditor'
import { getFormatters, type Formatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import type { ConsoleUser } from '~/use-cases/ports/console-user-repository'
import { readSessionCookie } from './cookies.server'
import { readReader, type Reader } from './debtor-visit.server'

export interface ConsoleVisit extends Reader {
  user: ConsoleUser
  creditor: Creditor
  /** The creditor's calendar day. */
  today: CalendarDay
  /** In the reader's language and the creditor's time zone. What it writes goes to the browser as text. */
  format: Formatters
  t: ReturnType<typeof getTranslate>
  may(permission: ConsolePermission): boolean
}

/** The visit; a redirect to the sign-in for a stranger (a page without scripts, which the console's router cannot show), 403 for one whose role does not permit it. */
export async function requireConsoleVisit(
  request: Request,
  { app, page }: AppLoadContext,
  permission: ConsolePermission = 'records.read',
): Promise<ConsoleVisit> {
  const token = readSessionCookie(request, 'console', app.isSecure)
  const found = token === null ? null : await app.identifyConsoleUser(token)
  if (!found) throw redirectDocument(writeSignInPath(request))
  const { user, creditor } = found
  const reader = readReader(request, { locale: user.locale, fallback: creditor.defaultLocale })
  // The page is written in it, the one that says 403 too.
  page.language = reader.language
  if (!isPermitted(user.role, permission)) throw new Response(null, { status: 403 })
  return {
    ...reader,
    user,
    creditor,
    today: dayOfInstant(app.clock.now(), creditor.timeZone),
    format: getFormatters(reader.formatLocale, creditor.timeZone),
    t: getTranslate(reader.language),
    may: (wanted) => isPermitted(user.role, wanted),
  }
}

/** Whoever is at the console as one side of a dispute, a plan or an agreement. */
export function describeClerk({ creditor, user }: ConsoleVisit): CreditorActor {
  return { side: 'creditor', creditorId: creditor.id, author: `user:${user.id}`, name: user.name }
}

const CONSOLE_PATH = /^\/console(?:[/?]|$)/

/** The sign-in page, which leads back to what was asked for. */
function writeSignInPath(request: Request): string {
  const { pathname, search } = new URL(request.url)
  const isPage = request.method === 'GET' && CONSOLE_PATH.test(pathname)
  return `/console/sign-in?${new URLSearchParams({ next: isPage ? `${pathname.replace(/\.data$/, '')}${search}` : '/console' }).toString()}`
}

/** Where to go after signing in: a page of the console, whatever the address says. */
export function readNextPath(request: Request): string {
  const next = new URL(request.url).searchParams.get('next') ?? ''
  return CONSOLE_PATH.test(next) && !next.includes('\\') ? next : '/console'
}
