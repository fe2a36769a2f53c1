-- AlterTable
ALTER TABLE "sandbox_checkout" ADD COLUMN     "kept_for" TEXT,
ADD COLUMN     "method_id" TEXT,
ADD COLUMN     "methods" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "payment_attempt" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "outcome" TEXT,
    "gateway_reference" TEXT,
    "detail" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_attempt_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "method_consent" (
    "creditor_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT NOT NULL,
    "code_id" UUID NOT NULL,
    "link_id" UUID,
    "client_hint" TEXT,
    "agreed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "method_consent_pkey" PRIMARY KEY ("creditor_id","payment_id")
);

-- CreateTable
CREATE TABLE "sandbox_method" (
    "id" TEXT NOT NULL,
    "customer_reference" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "expires_on" DATE,
    "behaviour" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "sandbox_method_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "payment_attempt_creditor_id_payment_id_asked_at_idx" ON "payment_attempt"("creditor_id", "payment_id", "asked_at");

-- AddForeignKey
ALTER TABLE "payment_attempt" ADD CONSTRAINT "payment_attempt_creditor_id_payment_id_fkey" FOREIGN KEY ("creditor_id", "payment_id") REFERENCES "payment"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "method_consent" ADD CONSTRAINT "method_consent_creditor_id_payment_id_fkey" FOREIGN KEY ("creditor_id", "payment_id") REFERENCES "payment"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The tenant is checked by the database too.
ALTER TABLE "payment_attempt" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payment_attempt" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "payment_attempt" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
ALTER TABLE "method_consent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "method_consent" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "method_consent" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

-- What no bug may write.
ALTER TABLE "payment_attempt"
  ADD CONSTRAINT payment_attempt_kind CHECK (kind IN ('checkout', 'charge')),
  ADD CONSTRAINT payment_attempt_outcome CHECK (outcome IN ('made', 'unavailable', 'uncertain', 'rejected', 'authentication_required')),
  ADD CONSTRAINT payment_attempt_answered CHECK ((outcome IS NULL) = (answered_at IS NULL));
ALTER TABLE "one_time_code" ADD CONSTRAINT one_time_code_attempts CHECK (attempts BETWEEN 0 AND 5);
ALTER TABLE "saved_method" ADD CONSTRAINT saved_method_status CHECK (status IN ('active', 'removed', 'invalid'));

-- What somebody agreed to is never changed.
REVOKE UPDATE, DELETE, TRUNCATE ON "method_consent" FROM CURRENT_USER;
