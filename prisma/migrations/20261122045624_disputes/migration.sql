-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "claimed_minor" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "dispute" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "invoice_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "claimed_minor" BIGINT NOT NULL,
    "granted_minor" BIGINT,
    "reason_code" TEXT NOT NULL,
    "action_code" TEXT NOT NULL,
    "batch_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "link_id" UUID,
    "opened_by_name" TEXT,
    "opened_by_email" TEXT,
    "locale" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "answer_due_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "credit_note_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "dispute_line" (
    "creditor_id" UUID NOT NULL,
    "dispute_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "claimed_quantity" DECIMAL,
    "claimed_price" DECIMAL,
    "claimed_net_minor" BIGINT NOT NULL,
    "claimed_minor" BIGINT NOT NULL,
    "granted_minor" BIGINT,

    CONSTRAINT "dispute_line_pkey" PRIMARY KEY ("creditor_id","dispute_id","position")
);

-- CreateTable
CREATE TABLE "dispute_entry" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "dispute_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "side" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "author_name" TEXT,
    "author" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "dispute_entry_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "dispute_file" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "dispute_id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "file_id" UUID NOT NULL,

    CONSTRAINT "dispute_file_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "dispute_hold" (
    "creditor_id" UUID NOT NULL,
    "dispute_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3),
    "due_again_minor" BIGINT,

    CONSTRAINT "dispute_hold_pkey" PRIMARY KEY ("creditor_id","dispute_id")
);

-- CreateIndex
CREATE INDEX "dispute_creditor_id_debtor_id_opened_at_idx" ON "dispute"("creditor_id", "debtor_id", "opened_at");

-- CreateIndex
CREATE INDEX "dispute_creditor_id_invoice_id_idx" ON "dispute"("creditor_id", "invoice_id");

-- CreateIndex
CREATE INDEX "dispute_creditor_id_status_opened_at_idx" ON "dispute"("creditor_id", "status", "opened_at");

-- CreateIndex
CREATE UNIQUE INDEX "dispute_creditor_id_reference_key" ON "dispute"("creditor_id", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "dispute_creditor_id_debtor_id_idempotency_key_invoice_id_key" ON "dispute"("creditor_id", "debtor_id", "idempotency_key", "invoice_id");

-- CreateIndex
CREATE INDEX "dispute_entry_creditor_id_dispute_id_at_idx" ON "dispute_entry"("creditor_id", "dispute_id", "at");

-- CreateIndex
CREATE INDEX "dispute_file_creditor_id_dispute_id_idx" ON "dispute_file"("creditor_id", "dispute_id");

-- CreateIndex
CREATE UNIQUE INDEX "dispute_file_creditor_id_entry_id_position_key" ON "dispute_file"("creditor_id", "entry_id", "position");

-- CreateIndex
CREATE INDEX "dispute_hold_creditor_id_invoice_id_idx" ON "dispute_hold"("creditor_id", "invoice_id");

-- AddForeignKey
ALTER TABLE "dispute_line" ADD CONSTRAINT "dispute_line_creditor_id_dispute_id_fkey" FOREIGN KEY ("creditor_id", "dispute_id") REFERENCES "dispute"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute_entry" ADD CONSTRAINT "dispute_entry_creditor_id_dispute_id_fkey" FOREIGN KEY ("creditor_id", "dispute_id") REFERENCES "dispute"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute_file" ADD CONSTRAINT "dispute_file_creditor_id_entry_id_fkey" FOREIGN KEY ("creditor_id", "entry_id") REFERENCES "dispute_entry"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language cannot say.

ALTER TABLE "dispute" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dispute" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "dispute" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "dispute_line" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dispute_line" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "dispute_line" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "dispute_entry" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dispute_entry" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "dispute_entry" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "dispute_file" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dispute_file" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "dispute_file" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "dispute_hold" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dispute_hold" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "dispute_hold" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

-- Nothing was disputed before, and what is held back never grows beyond the claims.
ALTER TABLE "invoice" ADD CONSTRAINT invoice_claims CHECK (claimed_minor >= disputed_minor);
ALTER TABLE "dispute"
  ADD CONSTRAINT dispute_status CHECK (status IN ('open', 'needs_information', 'accepted', 'partially_accepted', 'rejected', 'withdrawn')),
  ADD CONSTRAINT dispute_amounts CHECK (claimed_minor > 0 AND granted_minor BETWEEN 0 AND claimed_minor),
  ADD CONSTRAINT dispute_end CHECK ((ended_at IS NULL) = (status IN ('open', 'needs_information')));
ALTER TABLE "dispute_line"
  ADD CONSTRAINT dispute_line_kind CHECK (kind IN ('whole', 'quantity', 'price', 'amount')),
  ADD CONSTRAINT dispute_line_amounts CHECK (claimed_minor > 0 AND granted_minor BETWEEN 0 AND claimed_minor);

-- What was said and done stays said and done.
REVOKE UPDATE, DELETE, TRUNCATE ON "dispute_entry", "dispute_file" FROM CURRENT_USER;
