/** The portal's cookies. Names carry `__Host-` where the portal is reached over TLS, so no other host can set them. */
import { parseCookie, stringifySetCookie } from 'cookie'
import { createRequestNote } from './request-note'

export type SessionKind = 'debtor' | 'console'

const COOKIE_NAMES: Readonly<Record<SessionKind, string>> = {
  debtor: 'quittance-session',
  console: 'quittance-console',
}

function cookieName(kind: SessionKind, secure: boolean): string {
  return secure ? `__Host-${COOKIE_NAMES[kind]}` : COOKIE_NAMES[kind]
}

/** The session's secret from the request, or null. */
export function readSessionCookie(request: Request, kind: SessionKind, secure: boolean): string | null {
  const value = readCookies(request)[cookieName(kind, secure)]
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : null
}

/** A `Set-Cookie` that keeps the session until `expiresAt`. */
export function writeSessionCookie(kind: SessionKind, secret: string, expiresAt: Date, secure: boolean): string {
  return stringifySetCookie({
    name: cookieName(kind, secure),
    value: secret,
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    expires: expiresAt,
  })
}

export function clearSessionCookie(kind: SessionKind, secure: boolean): string {
  return stringifySetCookie({
    name: cookieName(kind, secure),
    value: '',
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    maxAge: 0,
  })
}

/** The language the reader chose with the switcher, if any. */
export function readLanguageCookie(request: Request): string | null {
  return readCookies(request)['lang'] ?? null
}

const cookies = createRequestNote<Request, ReturnType<typeof parseCookie>>('cookies')

function readCookies(request: Request): ReturnType<typeof parseCookie> {
  let parsed = cookies.read(request)
  if (!parsed) {
    parsed = parseCookie(request.headers.get('Cookie') ?? '')
    cookies.write(request, parsed)
  }
  return parsed
}
