-- CreateTable
CREATE TABLE "taken_discount" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "reverses_id" UUID,
    "amount_minor" BIGINT NOT NULL,
    "base_minor" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "rate_bps" INTEGER NOT NULL,
    "deadline_on" DATE NOT NULL,
    "tax_mode" TEXT NOT NULL,
    "tax_parts" JSONB NOT NULL,
    "note_number" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "taken_discount_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateIndex
CREATE INDEX "taken_discount_creditor_id_invoice_id_idx" ON "taken_discount"("creditor_id", "invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "taken_discount_creditor_id_note_number_key" ON "taken_discount"("creditor_id", "note_number");

-- What the schema language cannot say.

ALTER TABLE "taken_discount" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "taken_discount" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "taken_discount" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "taken_discount" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR invoice_id IN (SELECT chosen.invoice_id FROM access_link_invoice chosen WHERE chosen.link_id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid)));

ALTER TABLE "taken_discount"
  ADD CONSTRAINT taken_discount_source CHECK (source IN ('document', 'policy', 'sliding')),
  ADD CONSTRAINT taken_discount_tax_mode CHECK (tax_mode IN ('included', 'excluded', 'mixed')),
  ADD CONSTRAINT taken_discount_sign CHECK (amount_minor <> 0 AND (amount_minor > 0 OR reverses_id IS NOT NULL));
REVOKE UPDATE, DELETE, TRUNCATE ON "taken_discount" FROM CURRENT_USER;
