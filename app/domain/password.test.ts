import { describe, expect, it } from 'vitest'
import { findPasswordProblem, LEAST_PASSWORD_LENGTH, MOST_PASSWORD_LENGTH } from './password'

describe('findPasswordProblem', () => {
  const email = 'anke@example.com'

  it('asks for length and for nothing else', () => {
    expect(findPasswordProblem('a'.repeat(LEAST_PASSWORD_LENGTH - 1), email)).toBe('too_short')
    expect(findPasswordProblem('a'.repeat(LEAST_PASSWORD_LENGTH), email)).toBeNull()
    expect(findPasswordProblem('ein Satz mit Leerzeichen', email)).toBeNull()
    expect(findPasswordProblem('a'.repeat(MOST_PASSWORD_LENGTH), email)).toBeNull()
    expect(findPasswordProblem('a'.repeat(MOST_PASSWORD_LENGTH + 1), email)).toBe('too_long')
  })

  it('counts characters, not what they are stored as', () => {
    expect(findPasswordProblem('🔑'.repeat(LEAST_PASSWORD_LENGTH - 1), email)).toBe('too_short')
    expect(findPasswordProblem('كلمة مرور طويلة', email)).toBeNull()
  })

  it.each(['anke@example.com', 'ANKE@example.com', 'anke@example.com1', 'xanke@example.com2026'])(
    'refuses %s',
    (password) => {
      expect(findPasswordProblem(password, email)).toBe('too_close_to_address')
    },
  )

  it('takes the address inside a password that would do without it', () => {
    expect(findPasswordProblem('anke@example.com walks her dog', email)).toBeNull()
  })
})
