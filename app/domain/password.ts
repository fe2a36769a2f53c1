/**
 * What a password must be. Length is what counts (NIST SP 800-63B section 3.1.1.2): nothing is asked about signs, and what
 * is tried first against an account, its own address, is refused.
 */

/** In Unicode code points. */
export const LEAST_PASSWORD_LENGTH = 12

/** Longer ones would only cost time to hash. In UTF-16 code units, as browsers count `maxlength`. */
export const MOST_PASSWORD_LENGTH = 1000

/** How long the link in a mail leads to the page where a password is set. */
export const PASSWORD_LINK_DAYS = 3

export type PasswordProblem = 'too_short' | 'too_long' | 'too_close_to_address'

/** Null for a password that will do for the account of that e-mail address. */
export function findPasswordProblem(password: string, email: string): PasswordProblem | null {
  if (password.length > MOST_PASSWORD_LENGTH) return 'too_long'
  if (Array.from(password).length < LEAST_PASSWORD_LENGTH) return 'too_short'
  const [typed, address] = [password.toLowerCase(), email.toLowerCase()]
  const added = typed.length - address.length
  return typed === address || (typed.includes(address) && added < LEAST_PASSWORD_LENGTH) ? 'too_close_to_address' : null
}
