-- What runs by the clock looks for what there is to do, and no longer at everything that ever was.
-- The schema does not know partial indexes: they stand here alone.

-- Invoices that were settled lately, of which interest may be left to bill.
CREATE INDEX invoice_settled ON "invoice" (creditor_id, settled_on) WHERE settled_on IS NOT NULL;

CREATE INDEX payment_plan_in_force ON "payment_plan" (id) WHERE status IN ('agreed', 'active');

CREATE INDEX promise_to_pay_open ON "promise_to_pay" (creditor_id, id) WHERE status = 'open';

-- Payments that ended lately, which are compared with the provider's books.
CREATE INDEX payment_succeeded ON "payment" (creditor_id, succeeded_at) WHERE succeeded_at IS NOT NULL;

CREATE INDEX payment_ended ON "payment" (creditor_id, ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX payment_under_way ON "payment" (creditor_id, id) WHERE status IN ('created', 'pending', 'processing');
