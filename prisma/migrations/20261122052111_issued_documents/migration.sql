-- CreateTable
CREATE TABLE "issued_document" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "code" CHAR(12) NOT NULL,
    "sha256" BYTEA NOT NULL,
    "byte_size" INTEGER NOT NULL,
    "language" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "figures" JSONB NOT NULL,

    CONSTRAINT "issued_document_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "issued_document_code_key" ON "issued_document"("code");

-- CreateIndex
CREATE INDEX "issued_document_creditor_id_debtor_id_issued_at_idx" ON "issued_document"("creditor_id", "debtor_id", "issued_at");

ALTER TABLE "issued_document" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "issued_document" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "issued_document" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
ALTER TABLE "issued_document" ADD CONSTRAINT issued_document_sha256 CHECK (length(sha256) = 32);
