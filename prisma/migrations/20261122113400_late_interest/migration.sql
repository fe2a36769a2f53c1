-- AlterTable
ALTER TABLE "payment_intent" ADD COLUMN     "charge" JSONB;

-- CreateTable
CREATE TABLE "interest_note" (
    "creditor_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "about_invoice_id" UUID NOT NULL,
    "interest_minor" BIGINT NOT NULL,
    "compensation_minor" BIGINT NOT NULL,
    "through_on" DATE NOT NULL,
    "payment_id" UUID,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "interest_note_pkey" PRIMARY KEY ("creditor_id","invoice_id")
);

-- CreateTable
CREATE TABLE "interest_waiver" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "through_on" DATE,
    "includes_compensation" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "waived_at" TIMESTAMPTZ(3) NOT NULL,
    "waived_by" TEXT NOT NULL,

    CONSTRAINT "interest_waiver_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "payoff_quote" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "issued_on" DATE NOT NULL,
    "valid_through_on" DATE NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "items" JSONB NOT NULL,
    "language" TEXT NOT NULL,
    "link_id" UUID,
    "requested_by" TEXT NOT NULL,

    CONSTRAINT "payoff_quote_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateIndex
CREATE INDEX "interest_note_creditor_id_about_invoice_id_idx" ON "interest_note"("creditor_id", "about_invoice_id");

-- CreateIndex
CREATE INDEX "interest_waiver_creditor_id_invoice_id_idx" ON "interest_waiver"("creditor_id", "invoice_id");

-- CreateIndex
CREATE INDEX "payoff_quote_creditor_id_debtor_id_issued_at_idx" ON "payoff_quote"("creditor_id", "debtor_id", "issued_at");

-- CreateIndex
CREATE UNIQUE INDEX "payoff_quote_creditor_id_number_key" ON "payoff_quote"("creditor_id", "number");

-- AddForeignKey
ALTER TABLE "interest_note" ADD CONSTRAINT "interest_note_creditor_id_invoice_id_fkey" FOREIGN KEY ("creditor_id", "invoice_id") REFERENCES "invoice"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language cannot say. A quote is of an account, and whoever sees chosen invoices alone sees none.

ALTER TABLE "interest_note" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "interest_note" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "interest_note" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "interest_note" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR about_invoice_id IN (SELECT chosen.invoice_id FROM access_link_invoice chosen WHERE chosen.link_id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid)));

ALTER TABLE "interest_waiver" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "interest_waiver" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "interest_waiver" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "interest_waiver" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR invoice_id IN (SELECT chosen.invoice_id FROM access_link_invoice chosen WHERE chosen.link_id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid)));

ALTER TABLE "payoff_quote" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payoff_quote" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "payoff_quote" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "payoff_quote" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

ALTER TABLE "payment_intent" DROP CONSTRAINT payment_intent_amount;
-- Credits may settle all of an invoice, and its interest alone is left to be paid.
ALTER TABLE "payment_intent"
  ADD CONSTRAINT payment_intent_amount CHECK (amount_minor > 0 OR (amount_minor = 0 AND charge IS NOT NULL));
ALTER TABLE "interest_note"
  ADD CONSTRAINT interest_note_amounts CHECK (interest_minor >= 0 AND compensation_minor >= 0 AND interest_minor + compensation_minor > 0);
ALTER TABLE "payoff_quote"
  ADD CONSTRAINT payoff_quote_terms CHECK (total_minor > 0 AND valid_through_on >= issued_on);
REVOKE UPDATE, DELETE, TRUNCATE ON "interest_note" FROM CURRENT_USER;
REVOKE UPDATE, DELETE, TRUNCATE ON "interest_waiver" FROM CURRENT_USER;
REVOKE UPDATE, DELETE, TRUNCATE ON "payoff_quote" FROM CURRENT_USER;
