-- AlterTable
ALTER TABLE "bank_transaction" ADD COLUMN     "counterparty_account" TEXT,
ADD COLUMN     "entry_fingerprint" CHAR(64) NOT NULL,
ADD COLUMN     "kind" TEXT NOT NULL,
ADD COLUMN     "reference_payment_id" UUID;

-- CreateIndex
CREATE INDEX "bank_transaction_creditor_id_entry_fingerprint_idx" ON "bank_transaction"("creditor_id", "entry_fingerprint");

-- CreateIndex
CREATE INDEX "bank_transaction_creditor_id_counterparty_account_idx" ON "bank_transaction"("creditor_id", "counterparty_account");

-- CreateIndex
CREATE INDEX "bank_transaction_creditor_id_reference_payment_id_idx" ON "bank_transaction"("creditor_id", "reference_payment_id");

-- CreateIndex
CREATE INDEX "bank_transaction_creditor_id_currency_amount_minor_idx" ON "bank_transaction"("creditor_id", "currency", "amount_minor");

-- What incoming transfers are matched by. The first two are `computeNumberKeys` of the domain.
CREATE INDEX invoice_number_full ON "invoice" (creditor_id, upper(regexp_replace(number, '[^A-Za-z1-9]', '', 'g')));
CREATE INDEX invoice_number_digits ON "invoice" (creditor_id, regexp_replace(number, '[^1-9]', '', 'g'));
CREATE INDEX invoice_open_amount ON "invoice" (creditor_id, currency, open_minor) WHERE open_minor > 0;

-- The words of a name, in both spellings of an umlaut: what `normalizePartyName` keeps is among them.
CREATE FUNCTION party_words(name text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_split_to_array(regexp_replace(regexp_replace(
    upper(replace(normalize(name, NFKD), 'ß', 'ss')), '[\u0300-\u036f]', '', 'g'), '([AOU])E', '\1', 'g'), '[^[:alnum:]]+')
$$;
CREATE INDEX debtor_party_words ON "debtor" USING gin (party_words(name));
ALTER TABLE "bank_transaction" ADD CONSTRAINT bank_transaction_kind
  CHECK (kind IN ('incoming', 'outgoing', 'incoming_reversed', 'outgoing_returned'));
