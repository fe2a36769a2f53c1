-- CreateTable
CREATE TABLE "bank_table_mapping" (
    "creditor_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_by" TEXT NOT NULL,

    CONSTRAINT "bank_table_mapping_pkey" PRIMARY KEY ("creditor_id","name")
);

ALTER TABLE "bank_table_mapping" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "bank_table_mapping" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "bank_table_mapping" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND (SELECT coalesce(current_setting('quittance.debtor', true), '')) = ''));
