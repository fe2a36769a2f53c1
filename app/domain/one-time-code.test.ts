import { describe, expect, it } from 'vitest'
import { findCodeFault, MOST_CODE_ATTEMPTS, normalizeCode } from './one-time-code'

const now = new Date('2026-11-21T10:00:00Z')
const code = { attempts: 0, usedAt: null, expiresAt: new Date('2026-11-21T10:10:00Z') }

describe('a one-time code', () => {
  it('can be tried until it ends, was used, or was tried too often', () => {
    expect(findCodeFault(code, now)).toBeNull()
    expect(findCodeFault(null, now)).toBe('expired')
    expect(findCodeFault({ ...code, usedAt: now }, now)).toBe('expired')
    expect(findCodeFault(code, code.expiresAt)).toBe('expired')
    expect(findCodeFault({ ...code, attempts: MOST_CODE_ATTEMPTS - 1 }, now)).toBeNull()
    expect(findCodeFault({ ...code, attempts: MOST_CODE_ATTEMPTS }, now)).toBe('too_many_attempts')
  })

  it.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['123-456', '123456'],
    ['١٢٣٤٥٦', '123456'],
    ['\u2067۱۲۳\u00a0۴۵۶\u2069', '123456'],
    ['12345', null],
    ['1234567', null],
    ['12345x', null],
    ['', null],
  ])('is read as people type it: %j', (typed, read) => {
    expect(normalizeCode(typed)).toBe(read)
  })
})
