-- CreateTable
CREATE TABLE "promise_to_pay" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "promised_on" DATE NOT NULL,
    "grace_until_on" DATE NOT NULL,
    "pauses_chasing" BOOLEAN NOT NULL,
    "received_minor" BIGINT NOT NULL DEFAULT 0,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_by_name" TEXT,
    "email" TEXT,
    "locale" TEXT NOT NULL,
    "link_id" UUID,
    "note" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "promise_to_pay_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "promise_invoice" (
    "creditor_id" UUID NOT NULL,
    "promise_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "promise_invoice_pkey" PRIMARY KEY ("creditor_id","promise_id","invoice_id")
);

-- CreateTable
CREATE TABLE "settlement_offer" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "owed_minor" BIGINT NOT NULL,
    "offered_minor" BIGINT NOT NULL,
    "pay_by_on" DATE NOT NULL,
    "answer_by_on" DATE NOT NULL,
    "grace_days" INTEGER NOT NULL,
    "opened_by" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "link_id" UUID,
    "email" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "agreed_at" TIMESTAMPTZ(3),
    "consent" JSONB,
    "document_id" UUID,
    "document_sha256" CHAR(64),
    "document_name" TEXT,
    "language" TEXT,
    "payment_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,

    CONSTRAINT "settlement_offer_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "settlement_offer_invoice" (
    "creditor_id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "waived_minor" BIGINT NOT NULL,

    CONSTRAINT "settlement_offer_invoice_pkey" PRIMARY KEY ("creditor_id","offer_id","invoice_id")
);

-- CreateTable
CREATE TABLE "settlement_offer_entry" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "side" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "author_name" TEXT,
    "text" TEXT NOT NULL,
    "offered_minor" BIGINT NOT NULL,
    "pay_by_on" DATE NOT NULL,

    CONSTRAINT "settlement_offer_entry_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateIndex
CREATE INDEX "promise_to_pay_creditor_id_debtor_id_made_at_idx" ON "promise_to_pay"("creditor_id", "debtor_id", "made_at");

-- CreateIndex
CREATE INDEX "promise_to_pay_creditor_id_status_promised_on_idx" ON "promise_to_pay"("creditor_id", "status", "promised_on");

-- CreateIndex
CREATE UNIQUE INDEX "promise_to_pay_creditor_id_reference_key" ON "promise_to_pay"("creditor_id", "reference");

-- CreateIndex
CREATE INDEX "promise_invoice_creditor_id_invoice_id_idx" ON "promise_invoice"("creditor_id", "invoice_id");

-- CreateIndex
CREATE INDEX "settlement_offer_creditor_id_debtor_id_opened_at_idx" ON "settlement_offer"("creditor_id", "debtor_id", "opened_at");

-- CreateIndex
CREATE INDEX "settlement_offer_creditor_id_status_answer_by_on_idx" ON "settlement_offer"("creditor_id", "status", "answer_by_on");

-- CreateIndex
CREATE UNIQUE INDEX "settlement_offer_creditor_id_reference_key" ON "settlement_offer"("creditor_id", "reference");

-- CreateIndex
CREATE INDEX "settlement_offer_invoice_creditor_id_invoice_id_idx" ON "settlement_offer_invoice"("creditor_id", "invoice_id");

-- CreateIndex
CREATE INDEX "settlement_offer_entry_creditor_id_offer_id_at_idx" ON "settlement_offer_entry"("creditor_id", "offer_id", "at");

-- AddForeignKey
ALTER TABLE "promise_invoice" ADD CONSTRAINT "promise_invoice_creditor_id_promise_id_fkey" FOREIGN KEY ("creditor_id", "promise_id") REFERENCES "promise_to_pay"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlement_offer_invoice" ADD CONSTRAINT "settlement_offer_invoice_creditor_id_offer_id_fkey" FOREIGN KEY ("creditor_id", "offer_id") REFERENCES "settlement_offer"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlement_offer_entry" ADD CONSTRAINT "settlement_offer_entry_creditor_id_offer_id_fkey" FOREIGN KEY ("creditor_id", "offer_id") REFERENCES "settlement_offer"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language cannot say.

ALTER TABLE "promise_to_pay" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "promise_to_pay" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "promise_to_pay" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "promise_invoice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "promise_invoice" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "promise_invoice" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "settlement_offer" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "settlement_offer" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "settlement_offer" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "settlement_offer_invoice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "settlement_offer_invoice" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "settlement_offer_invoice" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

ALTER TABLE "settlement_offer_entry" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "settlement_offer_entry" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "settlement_offer_entry" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));

-- Whoever sees chosen invoices alone sees the promises that were made by its own link, and no offers: those are of the whole account.
CREATE POLICY limited ON "promise_to_pay" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR link_id IN (SELECT below.id FROM access_link below WHERE below.id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid) OR below.ancestor_ids @> ARRAY[(SELECT nullif(current_setting('quittance.limit', true), '')::uuid)]));
CREATE POLICY limited ON "promise_invoice" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR promise_id IN (SELECT seen.id FROM promise_to_pay seen));
CREATE POLICY limited ON "settlement_offer" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');
CREATE POLICY limited ON "settlement_offer_invoice" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');
CREATE POLICY limited ON "settlement_offer_entry" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

ALTER TABLE "promise_to_pay"
  ADD CONSTRAINT promise_to_pay_status CHECK (status IN ('open', 'kept', 'broken', 'canceled')),
  ADD CONSTRAINT promise_to_pay_end CHECK ((ended_at IS NULL) = (status = 'open')),
  ADD CONSTRAINT promise_to_pay_amount CHECK (amount_minor > 0 AND received_minor >= 0),
  ADD CONSTRAINT promise_to_pay_grace CHECK (grace_until_on >= promised_on);
ALTER TABLE "promise_invoice" ADD CONSTRAINT promise_invoice_amount CHECK (amount_minor > 0);
ALTER TABLE "settlement_offer"
  ADD CONSTRAINT settlement_offer_status CHECK (status IN ('proposed', 'offered', 'agreed', 'fulfilled', 'broken', 'declined', 'withdrawn', 'expired')),
  ADD CONSTRAINT settlement_offer_end CHECK ((ended_at IS NULL) = (status IN ('proposed', 'offered', 'agreed'))),
  ADD CONSTRAINT settlement_offer_agreed CHECK ((agreed_at IS NULL) = (status IN ('proposed', 'offered', 'declined', 'withdrawn', 'expired')) AND (agreed_at IS NULL) = (consent IS NULL)),
  ADD CONSTRAINT settlement_offer_amounts CHECK (offered_minor > 0 AND offered_minor < owed_minor);
ALTER TABLE "settlement_offer_invoice" ADD CONSTRAINT settlement_offer_invoice_amounts CHECK (waived_minor >= 0 AND waived_minor <= amount_minor AND amount_minor > 0);
REVOKE UPDATE, DELETE, TRUNCATE ON "settlement_offer_entry" FROM CURRENT_USER;
