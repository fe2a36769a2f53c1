import { deriveCode } from './derive-code'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { Clock } from './ports/clock'
import type { CodeHasher } from './ports/code-hasher'
import type { IdSource } from './ports/ids'
import type { MailJob } from './ports/jobs'
import type { MailContent } from './ports/mail-renderer'
import type { UnitOfWork } from './ports/unit-of-work'

/**
 * What a mail with a one-time code says. The digits are made now and kept nowhere but in the mail, so a mail that is sent
 * again carries other ones. Null when the code's time is over meanwhile: there is nothing to send.
 */
export async function prepareCodeMail(
  {
    unitOfWork,
    clock,
    ids,
    codeHasher,
  }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource; codeHasher: CodeHasher },
  job: Extract<MailJob, { kind: 'one-time-code' }>,
): Promise<MailContent | null> {
  const creditorId = job.creditorId as CreditorId
  const debtorId = job.debtorId as DebtorId
  const code = deriveCode(ids.secret())
  const codeSha256 = await codeHasher.hash(job.codeId, code)
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ creditors, debtors, oneTimeCodes }) => {
    const creditor = await creditors.findById(creditorId)
    const debtor = await debtors.findById(creditorId, debtorId)
    const asked = await oneTimeCodes.findById(creditorId, job.codeId)
    if (!creditor || !debtor || !asked) throw new Error('a mail is about a code that does not exist')
    if (asked.usedAt !== null || asked.expiresAt <= clock.now()) return null
    await oneTimeCodes.replaceSecret(creditorId, asked.id, codeSha256)
    const { purpose, expiresAt } = asked
    return { kind: job.kind, creditor, debtor, locale: job.locale, purpose, code, expiresAt }
  })
}
