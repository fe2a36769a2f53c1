-- AlterTable
ALTER TABLE "issued_document" ADD COLUMN     "mailed_as" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "issued_document_creditor_id_mailed_as_key" ON "issued_document"("creditor_id", "mailed_as");
