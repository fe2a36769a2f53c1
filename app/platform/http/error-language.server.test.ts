/** An error is told in the language of whoever is signed in, without more being looked up than is needed. */
import type { AppLoadContext } from '@remix-run/node'
import { describe, expect, it } from 'vitest'
import { chooseErrorLanguage } from './error-language.server'

const DEBTOR = `__Host-quittance-session=${'s'.repeat(43)}`

const record = {
  linkId: 'error-language',
  scope: ['view'],
  isLimited: false,
  locale: 'de',
  creditor: { timeZone: 'UTC', defaultLocale: 'fy' },
}

function createPortal({ remembers = false, fails = false } = {}) {
  const asked: string[] = []
  const ask = <Value>(what: string, value: Value) => {
    asked.push(what)
    return fails ? Promise.reject(new Error('the database is away')) : Promise.resolve(value)
  }
  const app = {
    isSecure: true,
    clock: { now: () => new Date('2026-11-22T10:00:00Z') },
    recallVisit: () => (remembers ? { record, claim: {} } : null),
    findVisit: () => ask('debtor', record),
  }
  return {
    asked,
    choose: (address: string, cookie: string | null, status = 404) => {
      const headers = { 'Accept-Language': 'ar', ...(cookie === null ? {} : { Cookie: cookie }) }
      const request = new Request(`https://pay.example${address}`, { headers })
      return chooseErrorLanguage(request, { app } as unknown as AppLoadContext, status)
    },
  }
}

describe('the language of an error', () => {
  it.each([
    ['a stranger reads its browser’s', '/nothing', null, 'ar', []],
    ['a stranger reads what it chose', '/nothing', 'lang=fy', 'fy', []],
    ['a debtor reads that of its session', '/nothing', DEBTOR, 'de', ['debtor']],
    ['a debtor reads that of its session behind a link that is none', '/l/none', DEBTOR, 'de', ['debtor']],
    ['a debtor reads what it chose', '/nothing', `${DEBTOR}; lang=fy`, 'fy', ['debtor']],
    ['a debtor reads what it chooses just now', '/nothing?lang=en', DEBTOR, 'en', ['debtor']],
  ])('%s', async (_, address, cookie, language, lookedUp) => {
    const { choose, asked } = createPortal()
    expect(await choose(address, cookie)).toBe(language)
    expect(asked).toEqual(lookedUp)
  })

  it('is known without asking for whoever visited a moment ago', async () => {
    const { choose, asked } = createPortal({ remembers: true })
    expect(await choose('/nothing', DEBTOR)).toBe('de')
    expect(asked).toEqual([])
  })

  it('asks nothing of what may have failed', async () => {
    const { choose, asked } = createPortal()
    expect(await choose('/statement', DEBTOR, 500)).toBe('ar')
    expect(asked).toEqual([])
  })

  it('is the browser’s where the session cannot be read', async () => {
    const { choose } = createPortal({ fails: true })
    expect(await choose('/nothing', DEBTOR)).toBe('ar')
  })
})
