import { describe, expect, it } from 'vitest'
import { judgeFailedAttempt } from './page-attempt'

describe('a failed attempt on a page', () => {
  it.each([
    ['pending', null, 'A', 'attempt_failed'],
    ['created', null, 'A', 'attempt_failed'],
    ['processing', 'A', 'A', 'ends'],
    // Another attempt is under way.
    ['processing', 'B', 'A', 'ignored'],
    // The provider said that something is under way without saying what.
    ['processing', null, 'A', 'attempt_failed'],
    ['succeeded', 'B', 'A', 'ignored'],
    ['succeeded', 'A', 'A', 'ignored'],
    ['expired', null, 'A', 'ignored'],
    ['canceled', null, 'A', 'ignored'],
  ] as const)(
    'of a payment that is %s with transaction %s: %s is %s',
    (status, transactionReference, attempt, verdict) => {
      expect(judgeFailedAttempt({ status, transactionReference }, attempt)).toBe(verdict)
    },
  )
})
