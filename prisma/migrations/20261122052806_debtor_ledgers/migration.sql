-- CreateTable
CREATE TABLE "ledger_upload" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "filename" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "line_count" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,
    "columns" JSONB NOT NULL,
    "compared_at" TIMESTAMPTZ(3),
    "counts" JSONB,

    CONSTRAINT "ledger_upload_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "ledger_finding" (
    "creditor_id" UUID NOT NULL,
    "upload_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "ledger_finding_pkey" PRIMARY KEY ("creditor_id","upload_id","position")
);

-- CreateIndex
CREATE INDEX "ledger_upload_creditor_id_debtor_id_uploaded_at_idx" ON "ledger_upload"("creditor_id", "debtor_id", "uploaded_at");

-- CreateIndex
CREATE INDEX "ledger_upload_expires_at_idx" ON "ledger_upload"("expires_at");

-- CreateIndex
CREATE INDEX "ledger_finding_creditor_id_upload_id_kind_position_idx" ON "ledger_finding"("creditor_id", "upload_id", "kind", "position");

-- AddForeignKey
ALTER TABLE "ledger_finding" ADD CONSTRAINT "ledger_finding_creditor_id_upload_id_fkey" FOREIGN KEY ("creditor_id", "upload_id") REFERENCES "ledger_upload"("creditor_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema language cannot say.

ALTER TABLE "ledger_upload" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ledger_upload" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "ledger_upload" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "ledger_upload" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR link_id IN (SELECT below.id FROM access_link below WHERE below.id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid) OR below.ancestor_ids @> ARRAY[(SELECT nullif(current_setting('quittance.limit', true), '')::uuid)]));

ALTER TABLE "ledger_finding" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ledger_finding" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "ledger_finding" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "ledger_finding" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR upload_id IN (SELECT seen.id FROM ledger_upload seen));

ALTER TABLE "ledger_upload" ADD CONSTRAINT ledger_upload_result CHECK ((compared_at IS NULL) = (counts IS NULL));
ALTER TABLE "ledger_finding" ADD CONSTRAINT ledger_finding_kind
  CHECK (kind IN ('amounts_differ', 'missing_at_yours', 'missing_at_ours', 'credit_unused', 'listed_twice', 'matched', 'unreadable'));
