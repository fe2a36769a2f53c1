/** What must be true of promises and settlements at every moment. */
import type { TestDatabase } from './database'

/** What is wrong, for every promise and settlement in the database; empty when nothing is. */
export async function findAgreementContradictions(test: Pick<TestDatabase, 'inspect'>): Promise<unknown[]> {
  return test.inspect(`
    with told as (
      select e.type, e.body #>> '{data,promise,id}' as promise_id, e.body #>> '{data,settlement,id}' as offer_id from outcome_event e
    ), let_go as (
      select p.purpose_id as offer_id, p.id as payment_id, p.amount_minor - coalesce(p.received_minor, 0) + p.refunded_minor + p.charged_back_minor as missing,
        (select coalesce(sum(a.amount_minor), 0) from allocation a where a.payment_id = p.id and a.kind = 'write_off') as minor
      from payment p where p.purpose_kind = 'settlement_offer'
    )
    select 'promise: told when it was made and when it ended, once' as rule, p.reference as subject
    from promise_to_pay p where
      (select array_agg(t.type order by t.type) from told t where t.promise_id = p.id::text) <>
      (select array_agg(due order by due) from unnest(case p.status when 'open' then array['promise.made'] else array['promise.made', 'promise.' || p.status] end) as due)
    union all
    select 'settlement: each step told once', o.reference
    from settlement_offer o where
      (select count(*) from told t where t.offer_id = o.id::text) <> (select count(*) from settlement_offer_entry e where e.offer_id = o.id)
    union all
    select 'settlement: agreed once, with its document', o.reference
    from settlement_offer o where (o.status in ('agreed', 'fulfilled', 'broken')) <> (o.document_id is not null)
      or (select count(*) from settlement_offer_entry e where e.offer_id = o.id and e.step = 'agreed') <> (o.agreed_at is not null)::int
    union all
    select 'settlement: its shares = what is owed and what of that is let go', o.reference
    from settlement_offer o where o.owed_minor <> (select sum(s.amount_minor) from settlement_offer_invoice s where s.offer_id = o.id)
      or o.owed_minor - o.offered_minor <> (select sum(s.waived_minor) from settlement_offer_invoice s where s.offer_id = o.id)
    union all
    select 'settlement: no invoice is in two that are open', i.number
    from settlement_offer_invoice s join settlement_offer o on o.id = s.offer_id join invoice i on i.id = s.invoice_id
    where o.status in ('proposed', 'offered', 'agreed') group by i.number having count(*) > 1
    union all
    select 'settlement: nothing is let go while any of its money is missing, and never more than was agreed', o.reference
    from settlement_offer o join let_go l on l.offer_id = o.id
    where l.minor < 0 or l.minor > o.owed_minor - o.offered_minor or (l.minor > 0 and l.missing > 0)
    union all
    select 'settlement: let go by one payment at most, and in no other way beside', o.reference
    from settlement_offer o where (select count(*) from let_go l where l.offer_id = o.id and l.minor > 0) > 1
    union all
    select 'write-off: only what was agreed', i.number
    from allocation a join invoice i on i.id = a.invoice_id
    where a.kind = 'write_off' and not exists (select from settlement_offer_invoice s join settlement_offer o on o.id = s.offer_id
      where s.invoice_id = i.id and o.agreed_at is not null)`)
}
