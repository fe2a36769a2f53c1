/** Who is visiting, in which language, and on which day: read once for each request of a debtor. */
import { redirect, type AppLoadContext } from '@remix-run/node'
import { LRUCache } from 'lru-cache'
import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { permits, type AccessRight } from '~/domain/access-scope'
import { chooseFormatLocale, chooseLanguage, parseAcceptLanguage, type Language } from '~/i18n/languages'
import type { DebtorVisitRecord } from '~/use-cases/ports/access-repository'
import { runWithClaim, type SessionClaim } from '../session-claim.server'
import { limitSession } from '../session-limit.server'
import { readLanguageCookie, readSessionCookie } from './cookies.server'
import { createRequestNote } from './request-note'
import { readQueryParameter, readRequestUrl } from './request-url'

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
  const chosen = readQueryParameter(request, 'lang') ?? readLanguageCookie(request)
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

const visits = createRequestNote<AppLoadContext, Promise<DebtorVisit | null>>('visit')

/** The visit, or null when nobody is signed in by a link. Read once a request, however often it is asked for. */
export function readDebtorVisit(request: Request, context: AppLoadContext): Promise<DebtorVisit | null> {
  let visit = visits.read(context)
  if (!visit) {
    visit = findVisit(request, context)
    visits.write(context, visit)
  }
  return visit
}

async function findVisit(request: Request, { app }: AppLoadContext): Promise<DebtorVisit | null> {
  const token = readSessionCookie(request, 'debtor', app.isSecure)
  const record = token === null ? null : await app.findVisit(token)
  if (!record) return null
  if (record.isLimited) limitSession(record.linkId)
  return describeVisit(request, app, record)
}

function describeVisit(request: Request, app: AppLoadContext['app'], record: DebtorVisitRecord): DebtorVisit {
  const reader = readReader(request, { locale: record.locale, fallback: record.creditor.defaultLocale })
  return { ...record, ...reader, today: dayOfInstant(app.clock.now(), record.creditor.timeZone) }
}

export interface RecalledVisit {
  readonly visit: DebtorVisit
  readonly claim: SessionClaim
}

const recalledVisits = createRequestNote<AppLoadContext, RecalledVisit | null>('recalled visit')

/** Who visited with this session a moment ago, without asking whether it still stands; null for nobody known. */
export function recallDebtorVisit(request: Request, context: AppLoadContext): RecalledVisit | null {
  let recalled = recalledVisits.read(context)
  if (recalled === undefined) {
    recalled = recall(request, context)
    recalledVisits.write(context, recalled)
  }
  return recalled
}

function recall(request: Request, { app }: AppLoadContext): RecalledVisit | null {
  const token = readSessionCookie(request, 'debtor', app.isSecure)
  const recalled = token === null ? null : app.recallVisit(token)
  return recalled && { visit: describeVisit(request, app, recalled.record), claim: recalled.claim }
}

/**
 * Does what only reads for a visitor who is yet to be confirmed, and tells whether it was. If not, nothing of it may be
 * used, and whoever asks for the visit next has it looked up.
 */
export async function assumeDebtorVisit<Value>(
  context: AppLoadContext,
  { visit, claim }: RecalledVisit,
  work: () => Promise<Value>,
): Promise<{ isConfirmed: boolean }> {
  visits.write(context, Promise.resolve(visit))
  if (visit.isLimited) limitSession(visit.linkId)
  let isConfirmed = false
  try {
    isConfirmed = (await runWithClaim(claim, work)).outcome === 'confirmed'
  } finally {
    if (!isConfirmed) visits.remove(context)
  }
  return { isConfirmed }
}

/** The visit, or a redirect to the page that says how to get in; 403 when the link does not give the right. */
export async function requireDebtorVisit(
  request: Request,
  context: AppLoadContext,
  right: AccessRight = 'view',
): Promise<DebtorVisit> {
  const visit = await readDebtorVisit(request, context)
  if (!visit) throw redirect('/session-ended')
  // What is thrown from here on is read in this language too.
  context.page.language ??= visit.language
  if (!permits(visit.scope, right)) throw new Response(null, { status: 403 })
  return visit
}

/** What two requests must share to be shown the same page; the first part of a static page's key. */
export function getVisitKey(visit: DebtorVisit, request: Request): (string | number)[] {
  const url = readRequestUrl(request)
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
