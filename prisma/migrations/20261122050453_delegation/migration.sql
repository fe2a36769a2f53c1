-- AlterTable
ALTER TABLE "access_link" ADD COLUMN     "ancestor_ids" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "caps" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "is_limited" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "access_log_entry" ADD COLUMN     "subject" TEXT;

-- CreateTable
CREATE TABLE "access_link_invoice" (
    "link_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,

    CONSTRAINT "access_link_invoice_pkey" PRIMARY KEY ("link_id","invoice_id")
);

-- CreateTable
CREATE TABLE "approval_limit" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "limit_minor" BIGINT,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "set_by_name" TEXT,
    "link_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "code_id" UUID NOT NULL,
    "client_hint" TEXT,

    CONSTRAINT "approval_limit_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "payment_approval" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_sha256" CHAR(64) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "limit_minor" BIGINT NOT NULL,
    "order" JSONB NOT NULL,
    "way" TEXT,
    "charged_currency" CHAR(3),
    "link_id" UUID NOT NULL,
    "requested_by_name" TEXT,
    "requested_by_email" TEXT,
    "locale" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_link_id" UUID,
    "decided_by_name" TEXT,
    "decided_by_email" TEXT,
    "reason" TEXT,
    "opened_id" UUID,

    CONSTRAINT "payment_approval_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateIndex
CREATE INDEX "access_link_invoice_creditor_id_invoice_id_idx" ON "access_link_invoice"("creditor_id", "invoice_id");

-- CreateIndex
CREATE INDEX "approval_limit_creditor_id_debtor_id_currency_set_at_idx" ON "approval_limit"("creditor_id", "debtor_id", "currency", "set_at");

-- CreateIndex
CREATE INDEX "payment_approval_creditor_id_debtor_id_requested_at_idx" ON "payment_approval"("creditor_id", "debtor_id", "requested_at");

-- CreateIndex
CREATE UNIQUE INDEX "payment_approval_creditor_id_debtor_id_idempotency_key_key" ON "payment_approval"("creditor_id", "debtor_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "access_link_ancestor_ids_idx" ON "access_link" USING GIN ("ancestor_ids");

-- AddForeignKey
ALTER TABLE "access_link_invoice" ADD CONSTRAINT "access_link_invoice_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "access_link"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language cannot say.
--
-- A third setting beside creditor and debtor, quittance.limit, names the link of whoever may see chosen invoices alone.
-- The policies called "limited" stand beside those called "tenant": both must let a row through. Payments and what was
-- done by others stay hidden, also where they concern a chosen invoice.

ALTER TABLE "access_link_invoice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "access_link_invoice" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "access_link_invoice" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "approval_limit" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "approval_limit" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "approval_limit" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "payment_approval" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payment_approval" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "payment_approval" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

CREATE POLICY limited ON "invoice" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR id IN (SELECT chosen.invoice_id FROM access_link_invoice chosen WHERE chosen.link_id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid)));
CREATE POLICY limited ON "invoice_line" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR invoice_id IN (SELECT chosen.invoice_id FROM access_link_invoice chosen WHERE chosen.link_id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid)));
CREATE POLICY limited ON "invoice_attachment" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR invoice_id IN (SELECT chosen.invoice_id FROM access_link_invoice chosen WHERE chosen.link_id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid)));
CREATE POLICY limited ON "payment_intent" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR invoice_id IN (SELECT chosen.invoice_id FROM access_link_invoice chosen WHERE chosen.link_id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid)));
CREATE POLICY limited ON "allocation" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR invoice_id IN (SELECT chosen.invoice_id FROM access_link_invoice chosen WHERE chosen.link_id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid)));
CREATE POLICY limited ON "dispute" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR invoice_id IN (SELECT chosen.invoice_id FROM access_link_invoice chosen WHERE chosen.link_id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid)));
CREATE POLICY limited ON "dispute_hold" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR invoice_id IN (SELECT chosen.invoice_id FROM access_link_invoice chosen WHERE chosen.link_id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid)));
CREATE POLICY limited ON "dispute_line" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR dispute_id IN (SELECT seen.id FROM dispute seen));
CREATE POLICY limited ON "dispute_entry" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR dispute_id IN (SELECT seen.id FROM dispute seen));
CREATE POLICY limited ON "dispute_file" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR dispute_id IN (SELECT seen.id FROM dispute seen));
CREATE POLICY limited ON "payment" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR link_id IN (SELECT below.id FROM access_link below WHERE below.id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid) OR below.ancestor_ids @> ARRAY[(SELECT nullif(current_setting('quittance.limit', true), '')::uuid)]));
CREATE POLICY limited ON "credit_application" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR link_id IN (SELECT below.id FROM access_link below WHERE below.id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid) OR below.ancestor_ids @> ARRAY[(SELECT nullif(current_setting('quittance.limit', true), '')::uuid)]));
CREATE POLICY limited ON "payment_approval" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR link_id IN (SELECT below.id FROM access_link below WHERE below.id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid) OR below.ancestor_ids @> ARRAY[(SELECT nullif(current_setting('quittance.limit', true), '')::uuid)]));
CREATE POLICY limited ON "payment_transition" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR payment_id IN (SELECT seen.id FROM payment seen));
CREATE POLICY limited ON "payment_attempt" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR payment_id IN (SELECT seen.id FROM payment seen));
CREATE POLICY limited ON "method_consent" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR payment_id IN (SELECT seen.id FROM payment seen));
CREATE POLICY limited ON "payment_reversal" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR payment_id IN (SELECT seen.id FROM payment seen));
CREATE POLICY limited ON "manual_payment" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR payment_id IN (SELECT seen.id FROM payment seen));
CREATE POLICY limited ON "payment_settlement" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR payment_id IN (SELECT seen.id FROM payment seen));
CREATE POLICY limited ON "remittance_notice" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR payment_id IN (SELECT seen.id FROM payment seen));
CREATE POLICY limited ON "unapplied_credit" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');
CREATE POLICY limited ON "saved_method" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

-- These are also written to by whoever may not read them all.
CREATE POLICY limited ON "access_log_entry" AS RESTRICTIVE FOR SELECT USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR link_id IN (SELECT below.id FROM access_link below WHERE below.id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid) OR below.ancestor_ids @> ARRAY[(SELECT nullif(current_setting('quittance.limit', true), '')::uuid)]));
CREATE POLICY limited ON "outcome_event" AS RESTRICTIVE FOR SELECT USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

-- The open items again, with the id that the policy above asks for: else the index alone would no longer do.
DROP INDEX invoice_open_items;
CREATE INDEX invoice_open_items ON "invoice" (creditor_id, debtor_id, due_on, number)
  INCLUDE (kind, currency, open_minor, pending_minor, disputed_minor, id) WHERE open_minor > 0;

ALTER TABLE "approval_limit" ADD CONSTRAINT approval_limit_amount CHECK (limit_minor > 0);
ALTER TABLE "payment_approval"
  ADD CONSTRAINT payment_approval_status CHECK (status IN ('waiting', 'approved', 'declined', 'changed')),
  ADD CONSTRAINT payment_approval_end CHECK ((decided_at IS NULL) = (status = 'waiting')),
  ADD CONSTRAINT payment_approval_other CHECK (decided_link_id <> link_id OR status <> 'approved');
REVOKE UPDATE, DELETE, TRUNCATE ON "approval_limit" FROM CURRENT_USER;
