-- A large ledger is compared by a job, while its page says so.
ALTER TABLE "ledger_upload" ADD COLUMN "awaited_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "awaited_id" UUID,
ADD COLUMN "awaited_since" TIMESTAMPTZ(3),
ADD COLUMN "failed_at" TIMESTAMPTZ(3);

ALTER TABLE "ledger_upload"
  ADD CONSTRAINT ledger_upload_awaited CHECK ((awaited_id IS NULL) = (awaited_since IS NULL) AND (awaited_id IS NULL OR failed_at IS NULL));
