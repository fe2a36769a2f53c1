import type { AppLoadContext } from '@remix-run/node'
import { describe, expect, it } from 'vitest'
import { readSessionLimit, withSessionLimit } from '../session-limit.server'
import { getVisitKey, requireDebtorVisit } from './debtor-visit.server'
import { PageSlot, staticPage } from './page-slot.server'
import { answerKeptPage, answerWritten } from './written-page.server'

const ADDRESS = 'https://pay.example/statement'
const COOKIE = `__Host-quittance-session=${'s'.repeat(43)}`

/** A visitor of its own link, so that no test meets another's kept pages. */
let links = 0
function createVisitor() {
  links += 1
  const record = {
    linkId: `link-${links}`,
    version: 1,
    scope: ['view'],
    isLimited: false,
    locale: 'en',
    creditor: { slug: 'c', timeZone: 'UTC', defaultLocale: 'en' },
  }
  const app = {
    isSecure: true,
    clock: { now: () => new Date('2026-11-21T10:00:00Z') },
    findVisit: () => Promise.resolve({ ...record }),
    recallVisit: () => null,
  } as unknown as AppLoadContext['app']
  return {
    record,
    open(headers: Record<string, string> = {}) {
      const request = new Request(ADDRESS, { headers: { Cookie: COOKIE, ...headers } })
      const context = { app, page: new PageSlot() } as unknown as AppLoadContext
      return { request, context }
    },
  }
}

type Visitor = ReturnType<typeof createVisitor>

/** Answers as the portal does: a kept page at once, else what the route writes. */
async function get(
  visitor: Visitor,
  text: string,
  options: { keyed?: boolean; headers?: Record<string, string> } = {},
) {
  const { request, context } = visitor.open(options.headers)
  const kept = await answerKeptPage(request, context)
  if (kept) return kept.toResponse()
  const visit = await requireDebtorVisit(request, context)
  const key = options.keyed === false ? {} : { key: getVisitKey(visit, request) }
  await staticPage(context, { language: 'en', title: 'x', load: () => ({}), ...key })
  const { page } = context
  const written = page.written ?? page.keep(new TextEncoder().encode(text))
  return (await answerWritten(request, written, page.status)).toResponse()
}

describe('kept pages', () => {
  it('are sent again until the account has changed', async () => {
    const visitor = createVisitor()
    expect(await (await get(visitor, 'first')).text()).toBe('first')
    expect(await (await get(visitor, 'second')).text()).toBe('first')
    visitor.record.version += 1
    expect(await (await get(visitor, 'second')).text()).toBe('second')
  })

  it('are not shown to the visitor of another link, in another language or with other rights', async () => {
    const visitor = createVisitor()
    await get(visitor, 'first')
    expect(await (await get(createVisitor(), 'of another')).text()).toBe('of another')
    expect(await (await get(visitor, 'deutsch', { headers: { Cookie: `${COOKIE}; lang=de` } })).text()).toBe('deutsch')
    visitor.record.scope = ['view', 'pay']
    expect(await (await get(visitor, 'may pay')).text()).toBe('may pay')
  })

  it('are never the wider ones for a link that opens chosen invoices, and bound the request', async () => {
    const [whole, part] = [createVisitor(), createVisitor()]
    part.record.isLimited = true
    const first = await get(whole, 'all invoices')
    const narrow = (headers: Record<string, string> = {}) =>
      withSessionLimit(async () => {
        const answer = await get(part, 'one invoice', { headers })
        return { text: await answer.text(), limit: readSessionLimit() }
      })
    const etag = first.headers.get('ETag') ?? ''
    expect(await narrow({ 'If-None-Match': etag })).toEqual({ text: 'one invoice', limit: part.record.linkId })
    expect(await narrow()).toEqual({ text: 'one invoice', limit: part.record.linkId })
    expect(await (await get(whole, 'not written again')).text()).toBe('all invoices')
    expect(readSessionLimit()).toBeNull()
    // Outside of a request nobody could bound it: nothing is shown.
    await expect(get(part, 'one invoice')).rejects.toThrow('outside of a request')
  })

  it('do not include pages that must be fresh', async () => {
    const visitor = createVisitor()
    const first = await get(visitor, 'first', { keyed: false })
    expect(first.headers.get('ETag')).toBeNull()
    expect(await (await get(visitor, 'second', { keyed: false })).text()).toBe('second')
  })
})

describe('a browser that has the page', () => {
  it('is sent nothing while the text is the same', async () => {
    const visitor = createVisitor()
    const etag = (await get(visitor, 'first')).headers.get('ETag') ?? ''
    const again = await get(visitor, 'first', { headers: { 'If-None-Match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('is sent the page when the same account reads otherwise, after an update of the portal', async () => {
    const visitor = createVisitor()
    const { request, context } = visitor.open()
    const visit = await requireDebtorVisit(request, context)
    const write = async (text: string, headers: Record<string, string> = {}) => {
      // Another process: nothing is kept in its memory.
      const page = new PageSlot()
      page.key = JSON.stringify(getVisitKey(visit, request))
      const asked = new Request(ADDRESS, { headers })
      return (await answerWritten(asked, page.keep(new TextEncoder().encode(text)), 200)).toResponse()
    }
    const etag = (await write('of the old build')).headers.get('ETag') ?? ''
    const answer = await write('of the new build', { 'If-None-Match': etag })
    expect([answer.status, await answer.text()]).toEqual([200, 'of the new build'])
  })
})
