-- CreateTable
CREATE TABLE "reminder_notice" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "noticed_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "recipient_name" TEXT,
    "recipient_email" TEXT,
    "locale" TEXT NOT NULL,
    "pay_by_on" DATE,
    "sent_at" TIMESTAMPTZ(3),
    "dropped_at" TIMESTAMPTZ(3),
    "letter_file_id" UUID,

    CONSTRAINT "reminder_notice_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "reminder" (
    "creditor_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "stage" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "debtor_id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("creditor_id","invoice_id","stage","day")
);

-- CreateTable
CREATE TABLE "reminder_hold" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "invoice_id" UUID,
    "until_on" DATE,
    "reason" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "placed_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "reminder_hold_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "reminder_opt_out" (
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "stopped_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reminder_opt_out_pkey" PRIMARY KEY ("creditor_id","debtor_id","email")
);

-- CreateTable
CREATE TABLE "reminder_run" (
    "creditor_id" UUID NOT NULL,
    "run_on" DATE NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "reminder_run_pkey" PRIMARY KEY ("creditor_id","run_on")
);

-- CreateIndex
CREATE INDEX "reminder_notice_creditor_id_debtor_id_noticed_on_idx" ON "reminder_notice"("creditor_id", "debtor_id", "noticed_on");

-- CreateIndex
CREATE INDEX "reminder_notice_creditor_id_noticed_on_idx" ON "reminder_notice"("creditor_id", "noticed_on");

-- CreateIndex
CREATE UNIQUE INDEX "reminder_notice_creditor_id_reference_key" ON "reminder_notice"("creditor_id", "reference");

-- CreateIndex
CREATE INDEX "reminder_creditor_id_notice_id_idx" ON "reminder"("creditor_id", "notice_id");

-- CreateIndex
CREATE INDEX "reminder_hold_creditor_id_debtor_id_idx" ON "reminder_hold"("creditor_id", "debtor_id");

-- AddForeignKey
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_creditor_id_notice_id_fkey" FOREIGN KEY ("creditor_id", "notice_id") REFERENCES "reminder_notice"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language cannot say.

-- One mail a debtor a day.
CREATE UNIQUE INDEX reminder_notice_daily ON "reminder_notice" (creditor_id, debtor_id, noticed_on) WHERE kind <> 'hand_over';

ALTER TABLE "reminder_notice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "reminder_notice" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "reminder_notice" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "reminder_notice" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

ALTER TABLE "reminder" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "reminder" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "reminder" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "reminder" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

ALTER TABLE "reminder_hold" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "reminder_hold" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "reminder_hold" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "reminder_hold" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

ALTER TABLE "reminder_opt_out" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "reminder_opt_out" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "reminder_opt_out" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "reminder_opt_out" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '');

ALTER TABLE "reminder_run" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "reminder_run" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "reminder_run" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND (SELECT coalesce(current_setting('quittance.debtor', true), '')) = ''));

ALTER TABLE "reminder_notice"
  ADD CONSTRAINT reminder_notice_kind CHECK (kind IN ('reminder', 'demand', 'hand_over')),
  ADD CONSTRAINT reminder_notice_recipient CHECK ((recipient_email IS NULL) = (kind = 'hand_over')),
  ADD CONSTRAINT reminder_notice_term CHECK ((pay_by_on IS NULL) = (kind <> 'demand'));
ALTER TABLE "reminder"
  ADD CONSTRAINT reminder_stage CHECK (stage IN ('reminder', 'demand', 'hand_over')),
  ADD CONSTRAINT reminder_amount CHECK (amount_minor > 0);
ALTER TABLE "reminder_hold" ADD CONSTRAINT reminder_hold_end CHECK ((ended_at IS NULL) = (ended_by IS NULL));
