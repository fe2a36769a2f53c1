import { readFinalRefusal } from '~/domain/final-refusal'
import type { Payment } from '~/domain/payment'
import type { Transaction } from './ports/unit-of-work'

/**
 * The charge of a kept method was refused: for good, where the code says so. It is then neither offered nor charged again,
 * and its owner reads why. What is refused on a page that took the charge's place is not the kept method's.
 */
export async function endRefusedMethod(
  { savedMethods, debtors }: Transaction,
  { creditorId, debtorId, savedMethodId, redirectUrl }: Payment,
  { failureCode, at }: { failureCode: string; at: Date },
): Promise<void> {
  const because = readFinalRefusal(failureCode)
  if (because === null || savedMethodId === null || redirectUrl !== null) return
  if (!(await savedMethods.invalidate(creditorId, savedMethodId, because, at))) return
  await debtors.raiseVersion(creditorId, [debtorId])
}
