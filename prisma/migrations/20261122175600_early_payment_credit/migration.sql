-- CreateTable
CREATE TABLE "early_payment_credit" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "note_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "early_payment_credit_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateIndex
CREATE INDEX "early_payment_credit_creditor_id_payment_id_at_idx" ON "early_payment_credit"("creditor_id", "payment_id", "at");

ALTER TABLE "early_payment_credit"
  ADD CONSTRAINT early_payment_credit_amount CHECK (amount_minor <> 0);
ALTER TABLE "early_payment_credit" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "early_payment_credit" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "early_payment_credit" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
-- Links that are limited see no plans, and nothing of what was credited of one.
CREATE POLICY limited ON "early_payment_credit" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');
REVOKE UPDATE, DELETE, TRUNCATE ON "early_payment_credit" FROM CURRENT_USER;
