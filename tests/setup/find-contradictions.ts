/** What must be true of the books at every moment. */
import type { TestDatabase } from './database'

/**
 * Holds the books to what must be true at every moment, for every invoice, credit and payment in the database. Returns
 * what is wrong; empty when nothing is.
 */
export async function findContradictions(test: Pick<TestDatabase, 'inspect'>): Promise<unknown[]> {
  return test.inspect(`
    select 'invoice: payable = open + allocations' as rule, i.number as subject
    from invoice i where i.kind = 'invoice' and i.payable_minor <> i.open_minor +
      (select coalesce(sum(a.amount_minor), 0) from allocation a where a.creditor_id = i.creditor_id and a.invoice_id = i.id)
    union all
    select 'credit note: payable = open + uses', i.number
    from invoice i where i.kind = 'credit_note' and i.payable_minor <> i.open_minor +
      (select coalesce(sum(a.amount_minor), 0) from allocation a where a.creditor_id = i.creditor_id and a.credit_note_id = i.id)
    union all
    select 'invoice: pending = reservations', i.number
    from invoice i where i.pending_minor <>
      (select coalesce(sum(n.amount_minor + coalesce((n.concession->>'amountMinor')::bigint, 0)), 0) from payment_intent n where n.creditor_id = i.creditor_id and n.invoice_id = i.id and n.reserved)
    union all
    select 'invoice: pending + planned + disputed within open', i.number
    from invoice i where i.pending_minor + i.planned_minor + i.disputed_minor > i.open_minor
    union all
    select 'invoice: claimed = open disputes, and disputed is of it what is open, in no payment and in no plan', i.number
    from invoice i where i.disputed_minor <> least(i.claimed_minor, i.open_minor - i.pending_minor - i.planned_minor)
      or exists (select from dispute d where d.creditor_id = i.creditor_id and d.invoice_id = i.id) and i.claimed_minor <>
        (select coalesce(sum(d.claimed_minor), 0) from dispute d
          where d.creditor_id = i.creditor_id and d.invoice_id = i.id and d.ended_at is null)
    union all
    select 'invoice: claimed and granted within what it was payable for', i.number
    from invoice i where i.claimed_minor +
      (select coalesce(sum(d.granted_minor), 0) from dispute d
        where d.creditor_id = i.creditor_id and d.invoice_id = i.id) > i.payable_minor
    union all
    select 'dispute: granted = its credit note', d.reference
    from dispute d left join invoice n on n.creditor_id = d.creditor_id and n.id = d.credit_note_id where coalesce(d.granted_minor, 0) <> coalesce(n.payable_minor, 0)
    union all
    select 'dispute: claimed = its lines, and as much is held back until it ends', d.reference
    from dispute d join dispute_hold h on h.creditor_id = d.creditor_id and h.dispute_id = d.id where d.claimed_minor <>
      (select sum(l.claimed_minor) from dispute_line l where l.creditor_id = d.creditor_id and l.dispute_id = d.id)
      or h.amount_minor <> d.claimed_minor or h.until_at is distinct from d.ended_at
    union all
    select 'invoice: planned = what plans in force are still to pay of it, less what payments under way for them pay', i.number
    from invoice i where i.planned_minor <>
      (select coalesce(sum(s.amount_minor - s.settled_minor), 0) from plan_invoice s join payment_plan p on p.creditor_id = s.creditor_id and p.id = s.plan_id
        where s.creditor_id = i.creditor_id and s.invoice_id = i.id and p.status in ('agreed', 'active')) -
      (select coalesce(sum(n.amount_minor + coalesce((n.concession->>'amountMinor')::bigint, 0)), 0)
        from payment_intent n join payment y on y.creditor_id = n.creditor_id and y.id = n.payment_id
          join payment_plan p on p.creditor_id = y.creditor_id and p.id = y.purpose_id
        where n.creditor_id = i.creditor_id and n.invoice_id = i.id and n.reserved and y.purpose_kind = 'plan' and p.status in ('agreed', 'active'))
    union all
    select 'plan: what its instalments are still to pay = what is left of its invoices', p.reference
    from payment_plan p where p.status in ('agreed', 'active', 'completed') and
      (select sum(n.amount_minor - n.paid_minor) from instalment n where n.creditor_id = p.creditor_id and n.plan_id = p.id) <>
      (select sum(s.amount_minor - s.settled_minor) from plan_invoice s where s.creditor_id = p.creditor_id and s.plan_id = p.id)
    union all
    select 'plan: total = its instalments = what it takes of its invoices', p.reference
    from payment_plan p where p.agreed_at is not null and p.total_minor <> all (array[
      (select sum(n.amount_minor) from instalment n where n.creditor_id = p.creditor_id and n.plan_id = p.id),
      (select sum(s.amount_minor) from plan_invoice s where s.creditor_id = p.creditor_id and s.plan_id = p.id)])
    union all
    select 'plan: completed exactly when it is paid', p.reference
    from payment_plan p where p.status in ('agreed', 'active', 'completed') and (p.status = 'completed') <>
      not exists (select from instalment n where n.creditor_id = p.creditor_id and n.plan_id = p.id and n.status <> 'paid')
    union all
    select 'instalment: paid exactly when nothing is missing, and oldest first', p.reference || ' ' || n.number
    from instalment n join payment_plan p on p.creditor_id = n.creditor_id and p.id = n.plan_id where n.status <> 'canceled' and
      ((n.status = 'paid') <> (n.paid_minor = n.amount_minor) or n.paid_minor > 0 and exists (
        select from instalment e where e.creditor_id = n.creditor_id and e.plan_id = n.plan_id and e.number < n.number and e.paid_minor < e.amount_minor))
    union all
    select 'instalment: only payments under way hold one', p.reference || ' ' || n.number
    from instalment n join payment_plan p on p.creditor_id = n.creditor_id and p.id = n.plan_id
      join payment y on y.creditor_id = n.creditor_id and y.id = n.payment_id and y.status not in ('created', 'pending', 'processing')
    where n.status not in ('paid', 'canceled')
    union all
    select 'invoice: settled on a day exactly when nothing is open', i.number
    from invoice i where (i.settled_on is null) <> (i.open_minor > 0)
    union all
    select 'only payments under way reserve', p.reference
    from payment p where p.status not in ('created', 'pending', 'processing')
      and exists (select from payment_intent n where n.creditor_id = p.creditor_id and n.payment_id = p.id and n.reserved)
    union all
    select 'payment: worth of what is kept = on invoices + unapplied credit, used or not', p.reference
    from payment p where
      case when coalesce(p.received_minor, 0) = 0 then 0 else
        round(round(p.received_minor::numeric * p.settled_minor / p.amount_minor) *
          (p.received_minor - p.refunded_minor - p.charged_back_minor) / p.received_minor) end <>
      (select coalesce(sum(a.amount_minor), 0) from allocation a
        where a.creditor_id = p.creditor_id and a.payment_id = p.id and a.kind = 'cash') +
      (select coalesce(sum(u.open_minor), 0) from unapplied_credit u
        where u.creditor_id = p.creditor_id and u.payment_id = p.id) +
      (select coalesce(sum(a.amount_minor), 0) from allocation a
        join unapplied_credit u on u.creditor_id = a.creditor_id and u.id = a.unapplied_credit_id
        where u.creditor_id = p.creditor_id and u.payment_id = p.id)
    union all
    select 'payment: what went back = its reversals, chargebacks first', p.reference
    from payment p, lateral (select
      coalesce(sum(r.amount_minor) filter (where r.kind = 'chargeback'), 0) as chargebacks,
      coalesce(sum(r.amount_minor) filter (where r.kind <> 'chargeback'), 0) as refunds
      from payment_reversal r where r.creditor_id = p.creditor_id and r.payment_id = p.id and r.status = 'taken') taken
    where p.charged_back_minor <> least(coalesce(p.received_minor, 0), taken.chargebacks)
      or p.refunded_minor <> least(coalesce(p.received_minor, 0) - p.charged_back_minor, taken.refunds)
    union all
    select 'payment: nothing is written off where nothing of it settles', p.reference
    from payment p join allocation w on w.creditor_id = p.creditor_id and w.payment_id = p.id and w.kind = 'write_off'
    group by p.creditor_id, p.reference, p.id, w.invoice_id having sum(w.amount_minor) <> 0 and not exists (
      select from allocation a where a.creditor_id = p.creditor_id and a.invoice_id = w.invoice_id and a.kind <> 'write_off' and a.amount_minor > 0)
    union all
    select 'discount: its terms are kept beside each allocation, and its rates of tax sum to it', i.number
    from allocation a join invoice i on i.creditor_id = a.creditor_id and i.id = a.invoice_id
      left join taken_discount d on d.creditor_id = a.creditor_id and d.id = a.id
    where a.kind = 'discount' and (d.id is null or d.amount_minor <> a.amount_minor or d.amount_minor <>
      (select sum((part->>'netMinor')::bigint + (part->>'taxMinor')::bigint) from jsonb_array_elements(d.tax_parts) part))
    union all
    select 'payment: its last transition is its status', p.reference
    from payment p where p.status <> 'created' and not exists
      (select from payment_transition t where t.creditor_id = p.creditor_id and t.payment_id = p.id and t.to_status = p.status)
    union all
    select 'credit application: amount = its allocations', c.reference
    from credit_application c where c.amount_minor <>
      (select coalesce(sum(a.amount_minor), 0) from allocation a
        where a.creditor_id = c.creditor_id and a.application_id = c.id and a.reverses_id is null
        and a.kind in ('credit_note', 'unapplied_credit'))`)
}
