-- AlterTable
ALTER TABLE "allocation" ADD COLUMN     "application_id" UUID;

-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "received_minor" BIGINT,
ADD COLUMN     "request_sha256" CHAR(64);

-- AlterTable
ALTER TABLE "sandbox_checkout" ADD COLUMN     "refunded_minor" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "credit_application" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_sha256" CHAR(64) NOT NULL,
    "payment_id" UUID,
    "link_id" UUID,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_application_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateIndex
CREATE INDEX "credit_application_creditor_id_payment_id_idx" ON "credit_application"("creditor_id", "payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "credit_application_creditor_id_debtor_id_idempotency_key_key" ON "credit_application"("creditor_id", "debtor_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "credit_application_creditor_id_reference_key" ON "credit_application"("creditor_id", "reference");

-- CreateIndex
CREATE INDEX "allocation_creditor_id_application_id_idx" ON "allocation"("creditor_id", "application_id");

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_creditor_id_application_id_fkey" FOREIGN KEY ("creditor_id", "application_id") REFERENCES "credit_application"("creditor_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "credit_application" ADD CONSTRAINT "credit_application_creditor_id_payment_id_fkey" FOREIGN KEY ("creditor_id", "payment_id") REFERENCES "payment"("creditor_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;


-- What the schema language cannot say.
ALTER TABLE "credit_application" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "credit_application" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "credit_application" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "credit_application" ADD CONSTRAINT credit_application_amount CHECK (amount_minor > 0);
ALTER TABLE "sandbox_checkout" ADD CONSTRAINT sandbox_checkout_amounts CHECK (amount_minor > 0 AND refunded_minor BETWEEN 0 AND amount_minor);
-- Money can only go back that came: what the provider says it received, not what was asked for.
ALTER TABLE "payment"
  DROP CONSTRAINT payment_amounts,
  ADD CONSTRAINT payment_amounts CHECK (
    amount_minor > 0 AND received_minor > 0 AND refunded_minor >= 0 AND charged_back_minor >= 0
    AND refunded_minor + charged_back_minor <= coalesce(received_minor, amount_minor));

-- Events that came before the payment they are about was known: found again when it is.
CREATE INDEX gateway_inbox_waiting ON "gateway_inbox_entry" (gateway, (payload ->> 'gatewayReference'))
  WHERE result IN ('waiting', 'unknown_payment');
