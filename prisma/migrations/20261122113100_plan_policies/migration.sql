-- AlterTable
ALTER TABLE "creditor_policy" ADD COLUMN "effective_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "plan_policy_draft" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_by" TEXT NOT NULL,

    CONSTRAINT "plan_policy_draft_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "plan_policy_draft_creditor_id_name_key" ON "plan_policy_draft"("creditor_id", "name");

-- A draft is the creditor's alone: nothing that is done for a debtor sees one.
ALTER TABLE "plan_policy_draft" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "plan_policy_draft" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "plan_policy_draft" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND (SELECT coalesce(current_setting('quittance.debtor', true), '')) = ''));
