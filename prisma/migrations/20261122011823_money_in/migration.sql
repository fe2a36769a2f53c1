-- AlterTable
ALTER TABLE "gateway_inbox_entry" ADD COLUMN     "gateway_reference" TEXT,
ADD COLUMN     "transaction_reference" TEXT;

-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "bank_reference" TEXT,
ADD COLUMN     "keeps_method" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "origin" TEXT NOT NULL DEFAULT 'checkout',
ADD COLUMN     "quote_id" UUID,
ADD COLUMN     "saved_method_id" UUID,
ADD COLUMN     "settled_currency" CHAR(3),
ADD COLUMN     "settled_minor" BIGINT,
ADD COLUMN     "transaction_reference" TEXT;

-- Until now every payment was charged in its invoices' currency. Row-level security holds for the owner too.
SELECT set_config('quittance.creditor', '*', true);
UPDATE "payment" SET "settled_currency" = "currency", "settled_minor" = "amount_minor";
ALTER TABLE "payment" ALTER COLUMN "settled_currency" SET NOT NULL, ALTER COLUMN "settled_minor" SET NOT NULL;
UPDATE "gateway_inbox_entry" SET "gateway_reference" = "payload" ->> 'gatewayReference';

-- CreateTable
CREATE TABLE "payment_reversal" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "gateway_reference" TEXT,
    "idempotency_key" TEXT,
    "request_sha256" CHAR(64),
    "reason" TEXT,
    "requested_by" TEXT,
    "failure_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_reversal_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "payment_settlement" (
    "creditor_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "gross_minor" BIGINT NOT NULL,
    "fee_minor" BIGINT NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "exchange_rate" TEXT,
    "learned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_settlement_pkey" PRIMARY KEY ("creditor_id","payment_id")
);

-- CreateTable
CREATE TABLE "fx_quote" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "settled_currency" CHAR(3) NOT NULL,
    "settled_minor" BIGINT NOT NULL,
    "charged_currency" CHAR(3) NOT NULL,
    "charged_minor" BIGINT NOT NULL,
    "reference_rate" TEXT NOT NULL,
    "rate" TEXT NOT NULL,
    "margin_bps" INTEGER NOT NULL,
    "margin_minor" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "rate_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fx_quote_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "exchange_rate" (
    "source" TEXT NOT NULL,
    "rate_on" DATE NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "rate" TEXT NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "exchange_rate_pkey" PRIMARY KEY ("source","rate_on","currency")
);

-- CreateTable
CREATE TABLE "creditor_policy" (
    "creditor_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "creditor_policy_pkey" PRIMARY KEY ("creditor_id","kind","version")
);

-- CreateTable
CREATE TABLE "gateway_customer" (
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "customer_reference" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gateway_customer_pkey" PRIMARY KEY ("creditor_id","debtor_id","gateway")
);

-- CreateTable
CREATE TABLE "saved_method" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "method_reference" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "expires_on" DATE,
    "status" TEXT NOT NULL,
    "consent" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "saved_method_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "one_time_code" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "sent_to" TEXT NOT NULL,
    "code_sha256" BYTEA NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_code_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "bank_statement_file" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "file_id" UUID,
    "transaction_count" INTEGER NOT NULL,
    "new_count" INTEGER NOT NULL,
    "loaded_at" TIMESTAMPTZ(3) NOT NULL,
    "loaded_by" TEXT NOT NULL,

    CONSTRAINT "bank_statement_file_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "bank_transaction" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "fingerprint" CHAR(64) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "booked_on" DATE NOT NULL,
    "value_on" DATE,
    "details" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "decision" JSONB NOT NULL,
    "debtor_id" UUID,
    "payment_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,

    CONSTRAINT "bank_transaction_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "remittance_notice" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "paid_on" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "remittance_notice_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "reconciliation_run" (
    "id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "started_by" TEXT NOT NULL,
    "creditor_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "checked_count" INTEGER NOT NULL DEFAULT 0,
    "corrected_count" INTEGER NOT NULL DEFAULT 0,
    "unanswered_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "reconciliation_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconciliation_difference" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "ours" JSONB NOT NULL,
    "theirs" JSONB NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "reconciliation_difference_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "payment_reversal_creditor_id_payment_id_idx" ON "payment_reversal"("creditor_id", "payment_id");

-- CreateIndex
CREATE INDEX "payment_reversal_status_created_at_idx" ON "payment_reversal"("status", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "payment_reversal_creditor_id_payment_id_gateway_reference_key" ON "payment_reversal"("creditor_id", "payment_id", "gateway_reference");

-- CreateIndex
CREATE UNIQUE INDEX "payment_reversal_creditor_id_idempotency_key_key" ON "payment_reversal"("creditor_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "fx_quote_creditor_id_debtor_id_created_at_idx" ON "fx_quote"("creditor_id", "debtor_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "gateway_customer_gateway_customer_reference_key" ON "gateway_customer"("gateway", "customer_reference");

-- CreateIndex
CREATE INDEX "saved_method_creditor_id_debtor_id_status_idx" ON "saved_method"("creditor_id", "debtor_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "saved_method_gateway_method_reference_key" ON "saved_method"("gateway", "method_reference");

-- CreateIndex
CREATE INDEX "one_time_code_creditor_id_debtor_id_created_at_idx" ON "one_time_code"("creditor_id", "debtor_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "bank_statement_file_creditor_id_sha256_key" ON "bank_statement_file"("creditor_id", "sha256");

-- CreateIndex
CREATE INDEX "bank_transaction_creditor_id_status_booked_on_idx" ON "bank_transaction"("creditor_id", "status", "booked_on");

-- CreateIndex
CREATE INDEX "bank_transaction_creditor_id_payment_id_idx" ON "bank_transaction"("creditor_id", "payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "bank_transaction_creditor_id_fingerprint_key" ON "bank_transaction"("creditor_id", "fingerprint");

-- CreateIndex
CREATE INDEX "remittance_notice_creditor_id_payment_id_idx" ON "remittance_notice"("creditor_id", "payment_id");

-- CreateIndex
CREATE INDEX "reconciliation_run_gateway_started_at_idx" ON "reconciliation_run"("gateway", "started_at");

-- CreateIndex
CREATE INDEX "reconciliation_difference_creditor_id_resolved_at_idx" ON "reconciliation_difference"("creditor_id", "resolved_at");

-- CreateIndex
CREATE INDEX "gateway_inbox_entry_gateway_gateway_reference_idx" ON "gateway_inbox_entry"("gateway", "gateway_reference");

-- CreateIndex
CREATE INDEX "gateway_inbox_entry_gateway_transaction_reference_idx" ON "gateway_inbox_entry"("gateway", "transaction_reference");

-- CreateIndex
CREATE UNIQUE INDEX "payment_gateway_transaction_reference_key" ON "payment"("gateway", "transaction_reference");

-- CreateIndex
CREATE UNIQUE INDEX "payment_creditor_id_bank_reference_key" ON "payment"("creditor_id", "bank_reference");

-- AddForeignKey
ALTER TABLE "payment_reversal" ADD CONSTRAINT "payment_reversal_creditor_id_payment_id_fkey" FOREIGN KEY ("creditor_id", "payment_id") REFERENCES "payment"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_settlement" ADD CONSTRAINT "payment_settlement_creditor_id_payment_id_fkey" FOREIGN KEY ("creditor_id", "payment_id") REFERENCES "payment"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bank_transaction" ADD CONSTRAINT "bank_transaction_creditor_id_statement_id_fkey" FOREIGN KEY ("creditor_id", "statement_id") REFERENCES "bank_statement_file"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconciliation_difference" ADD CONSTRAINT "reconciliation_difference_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "reconciliation_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The tenant is checked by the database too.
ALTER TABLE "payment_reversal" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payment_reversal" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "payment_reversal" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
ALTER TABLE "payment_settlement" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payment_settlement" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "payment_settlement" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
ALTER TABLE "fx_quote" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "fx_quote" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "fx_quote" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
ALTER TABLE "gateway_customer" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "gateway_customer" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "gateway_customer" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
ALTER TABLE "saved_method" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saved_method" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "saved_method" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
ALTER TABLE "one_time_code" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "one_time_code" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "one_time_code" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
ALTER TABLE "remittance_notice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "remittance_notice" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "remittance_notice" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

-- A debtor may read what it is permitted.
ALTER TABLE "creditor_policy" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "creditor_policy" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "creditor_policy" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid)));

-- A creditor's own, which no debtor sees.
ALTER TABLE "bank_statement_file" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "bank_statement_file" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "bank_statement_file" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND (SELECT coalesce(current_setting('quittance.debtor', true), '')) = ''));
ALTER TABLE "bank_transaction" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "bank_transaction" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "bank_transaction" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND (SELECT coalesce(current_setting('quittance.debtor', true), '')) = ''));
ALTER TABLE "reconciliation_difference" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "reconciliation_difference" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "reconciliation_difference" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND (SELECT coalesce(current_setting('quittance.debtor', true), '')) = ''));

-- What no bug may write.
ALTER TABLE "payment" ADD CONSTRAINT payment_settled CHECK (settled_minor > 0 AND (settled_currency <> currency OR quote_id IS NULL));
ALTER TABLE "payment_reversal"
  ADD CONSTRAINT payment_reversal_amount CHECK (amount_minor > 0),
  ADD CONSTRAINT payment_reversal_kind CHECK (kind IN ('refund', 'chargeback', 'correction')),
  ADD CONSTRAINT payment_reversal_status CHECK (status IN ('requested', 'pending', 'taken', 'returned', 'rejected'));
ALTER TABLE "payment_settlement" ADD CONSTRAINT payment_settlement_sum CHECK (gross_minor = fee_minor + net_minor);
ALTER TABLE "fx_quote" ADD CONSTRAINT fx_quote_amounts CHECK (
  settled_minor > 0 AND charged_minor > 0 AND margin_bps >= 0 AND margin_minor >= 0 AND expires_at > created_at);
ALTER TABLE "bank_transaction" ADD CONSTRAINT bank_transaction_amount CHECK (amount_minor <> 0);

-- Money that went back before reversals were kept one by one.
INSERT INTO "payment_reversal" (id, creditor_id, debtor_id, payment_id, kind, status, amount_minor, created_at, taken_at)
  SELECT gen_random_uuid(), creditor_id, debtor_id, id, 'refund', 'taken', refunded_minor, now(), now()
  FROM "payment" WHERE refunded_minor > 0;
INSERT INTO "payment_reversal" (id, creditor_id, debtor_id, payment_id, kind, status, amount_minor, created_at, taken_at)
  SELECT gen_random_uuid(), creditor_id, debtor_id, id, 'chargeback', 'taken', charged_back_minor, now(), now()
  FROM "payment" WHERE charged_back_minor > 0;

-- Facts are added, never changed.
REVOKE UPDATE, DELETE, TRUNCATE ON "fx_quote", "creditor_policy" FROM CURRENT_USER;
