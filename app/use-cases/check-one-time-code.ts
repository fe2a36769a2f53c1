import { timingSafeEqual } from 'node:crypto'
import { findCodeFault, normalizeCode, type CodeFault, type OneTimeCodePurpose } from '~/domain/one-time-code'
import type { CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import type { CodeHasher } from './ports/code-hasher'
import type { Transaction } from './ports/unit-of-work'

/**
 * Tries a code and, when it is right, uses it up; so it belongs into the transaction of what it permits, after every
 * check that may still refuse. A wrong one is counted: the transaction must commit although the step is refused.
 * Attempts at the same code queue up behind its row's lock.
 */
export async function checkOneTimeCode(
  { oneTimeCodes }: Transaction,
  { codeHasher }: { codeHasher: CodeHasher },
  attempt: { creditorId: CreditorId; sessionId: string; purpose: OneTimeCodePurpose; code: string; now: Date },
): Promise<Result<{ codeId: string; sentTo: string }, CodeFault>> {
  const { creditorId, sessionId, purpose, now } = attempt
  const newest = await oneTimeCodes.lockNewest(creditorId, sessionId, purpose)
  const fault = findCodeFault(newest?.code ?? null, now)
  if (!newest || fault !== null) return fail(fault ?? 'expired')
  const { code, codeSha256 } = newest
  const digits = normalizeCode(attempt.code)
  if (digits === null || !timingSafeEqual(await codeHasher.hash(code.id, digits), codeSha256)) {
    await oneTimeCodes.countAttempt(creditorId, code.id)
    return fail('wrong')
  }
  await oneTimeCodes.markUsed(creditorId, code.id, now)
  return succeed({ codeId: code.id, sentTo: code.sentTo })
}
