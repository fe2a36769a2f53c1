/** "No more reminders, please", from a mail: by the reader, or by the mail program on its behalf (RFC 8058). */
import { timingSafeEqual } from 'node:crypto'
import type { Creditor } from '~/domain/creditor'
import type { CreditorId } from '~/domain/ids'
import type { ListedNotice } from './ports/reminder-repository'
import type { Clock } from './ports/clock'
import type { CodeHasher } from './ports/code-hasher'
import type { UnitOfWork } from './ports/unit-of-work'

interface Services {
  unitOfWork: UnitOfWork
  clock: Clock
  codeHasher: CodeHasher
}

/** Names a mail and proves that whoever names it has it. It opens nothing of the account. */
export interface StopKey {
  creditorId: string
  noticeId: string
  signature: string
}

/** What reminders stand for somebody: whose, for which address, and since when there are none. */
export interface ReminderWish {
  creditor: Creditor
  email: string
  locale: string
  stoppedAt: Date | null
}

/** The same however often the mail is written. The hasher's other purposes name UUIDs, so none is taken for another. */
export async function signStop(codeHasher: CodeHasher, creditorId: string, noticeId: string): Promise<string> {
  return Buffer.from(await codeHasher.hash(`reminders of ${creditorId}`, noticeId)).toString('base64url')
}

/** Null for what no mail of ours says. */
export async function readReminderWish(services: Services, key: StopKey): Promise<ReminderWish | null> {
  const found = await findMail(services, key)
  return (
    found &&
    services.unitOfWork.run({ kind: 'creditor', creditorId: found.creditor.id }, async ({ reminders }) => {
      const { creditor, notice, email } = found
      const stoppedAt = await reminders.findOptOut(creditor.id, notice.debtorId, email)
      return { creditor, email, locale: notice.locale, stoppedAt }
    })
  )
}

/** Stops reminders to the address that the mail went to, or begins them again. Null as above. */
export async function changeReminderWish(
  services: Services,
  { wanted, ...key }: StopKey & { wanted: boolean },
): Promise<ReminderWish | null> {
  const found = await findMail(services, key)
  if (!found) return null
  const { creditor, notice, email } = found
  await services.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, async ({ reminders }) => {
    if (wanted) await reminders.deleteOptOut(creditor.id, notice.debtorId, email)
    else await reminders.insertOptOut(creditor.id, notice.debtorId, email, services.clock.now())
  })
  return readReminderWish(services, key)
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function findMail(
  { unitOfWork, codeHasher }: Services,
  { creditorId, noticeId, signature }: StopKey,
): Promise<{ creditor: Creditor; notice: ListedNotice; email: string } | null> {
  if (!UUID.test(creditorId) || !UUID.test(noticeId)) return null
  const known = Buffer.from(await signStop(codeHasher, creditorId, noticeId))
  const given = Buffer.from(signature)
  if (known.length !== given.length || !timingSafeEqual(known, given)) return null
  const id = creditorId as CreditorId
  return unitOfWork.run({ kind: 'creditor', creditorId: id }, async ({ creditors, reminders }) => {
    const creditor = await creditors.findById(id)
    const notice = await reminders.findNotice(id, noticeId)
    return creditor && notice?.recipient ? { creditor, notice, email: notice.recipient.email } : null
  })
}
