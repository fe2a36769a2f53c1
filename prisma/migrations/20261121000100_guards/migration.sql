-- What the schema language cannot say: row-level security, balances that cannot be wrong, logs that cannot be rewritten.
--
-- A transaction states whom it acts for by two settings: quittance.creditor (an id, or * for the system itself, such as
-- a provider's webhook that names no tenant) and quittance.debtor (an id, or empty for the creditor's own users and jobs). Nothing stated: nothing seen.
-- Tables found by the hash of a secret alone (links, sessions, keys), the provider's inbox and the page version carry no policy.


ALTER TABLE "debtor" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "debtor" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "debtor" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "contact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "contact" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "contact" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "invoice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invoice" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "invoice" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "invoice_line" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invoice_line" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "invoice_line" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "invoice_attachment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invoice_attachment" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "invoice_attachment" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "access_log_entry" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "access_log_entry" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "access_log_entry" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "payment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payment" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "payment" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "payment_intent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payment_intent" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "payment_intent" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "payment_transition" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payment_transition" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "payment_transition" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "allocation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "allocation" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "allocation" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "unapplied_credit" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "unapplied_credit" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "unapplied_credit" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "outcome_event" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "outcome_event" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "outcome_event" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "stored_file" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "stored_file" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "stored_file" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid)));

ALTER TABLE "outcome_log_head" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "outcome_log_head" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "outcome_log_head" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid)));

ALTER TABLE "api_idempotency" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "api_idempotency" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "api_idempotency" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid)));

ALTER TABLE "import_run" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "import_run" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "import_run" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND (SELECT coalesce(current_setting('quittance.debtor', true), '')) = ''));

ALTER TABLE "webhook_endpoint" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "webhook_endpoint" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "webhook_endpoint" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid)));

ALTER TABLE "webhook_delivery" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "webhook_delivery" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "webhook_delivery" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid)));

ALTER TABLE "invoice"
  ADD CONSTRAINT invoice_kind CHECK (kind IN ('invoice', 'credit_note')),
  ADD CONSTRAINT invoice_balances CHECK (
    payable_minor >= 0 AND open_minor >= 0 AND pending_minor >= 0 AND disputed_minor >= 0
    AND open_minor <= payable_minor AND pending_minor <= open_minor AND disputed_minor <= open_minor);
ALTER TABLE "payment"
  ADD CONSTRAINT payment_amounts CHECK (
    amount_minor > 0 AND refunded_minor >= 0 AND charged_back_minor >= 0
    AND refunded_minor + charged_back_minor <= amount_minor);
ALTER TABLE "payment_intent" ADD CONSTRAINT payment_intent_amount CHECK (amount_minor > 0);
ALTER TABLE "unapplied_credit" ADD CONSTRAINT unapplied_credit_balance CHECK (amount_minor > 0 AND open_minor BETWEEN 0 AND amount_minor);
ALTER TABLE "allocation"
  ADD CONSTRAINT allocation_amount CHECK (amount_minor <> 0),
  ADD CONSTRAINT allocation_source CHECK (CASE kind
    WHEN 'cash' THEN payment_id IS NOT NULL
    WHEN 'credit_note' THEN credit_note_id IS NOT NULL
    WHEN 'unapplied_credit' THEN unapplied_credit_id IS NOT NULL
    ELSE kind IN ('discount', 'write_off') END);

-- Append-only: not even the owning role may rewrite what was recorded.
REVOKE UPDATE, DELETE, TRUNCATE ON "outcome_event", "allocation", "payment_transition" FROM CURRENT_USER;

-- The open items of a debtor: totals, ageing and the default list of the statement read this index alone.
CREATE INDEX invoice_open_items ON "invoice" (creditor_id, debtor_id, due_on, number)
  INCLUDE (kind, currency, open_minor, pending_minor, disputed_minor) WHERE open_minor > 0;
