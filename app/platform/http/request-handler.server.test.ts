/** What stands before every route: whose forms are taken, what every answer forbids, what the log never has. */
import type { AppLoadContext } from '@remix-run/node'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { ReadyAnswer } from './ready-answer.server'
import { createPortalHandler } from './request-handler.server'
import { isAllowedOrigin } from './security-headers.server'

const PUBLIC = 'https://pay.example'

interface LogLine {
  path: string
  status: number
}

function createHandler(publicOrigin = PUBLIC) {
  const lines: LogLine[] = []
  const handle = createPortalHandler({
    build: () => Promise.reject(new Error('no route is to be asked')),
    mode: 'production',
    publicOrigin,
    formTargets: ['https://checkout.stripe.com'],
    logger: pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) }),
    app: {} as AppLoadContext['app'],
  })
  return { lines, ask: (request: Request) => handle(request, { address: '192.0.2.7' }) }
}

const post = (path: string, headers: Record<string, string>) =>
  new Request(`${PUBLIC}${path}`, { method: 'POST', headers })

describe('a form of other pages', () => {
  it.each([
    ['another origin', { Origin: 'https://evil.example', Cookie: 'quittance-session=a' }],
    ['another origin, and no session', { Origin: 'https://evil.example' }],
    ['a subdomain', { Origin: 'https://a.pay.example' }],
    ['another scheme', { Origin: 'http://pay.example' }],
    ['an opaque origin', { Origin: 'null' }],
    ['none said, with a session', { Cookie: 'quittance-session=a' }],
    ['none said, with a session, of another site', { Cookie: 'quittance-session=a', 'Sec-Fetch-Site': 'cross-site' }],
  ])('is refused before any route is asked: %s', async (_, headers) => {
    expect((await createHandler().ask(post('/leave', headers))).status).toBe(403)
  })

  it.each([
    ['our own', { Origin: PUBLIC, Cookie: 'quittance-session=a' }],
    ['an API, which has no cookies', { Authorization: 'Bearer key' }],
    ['an old browser of ours', { Cookie: 'quittance-session=a', 'Sec-Fetch-Site': 'same-origin' }],
  ])('is told from %s', (_, headers) => {
    expect(isAllowedOrigin(post('/leave', headers), PUBLIC)).toBe(true)
  })

  it('is none where nothing is changed', () => {
    const request = new Request(`${PUBLIC}/statement`, { headers: { Origin: 'https://evil.example' } })
    expect(isAllowedOrigin(request, PUBLIC)).toBe(true)
  })
})

describe('every answer', () => {
  async function readHeaders(publicOrigin?: string): Promise<Headers> {
    const answer = await createHandler(publicOrigin).ask(new Request(`${PUBLIC}/%00`))
    return answer instanceof ReadyAnswer ? new Headers(answer.headers) : answer.headers
  }

  it('lets nothing run, be framed, be sent or be loaded from elsewhere', async () => {
    const headers = await readHeaders()
    const policy = new Map(
      (headers.get('Content-Security-Policy') ?? '').split('; ').map((directive) => {
        const [name = '', ...sources] = directive.split(' ')
        return [name, sources.join(' ')]
      }),
    )
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'manifest-src': "'self'",
      'form-action': "'self' https://checkout.stripe.com",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
      'object-src': "'none'",
      'upgrade-insecure-requests': '',
    })
    expect(Object.fromEntries(headers)).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it('asks for no encryption where the portal is served without', async () => {
    const headers = await readHeaders('http://localhost:3000')
    expect(headers.has('Strict-Transport-Security')).toBe(false)
    expect(headers.get('Content-Security-Policy')).not.toContain('upgrade-insecure-requests')
  })
})

describe('the log', () => {
  it.each([
    ['/l/dG9rZW4/%00', '/l/…/%00'],
    ['/console/set-password/dG9rZW4%00', '/console/set-password/…'],
    ['/statement%00', '/statement%00'],
  ])('has no secret of an address: %s', async (path, logged) => {
    const { lines, ask } = createHandler()
    await ask(new Request(`${PUBLIC}${path}?q=dG9rZW4`))
    expect(lines).toEqual([expect.objectContaining({ path: logged, status: 400 })])
    expect(JSON.stringify(lines)).not.toContain('dG9rZW4')
  })
})
