/** What must hold of the books of a simulated year, while it goes on and when it is over. */
import { verifyOutcomeLog } from '~/use-cases/verify-outcome-log'
import { readBooks } from '../faults/rules/books'
import type { Fault } from '../faults/rules/verify-books'
import { verifyMoney } from '../faults/rules/verify-money'
import { verifyReports } from '../faults/rules/verify-reports'
import { findContradictions } from '../setup/find-contradictions'
import type { Life, Year } from './life'

/** The books agree with themselves, and each creditor's log is without a gap and its hashes whole. Throws where not. */
export async function verifyBooks({ portal, lives }: Year): Promise<void> {
  const contradictions = await findContradictions(portal)
  if (contradictions.length > 0) throw new Error(`contradictions: ${JSON.stringify(contradictions.slice(0, 5))}`)
  for (const creditorId of new Set(lives.map(({ creditor }: Life) => creditor.id))) {
    const log = await verifyOutcomeLog(portal, { creditorId })
    if (!log.whole) throw new Error(`the log of ${creditorId} is not whole: ${JSON.stringify(log)}`)
  }
}

/** The year is over, and its last payments may be under way: nothing was lost on the way either. Throws where it was. */
export async function verifyEnd(year: Year): Promise<void> {
  await verifyBooks(year)
  const { portal } = year
  const client = await portal.pool.connect()
  try {
    const books = await readBooks(client, {
      ...{ forms: [], agreements: [], requests: [], received: [], mails: [], reconciliations: [] },
      providers: { payments: [], checkouts: [], refunds: [], events: [] },
    })
    const faults: Fault[] = [...verifyMoney(books), ...verifyReports(books)].filter(({ rule }) => rule !== 'ended')
    if (faults.length > 0) throw new Error(`faults: ${JSON.stringify(faults.slice(0, 5))}`)
  } finally {
    client.release()
  }
  const lost = await findLost(year)
  if (lost.length > 0) throw new Error(`lost: ${JSON.stringify(lost.slice(0, 5))}`)
  const left = (await portal.jobs.listLeft()).filter((name) => !FOR_LATER.includes(name))
  if (left.length > 0) throw new Error(`jobs are left: ${left.join(', ')}`)
}

/** A fee is asked for again in days, and a debit ends after two. */
const FOR_LATER = ['learn-payment-details', 'sandbox-settle-debit']

/** What the provider took or gave back, against what the portal says of it; and what it told that nobody dealt with. */
function findLost({ portal }: Pick<Year, 'portal'>): Promise<unknown[]> {
  return portal.inspect(`
    select 'a payment differs from what the provider did' as rule, p.reference as subject
    from sandbox_checkout c join payment p on p.id::text = c.payment_id::text and p.gateway_reference = c.id
    where (c.status = 'succeeded') <> (p.received_minor is not null)
      or c.status = 'succeeded' and (c.amount_minor <> p.received_minor
        or c.refunded_minor <> p.refunded_minor + p.charged_back_minor)
    union all
    select 'an event was not dealt with', event_id from gateway_inbox_entry where processed_at is null
    union all
    select 'an event was set aside', event_id || ' ' || result from gateway_inbox_entry
      where result not in ('applied', 'already_applied', 'ignored', 'attempt_failed')
    union all
    select 'an event never came', id from sandbox_event where delivered_at is null`)
}
