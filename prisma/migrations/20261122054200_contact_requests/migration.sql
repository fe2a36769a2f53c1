SELECT set_config('quittance.creditor', '*', true);

-- CreateTable
CREATE TABLE "bank_details_version" (
    "creditor_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "bank_accounts" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,
    "cooling_days" INTEGER NOT NULL,

    CONSTRAINT "bank_details_version_pkey" PRIMARY KEY ("creditor_id","version")
);

-- CreateTable
CREATE TABLE "contact_request" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "link_id" UUID NOT NULL,
    "sender_name" TEXT,
    "sender_email" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "subject" TEXT,
    "text" TEXT NOT NULL,
    "invoice_id" UUID,
    "reason" TEXT,
    "wished_until_on" DATE,
    "proposed_name" TEXT,
    "proposed_email" TEXT,
    "evidence_file_id" UUID,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "replies" JSONB NOT NULL DEFAULT '[]',
    "issued_link_id" UUID,

    CONSTRAINT "contact_request_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "reminder_pause" (
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "until_on" DATE NOT NULL,
    "granted_by" TEXT NOT NULL,

    CONSTRAINT "reminder_pause_pkey" PRIMARY KEY ("creditor_id","request_id")
);

-- CreateIndex
CREATE INDEX "contact_request_creditor_id_debtor_id_received_at_idx" ON "contact_request"("creditor_id", "debtor_id", "received_at");

-- CreateIndex
CREATE INDEX "contact_request_creditor_id_status_received_at_idx" ON "contact_request"("creditor_id", "status", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "contact_request_creditor_id_reference_key" ON "contact_request"("creditor_id", "reference");

-- CreateIndex
CREATE INDEX "reminder_pause_creditor_id_debtor_id_ends_at_idx" ON "reminder_pause"("creditor_id", "debtor_id", "ends_at");

-- What the schema language cannot say.

-- Whoever owes reads them, as on the trust page, and nobody changes one.
INSERT INTO "bank_details_version" (creditor_id, version, bank_accounts, changed_at, changed_by, cooling_days)
  SELECT id, 1, bank_accounts, created_at, 'migration', 0 FROM "creditor";
ALTER TABLE "bank_details_version" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "bank_details_version" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "bank_details_version" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid)));
REVOKE UPDATE, DELETE, TRUNCATE ON "bank_details_version" FROM CURRENT_USER;
ALTER TABLE "bank_details_version" ADD CONSTRAINT bank_details_version_numbers CHECK (version > 0 AND cooling_days BETWEEN 0 AND 60);

ALTER TABLE "contact_request" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "contact_request" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "contact_request" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "contact_request" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR link_id IN (SELECT below.id FROM access_link below WHERE below.id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid) OR below.ancestor_ids @> ARRAY[(SELECT nullif(current_setting('quittance.limit', true), '')::uuid)]));

ALTER TABLE "reminder_pause" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "reminder_pause" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "reminder_pause" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "reminder_pause" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR request_id IN (SELECT seen.id FROM contact_request seen));

ALTER TABLE "contact_request"
  ADD CONSTRAINT contact_request_kind CHECK (kind IN ('message', 'hardship', 'not_for_me')),
  ADD CONSTRAINT contact_request_status CHECK (status = 'open' OR (kind = 'message' AND status = 'done') OR (kind = 'hardship' AND status IN ('granted', 'declined')) OR (kind = 'not_for_me' AND status IN ('confirmed', 'declined'))),
  ADD CONSTRAINT contact_request_end CHECK ((decided_at IS NULL) = (status = 'open') AND (decided_by IS NULL) = (status = 'open'));
ALTER TABLE "reminder_pause" ADD CONSTRAINT reminder_pause_order CHECK (starts_at < ends_at);
