-- AlterTable
ALTER TABLE "gateway_inbox_entry" ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "closed_by" TEXT,
ADD COLUMN     "closing_note" TEXT,
ADD COLUMN     "creditor_id" UUID,
ADD COLUMN     "payment_id" UUID;

-- AlterTable
ALTER TABLE "reconciliation_difference" ADD COLUMN     "note" TEXT,
ADD COLUMN     "resolved_by" TEXT;

-- CreateTable
CREATE TABLE "manual_payment" (
    "creditor_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "way" TEXT NOT NULL,
    "received_on" DATE NOT NULL,
    "external_reference" TEXT,
    "note" TEXT,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "manual_payment_pkey" PRIMARY KEY ("creditor_id","payment_id")
);

-- CreateTable
CREATE TABLE "sandbox_reversal" (
    "id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "idempotency_key" TEXT,
    "reversal_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_reversal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sandbox_reversal_idempotency_key_key" ON "sandbox_reversal"("idempotency_key");

-- CreateIndex
CREATE INDEX "sandbox_reversal_checkout_id_idx" ON "sandbox_reversal"("checkout_id");

-- CreateIndex
CREATE INDEX "gateway_inbox_entry_payment_id_idx" ON "gateway_inbox_entry"("payment_id");

-- CreateIndex
CREATE INDEX "gateway_inbox_entry_creditor_id_result_idx" ON "gateway_inbox_entry"("creditor_id", "result");

-- CreateIndex
CREATE INDEX "reconciliation_run_creditor_id_started_at_idx" ON "reconciliation_run"("creditor_id", "started_at");

-- AddForeignKey
ALTER TABLE "manual_payment" ADD CONSTRAINT "manual_payment_creditor_id_payment_id_fkey" FOREIGN KEY ("creditor_id", "payment_id") REFERENCES "payment"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sandbox_reversal" ADD CONSTRAINT "sandbox_reversal_checkout_id_fkey" FOREIGN KEY ("checkout_id") REFERENCES "sandbox_checkout"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The tenant is checked by the database too.
ALTER TABLE "manual_payment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "manual_payment" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "manual_payment" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
ALTER TABLE "reconciliation_run" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "reconciliation_run" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "reconciliation_run" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND (SELECT coalesce(current_setting('quittance.debtor', true), '')) = ''));

-- A provider may take another amount than was asked for, and all of it can go back.
ALTER TABLE "payment" DROP CONSTRAINT payment_amounts;
ALTER TABLE "payment" ADD CONSTRAINT payment_amounts CHECK (
  amount_minor > 0 AND received_minor >= 0 AND refunded_minor >= 0 AND charged_back_minor >= 0
  AND refunded_minor + charged_back_minor <= coalesce(received_minor, 0));
ALTER TABLE "manual_payment" ADD CONSTRAINT manual_payment_way CHECK (way IN ('cash', 'cheque', 'bank_transfer', 'other'));

-- What each event so far is about.
SELECT set_config('quittance.creditor', '*', true);
UPDATE "gateway_inbox_entry" SET "creditor_id" = p."creditor_id", "payment_id" = p."id" FROM "payment" p
  WHERE p."gateway" = "gateway_inbox_entry"."gateway"
    AND p."gateway_reference" = "gateway_inbox_entry"."gateway_reference";

-- Facts are added, never changed.
REVOKE UPDATE, DELETE, TRUNCATE ON "manual_payment" FROM CURRENT_USER;
