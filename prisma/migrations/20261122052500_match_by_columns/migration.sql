-- Behind row-level security an index on an expression is not used, because its functions are not leakproof: every
-- transfer read every invoice and every debtor. Columns are compared by operators that are.
ALTER TABLE "invoice"
  ADD COLUMN "number_full" TEXT GENERATED ALWAYS AS (upper(regexp_replace(number, '[^A-Za-z1-9]', '', 'g'))) STORED,
  ADD COLUMN "number_digits" TEXT GENERATED ALWAYS AS (regexp_replace(number, '[^1-9]', '', 'g')) STORED;
ALTER TABLE "debtor" ADD COLUMN "name_words" TEXT[] GENERATED ALWAYS AS (party_words(name)) STORED;
DROP INDEX "invoice_number_full";
DROP INDEX "invoice_number_digits";
DROP INDEX "debtor_party_words";

-- CreateIndex
CREATE INDEX "invoice_creditor_id_number_full_idx" ON "invoice"("creditor_id", "number_full");

-- CreateIndex
CREATE INDEX "invoice_creditor_id_number_digits_idx" ON "invoice"("creditor_id", "number_digits");
