import type { CalendarDay } from '~/domain/calendar-day'
import type { ChasedAccount, SilentDays } from '~/domain/chasing'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { ChasedAccountRecord } from './ports/reminder-repository'
import type { Transaction } from './ports/unit-of-work'

export type ReadAccount = ChasedAccountRecord & ChasedAccount

/** Accounts with everything that decides what is said of them on `today`: also what was promised or is being offered. */
export async function readChasedAccounts(
  { reminders, chasingPauses }: Transaction,
  {
    creditorId,
    debtorIds,
    today,
    timeZone,
  }: { creditorId: CreditorId; debtorIds: readonly DebtorId[]; today: CalendarDay; timeZone: string },
): Promise<ReadAccount[]> {
  if (debtorIds.length === 0) return []
  const accounts = await reminders.readAccounts(creditorId, debtorIds, timeZone)
  const agreed = await chasingPauses.findChasingPauses(creditorId, debtorIds, today)
  return accounts.map((account) => {
    const silent = agreed
      .filter(({ debtorId }) => debtorId === account.debtor.id)
      .map(({ invoiceId, because, untilOn }): SilentDays => {
        return { kind: because === 'promise' ? 'promised' : 'offered', invoiceId, fromOn: today, untilOn }
      })
    return { ...account, pauses: [...account.pauses, ...silent] }
  })
}
