-- Plans of instalments, agreed: what they take of which invoices, what is to be paid when, and what was said.

-- CreateTable
CREATE TABLE "payment_plan" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "principal_minor" BIGINT NOT NULL,
    "fee_minor" BIGINT NOT NULL,
    "interest_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "down_payment_minor" BIGINT NOT NULL,
    "frequency" TEXT NOT NULL,
    "autopay" BOOLEAN NOT NULL,
    "saved_method_id" UUID,
    "policy_version" INTEGER NOT NULL,
    "terms" JSONB NOT NULL,
    "document_id" UUID,
    "document_file_id" UUID,
    "document_sha256" CHAR(64),
    "language" TEXT NOT NULL,
    "consent" JSONB,
    "charge_invoice_id" UUID,
    "supersedes_id" UUID,
    "idempotency_key" TEXT NOT NULL,
    "request_sha256" CHAR(64) NOT NULL,
    "link_id" UUID,
    "proposed_by" TEXT NOT NULL,
    "proposer_name" TEXT,
    "proposer_email" TEXT,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "agreed_at" TIMESTAMPTZ(3),
    "agreed_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "payment_plan_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "plan_invoice" (
    "creditor_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "settled_minor" BIGINT NOT NULL DEFAULT 0,
    "position" INTEGER NOT NULL,

    CONSTRAINT "plan_invoice_pkey" PRIMARY KEY ("creditor_id","plan_id","invoice_id")
);

-- CreateTable
CREATE TABLE "instalment" (
    "creditor_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "debtor_id" UUID NOT NULL,
    "due_on" DATE NOT NULL,
    "original_due_on" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "principal_minor" BIGINT NOT NULL,
    "charges_minor" BIGINT NOT NULL,
    "paid_minor" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "payment_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "noticed_at" TIMESTAMPTZ(3),
    "moved_times" INTEGER NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "instalment_pkey" PRIMARY KEY ("creditor_id","plan_id","number")
);

-- CreateTable
CREATE TABLE "plan_entry" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "side" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "author_name" TEXT,
    "text" TEXT NOT NULL,
    "proposal" JSONB,

    CONSTRAINT "plan_entry_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payment_plan_creditor_id_reference_key" ON "payment_plan"("creditor_id", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "payment_plan_creditor_id_debtor_id_idempotency_key_key" ON "payment_plan"("creditor_id", "debtor_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "payment_plan_creditor_id_debtor_id_proposed_at_idx" ON "payment_plan"("creditor_id", "debtor_id", "proposed_at");

-- CreateIndex
CREATE INDEX "payment_plan_creditor_id_status_proposed_at_idx" ON "payment_plan"("creditor_id", "status", "proposed_at");

-- CreateIndex
CREATE INDEX "plan_invoice_creditor_id_invoice_id_idx" ON "plan_invoice"("creditor_id", "invoice_id");

-- CreateIndex
CREATE INDEX "instalment_creditor_id_status_due_on_idx" ON "instalment"("creditor_id", "status", "due_on");

-- CreateIndex
CREATE INDEX "instalment_creditor_id_payment_id_idx" ON "instalment"("creditor_id", "payment_id");

-- CreateIndex
CREATE INDEX "plan_entry_creditor_id_plan_id_at_idx" ON "plan_entry"("creditor_id", "plan_id", "at");

-- AddForeignKey
ALTER TABLE "plan_invoice" ADD CONSTRAINT "plan_invoice_creditor_id_plan_id_fkey" FOREIGN KEY ("creditor_id", "plan_id") REFERENCES "payment_plan"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_creditor_id_plan_id_fkey" FOREIGN KEY ("creditor_id", "plan_id") REFERENCES "payment_plan"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_entry" ADD CONSTRAINT "plan_entry_creditor_id_plan_id_fkey" FOREIGN KEY ("creditor_id", "plan_id") REFERENCES "payment_plan"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language cannot say. Who may see a part of an account alone sees no plans.

ALTER TABLE "payment_plan" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payment_plan" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "payment_plan" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "payment_plan" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

ALTER TABLE "plan_invoice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "plan_invoice" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "plan_invoice" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "plan_invoice" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

ALTER TABLE "instalment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "instalment" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "instalment" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "instalment" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

ALTER TABLE "plan_entry" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "plan_entry" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "plan_entry" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "plan_entry" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

ALTER TABLE "payment_plan"
  ADD CONSTRAINT payment_plan_status CHECK (status IN ('proposed', 'countered', 'agreed', 'active', 'completed', 'defaulted', 'canceled', 'superseded', 'declined', 'withdrawn')),
  ADD CONSTRAINT payment_plan_total CHECK (principal_minor > 0 AND fee_minor >= 0 AND interest_minor >= 0 AND total_minor = principal_minor + fee_minor + interest_minor),
  ADD CONSTRAINT payment_plan_down_payment CHECK (down_payment_minor BETWEEN 0 AND total_minor),
  ADD CONSTRAINT payment_plan_end CHECK ((ended_at IS NULL) = (status IN ('proposed', 'countered', 'agreed', 'active'))),
  ADD CONSTRAINT payment_plan_agreement CHECK (status NOT IN ('agreed', 'active', 'completed', 'defaulted', 'canceled', 'superseded')
    OR (agreed_at IS NOT NULL AND consent IS NOT NULL AND document_sha256 IS NOT NULL)),
  ADD CONSTRAINT payment_plan_proposer CHECK (proposed_by IN ('debtor', 'creditor'));
ALTER TABLE "plan_invoice"
  ADD CONSTRAINT plan_invoice_amounts CHECK (amount_minor > 0 AND settled_minor BETWEEN 0 AND amount_minor);
ALTER TABLE "instalment"
  ADD CONSTRAINT instalment_status CHECK (status IN ('scheduled', 'moved', 'due', 'processing', 'retrying', 'paid', 'missed', 'canceled')),
  ADD CONSTRAINT instalment_amounts CHECK (amount_minor = principal_minor + charges_minor AND principal_minor >= 0 AND charges_minor >= 0 AND paid_minor BETWEEN 0 AND amount_minor);
ALTER TABLE "plan_entry"
  ADD CONSTRAINT plan_entry_side CHECK (side IN ('debtor', 'creditor'));
REVOKE UPDATE, DELETE, TRUNCATE ON "plan_entry" FROM CURRENT_USER;
