/** Who is visiting, in which language, and on which day: read once for each request of a debtor. */
import { redirect, type AppLoadContext } from '@remix-run/node'
import { LRUCache } from 'lru-cache'
import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { permits, type AccessRight } from '~/domain/access-scope'
import { chooseFormatLocale, chooseLanguage, parseAcceptLanguage, type Language } from '~/i18n/languages'
import type { DebtorVisitRecord } from '~/use-cases/ports/access-repository'
import { limitSession } from '../session-limit.server'
import { readLanguageCookie, readSessionCookie } from './cookies.server'

export interface Reader {
  /** Of the texts. */
  language: Language
  /** BCP 47 tag of numbers and dates. */
  formatLocale: string
}

export interface DebtorVisit extends DebtorVisitRecord, Reader {
  /** The creditor's calendar day. */
  today: CalendarDay
}

/**
 * The reader's language: what was just chosen, else chosen before, else the link's, else the browser's, else the
 * creditor's. `known` is the link's or session's locale and the creditor's own.
 */
export function readReader(request: Request, known: { locale: string | null; fallback: string | null }): Reader {
  const chosen = new URL(request.url).searchParams.get('lang') ?? readLanguageCookie(request)
  const accepted = request.headers.get('Accept-Language')
  const key = JSON.stringify([chosen, known, accepted])
  let reader = readers.get(key)
  if (!reader) {
    reader = chooseReader([chosen, known.locale, ...parseAcceptLanguage(accepted), known.fallback])
    readers.set(key, reader)
  }
  return reader
}

/** Wishes come from requests in a few combinations; choosing among languages is costly. */
const readers = new LRUCache<string, Reader>({ max: 1000 })

function chooseReader(wanted: readonly (string | null)[]): Reader {
  const wishes = wanted.filter((wish): wish is string => wish !== null && wish !== '')
  const language = chooseLanguage(wishes)
  return { language, formatLocale: chooseFormatLocale(language, wishes) }
}

const visits = new WeakMap<AppLoadContext, Promise<DebtorVisit | null>>()

/** The visit, or null when nobody is signed in by a link. Read once a request, however often it is asked for. */
export function readDebtorVisit(request: Request, context: AppLoadContext): Promise<DebtorVisit | null> {
  let visit = visits.get(context)
  if (!visit) {
    visit = findVisit(request, context)
    visits.set(context, visit)
  }
  return visit
}

async function findVisit(request: Request, { app }: AppLoadContext): Promise<DebtorVisit | null> {
  const token = readSessionCookie(request, 'debtor', app.isSecure)
  if (token === null) return null
  const record = await app.findVisit(token)
  if (!record) return null
  if (record.isLimited) limitSession(record.linkId)
  const reader = readReader(request, { locale: record.locale, fallback: record.creditor.defaultLocale })
  return { ...record, ...reader, today: dayOfInstant(app.clock.now(), record.creditor.timeZone) }
}

/** The visit, or a redirect to the page that says how to get in; 403 when the link does not give the right. */
export async function requireDebtorVisit(
  request: Request,
  context: AppLoadContext,
  right: AccessRight = 'view',
): Promise<DebtorVisit> {
  const visit = await readDebtorVisit(request, context)
  if (!visit) throw redirect('/session-ended')
  if (!permits(visit.scope, right)) throw new Response(null, { status: 403 })
  return visit
}

/** What two requests must share to be shown the same page; the first part of a static page's key. */
export function getVisitKey(visit: DebtorVisit, request: Request): (string | number)[] {
  const url = new URL(request.url)
  return [
    visit.linkId,
    visit.version,
    visit.language,
    visit.formatLocale,
    visit.today,
    visit.scope.join(),
    url.pathname,
    url.search,
  ]
}

/** "Firefox, 192.0.2.x": the browser's family and the address without its last part. */
export function describeClient(request: Request, address: string): string {
  const agent = request.headers.get('User-Agent') ?? ''
  const family = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(agent)?.[1] ?? 'other'
  const network = address.includes(':')
    ? `${address.split(':').slice(0, 3).join(':')}:…`
    : address.replace(/\.\d+$/, '.…')
  return `${family}, ${network}`
}
