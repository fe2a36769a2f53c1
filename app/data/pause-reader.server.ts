import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import { RUNS_ITS_COURSE } from '~/domain/reminder-pause'
import type { PauseReader } from '~/use-cases/ports/pause-reader'
import type { ScopedReader } from './database.server'

const pauseSchema = z.object({
  requestId: z.string(),
  startsAt: z.coerce.date(),
  endsAt: z.coerce.date(),
  untilOn: z.string().transform(calendarDay),
  grantedBy: z.string(),
})

const TEXT = `
  select json_build_object('requestId', request_id, 'startsAt', starts_at, 'endsAt', ends_at, 'untilOn', until_on,
    'grantedBy', granted_by) as answer
  from reminder_pause
  where creditor_id = $1::uuid and debtor_id = $2::uuid and ended_at is null
    and starts_at <= $3::timestamptz and ends_at > $3::timestamptz
  order by ends_at desc limit 1`

export function createPauseReader(reader: ScopedReader): PauseReader {
  return {
    async findPause(account, at) {
      const { creditorId, debtorId } = account
      const values = [creditorId, debtorId, at.toISOString()]
      const rows = await reader.read<{ answer: unknown }>(
        { kind: 'debtor', ...account },
        { name: 'pause', text: TEXT, values },
      )
      const answer = rows[0]?.answer
      return answer === undefined ? null : { creditorId, debtorId, ...pauseSchema.parse(answer), ...RUNS_ITS_COURSE }
    },
  }
}
