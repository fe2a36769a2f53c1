import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { getAccessLinkState, getSessionExpiry, maskEmail, parseLifetime, SESSION_HOURS } from './access-link'
import { parseAccessScope } from './access-scope'

const now = new Date('2026-03-01T12:00:00Z')
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)

describe('getAccessLinkState', () => {
  it('is usable until the instant it expires', () => {
    expect(getAccessLinkState({ expiresAt: hours(1), revokedAt: null }, now)).toBe('usable')
    expect(getAccessLinkState({ expiresAt: now, revokedAt: null }, now)).toBe('expired')
  })

  it('says revoked even when it has expired as well', () => {
    expect(getAccessLinkState({ expiresAt: hours(-1), revokedAt: hours(-2) }, now)).toBe('revoked')
  })
})

describe('getSessionExpiry', () => {
  it('never outlives the link nor the longest session', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (linkHours) => {
        const expiry = getSessionExpiry({ expiresAt: hours(linkHours) }, now)
        expect(expiry.getTime()).toBe(hours(Math.min(linkHours, SESSION_HOURS)).getTime())
      }),
    )
  })
})

describe('maskEmail', () => {
  it('keeps the first sign and the domain alone', () => {
    expect(maskEmail('miriam.voss@example.com')).toBe('m•••@example.com')
    expect(maskEmail('broken')).toBe('•••')
  })
})

describe('parseLifetime', () => {
  it.each([
    ['30d', 720],
    ['12h', 12],
    [' 1h ', 1],
  ])('reads %s', (text, expected) => {
    expect(parseLifetime(text)).toEqual({ hours: expected })
  })

  it.each(['', '0d', '30', 'd', '-1d', '1w', '9999d', '1.5d'])('refuses %j', (text) => {
    expect(parseLifetime(text)).toBeNull()
  })
})

describe('parseAccessScope', () => {
  it('always includes seeing, in a fixed order and once', () => {
    expect(parseAccessScope(['pay', 'pay'])).toEqual(['view', 'pay'])
    expect(parseAccessScope([])).toEqual(['view'])
  })

  it('refuses an unknown right', () => {
    expect(parseAccessScope(['view', 'admin'])).toBeNull()
  })
})
