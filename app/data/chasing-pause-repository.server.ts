import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import type { DebtorId, InvoiceId } from '~/domain/ids'
import type { ChasingPauseRepository } from '~/use-cases/ports/promise-repository'
import type { PrismaTransaction } from './database.server'

const pausesSchema = z.array(
  z.object({
    debtorId: z.string().transform((id) => id as DebtorId),
    invoiceId: z.string().transform((id) => id as InvoiceId),
    because: z.enum(['promise', 'settlement_offer']),
    untilOn: z.string().transform(calendarDay),
  }),
)

export function createChasingPauseRepository(prisma: PrismaTransaction): ChasingPauseRepository {
  return {
    async findChasingPauses(creditorId, debtorIds, on) {
      const ids = debtorIds === null ? null : [...debtorIds]
      const rows = await prisma.$queryRaw`
        select i.debtor_id as "debtorId", i.invoice_id as "invoiceId", 'promise' as because,
          p.grace_until_on::text as "untilOn"
        from promise_to_pay p
        join promise_invoice i on i.creditor_id = p.creditor_id and i.promise_id = p.id
        where p.creditor_id = ${creditorId}::uuid and p.status = 'open' and p.pauses_chasing
          and p.grace_until_on >= ${on}::date and (${ids}::uuid[] is null or p.debtor_id = any(${ids}::uuid[]))
        union all
        select i.debtor_id, i.invoice_id, 'settlement_offer',
          (case when o.status = 'agreed' then o.pay_by_on + o.grace_days else o.answer_by_on end)::text
        from settlement_offer o
        join settlement_offer_invoice i on i.creditor_id = o.creditor_id and i.offer_id = o.id
        where o.creditor_id = ${creditorId}::uuid and o.status in ('proposed', 'offered', 'agreed')
          and case when o.status = 'agreed' then o.pay_by_on + o.grace_days else o.answer_by_on end >= ${on}::date
          and (${ids}::uuid[] is null or o.debtor_id = any(${ids}::uuid[]))
        order by 1, 2, 3`
      return pausesSchema.parse(rows)
    },
  }
}
