-- What the creditor lets go with a payment, what a payment fulfils, and what instalments are to pay of an invoice.
ALTER TABLE "invoice" ADD COLUMN "planned_minor" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "payment" ADD COLUMN "purpose_kind" TEXT, ADD COLUMN "purpose_id" UUID;
ALTER TABLE "payment_intent" ADD COLUMN "concession" JSONB;

ALTER TABLE "invoice"
  ADD CONSTRAINT invoice_planned CHECK (planned_minor >= 0 AND pending_minor + planned_minor <= open_minor);
ALTER TABLE "payment"
  ADD CONSTRAINT payment_purpose CHECK (
    (purpose_kind IS NULL) = (purpose_id IS NULL)
    AND purpose_kind IN ('plan', 'settlement_offer', 'payoff_quote'));
CREATE INDEX payment_purpose ON "payment" (creditor_id, purpose_id) WHERE purpose_id IS NOT NULL;

DROP INDEX invoice_open_items;
CREATE INDEX invoice_open_items ON "invoice" (creditor_id, debtor_id, due_on, number)
  INCLUDE (kind, currency, open_minor, pending_minor, disputed_minor, planned_minor, id) WHERE open_minor > 0;
