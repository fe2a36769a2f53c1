/**
 * The SQL that tells which invoices may have a settlement discount today, as part of the queries of a page: most accounts
 * have none, and their pages ask nothing more. Which have one, and how much it is, `findSettlementDiscount` alone says;
 * this leaves out only what it could not grant.
 */

/** One row: what the creditor's discount policy means for the debtor. Parameters: 1 creditor, 2 debtor. */
export const DISCOUNT_TERMS = `(
  select
    (select max((tier ->> 'days')::int) from jsonb_array_elements(p.body -> 'tiers') tier) as tier_days,
    case when p.body #> '{sliding,debtors}' ? (select external_id from debtor where creditor_id = $1 and id = $2)
      then (p.body #>> '{sliding,leastDays}')::int end as sliding_days
  from (select 1) always left join lateral (
    select body from creditor_policy where creditor_id = $1 and kind = 'discount' order by version desc limit 1
  ) p on true)`

/**
 * A condition on the invoice `i` and the discount terms `t`, null rather than false where it has neither. A part that was disputed in time keeps its discount beyond
 * the last day, so whatever was ever disputed may have one.
 */
export function writeDiscountCondition(today: string): string {
  return `i.kind = 'invoice' and i.planned_minor = 0 and i.open_minor - i.disputed_minor - i.pending_minor > 0 and (
    i.last_discount_on >= ${today}::date
    or (i.last_discount_on is null and i.issue_on >= ${today}::date - t.tier_days)
    or i.due_on >= ${today}::date + t.sliding_days
    or ((i.last_discount_on is not null or t.tier_days is not null) and i.id in (
      select invoice_id from dispute_hold where creditor_id = $1 and debtor_id = $2)))`
}
