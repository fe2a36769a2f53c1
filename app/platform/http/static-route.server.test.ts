/** A page that only reads, asked for by somebody who visited a moment ago: read at once, sent when the visit is confirmed. */
import type { AppLoadContext, LoaderFunctionArgs, ServerBuild } from '@remix-run/node'
import { describe, expect, it } from 'vitest'
import { takeClaim } from '../session-claim.server'
import { readSessionLimit, withSessionLimit } from '../session-limit.server'
import { getVisitKey, requireDebtorVisit } from './debtor-visit.server'
import { PageSlot, staticPage } from './page-slot.server'
import { createStaticRouteHandler } from './static-route.server'

const COOKIE = `__Host-quittance-session=${'s'.repeat(43)}`

let links = 0

/**
 * A portal with one page, which shows the version that it read of the visitor's account; in the database the account has
 * `version`, or its session is over.
 */
function createPortal({ isReadOnly = true, isLimited = false }: { isReadOnly?: boolean; isLimited?: boolean } = {}) {
  links += 1
  const remembered = {
    linkId: `static-${links}`,
    version: 1,
    scope: ['view'],
    isLimited,
    locale: 'en',
    creditor: { slug: 'c', timeZone: 'UTC', defaultLocale: 'en' },
  }
  const portal = {
    version: 1 as number | null,
    limits: [] as (string | null)[],
    found: 0,
    loads: 0,
    fails: false,
  }
  const now = () => new Date('2026-11-21T10:00:00Z')
  const app = {
    isSecure: true,
    clock: { now },
    recallVisit: () => ({
      record: remembered,
      claim: { tokenSha256: new Uint8Array(), version: remembered.version, now: now() },
    }),
    findVisit() {
      portal.found += 1
      return Promise.resolve(portal.version === null ? null : { ...remembered, version: portal.version })
    },
  } as unknown as AppLoadContext['app']
  const loader = async ({ request, context }: LoaderFunctionArgs) => {
    portal.loads += 1
    const visit = await requireDebtorVisit(request, context)
    return staticPage(context, {
      ...{ language: 'en', title: 'x', key: getVisitKey(visit, request) },
      load() {
        takeClaim()?.settle(portal.version)
        portal.limits.push(readSessionLimit())
        if (portal.fails) throw new Response(null, { status: 404 })
        return { version: visit.version }
      },
    })
  }
  const module = { default: () => null, loader, handle: { isReadOnly } }
  const handle = createStaticRouteHandler({
    routes: { page: { id: 'page', parentId: 'root', path: 'page', module } },
    entry: {
      module: {
        writeStaticRoute: (_request: Request, _module: unknown, page: PageSlot) =>
          Buffer.from(JSON.stringify(page.model)),
      },
    },
  } as unknown as ServerBuild)
  return {
    portal,
    get: async () => {
      const request = new Request('https://pay.example/page', { headers: { Cookie: COOKIE } })
      const context = { app, page: new PageSlot() } as unknown as AppLoadContext
      const answer = await withSessionLimit(() => handle(request, context))
      return { text: answer && Buffer.from(answer.body ?? []).toString(), page: context.page }
    },
  }
}

describe('a page that only reads', () => {
  it('is read once, and nobody is looked up beside it', async () => {
    const { portal, get } = createPortal()
    expect((await get()).text).toBe('{"version":1}')
    expect(portal).toMatchObject({ loads: 1, found: 0 })
  })

  it('is read again when the account has changed meanwhile, and the first reading is kept nowhere', async () => {
    const { portal, get } = createPortal()
    portal.version = 2
    expect((await get()).text).toBe('{"version":2}')
    expect(portal).toMatchObject({ loads: 2, found: 1 })
    portal.version = 1
    expect((await get()).text).toBe('{"version":1}')
  })

  it('is not shown when the session is over', async () => {
    const { portal, get } = createPortal()
    portal.version = null
    const { text, page } = await get()
    expect([text, page.model, page.written]).toEqual([null, null, null])
  })

  it('is left to Remix when it cannot be read, with nobody assumed any more', async () => {
    const { portal, get } = createPortal()
    portal.fails = true
    const { text, page } = await get()
    expect([text, page.model]).toEqual([null, null])
    expect(portal.loads).toBe(1)
  })

  it('is bound by a limited link while it is read', async () => {
    const { portal, get } = createPortal({ isLimited: true })
    await get()
    expect(portal.limits).toEqual([`static-${links}`])
  })
})

it('a page that does not say so is read for a visitor who was looked up', async () => {
  const { portal, get } = createPortal({ isReadOnly: false })
  expect((await get()).text).toBe('{"version":1}')
  expect(portal).toMatchObject({ loads: 1, found: 1 })
})
