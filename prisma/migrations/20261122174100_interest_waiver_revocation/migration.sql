-- What a settlement or a quote let go of interest is owed again where its money goes back. Waivers are never changed:
-- that one has ended is a row of its own (without a
-- foreign key, which would ask for the right to change the waiver).

-- AlterTable
ALTER TABLE "interest_waiver" ADD COLUMN     "payment_id" UUID;

-- CreateTable
CREATE TABLE "interest_waiver_revocation" (
    "creditor_id" UUID NOT NULL,
    "waiver_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "revoked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "interest_waiver_revocation_pkey" PRIMARY KEY ("creditor_id","waiver_id")
);

-- CreateIndex
CREATE INDEX "interest_waiver_creditor_id_waived_by_idx" ON "interest_waiver"("creditor_id", "waived_by");

-- CreateIndex
CREATE INDEX "interest_waiver_revocation_creditor_id_invoice_id_idx" ON "interest_waiver_revocation"("creditor_id", "invoice_id");

-- What settlements that are broken by now had let go is owed again. Of every creditor, whom the policies know by a star.
SET quittance.creditor = '*';
INSERT INTO "interest_waiver_revocation" (creditor_id, waiver_id, debtor_id, invoice_id, revoked_at)
  SELECT waiver.creditor_id, waiver.id, waiver.debtor_id, waiver.invoice_id, offer.ended_at
  FROM "interest_waiver" waiver
    JOIN "settlement_offer" offer
      ON offer.creditor_id = waiver.creditor_id AND waiver.waived_by = 'settlement:' || offer.id
  WHERE offer.status = 'broken' AND offer.ended_at IS NOT NULL;
-- Those that stand are of the payment that fulfilled the settlement. Granted for this alone: else waivers are only added.
GRANT UPDATE ON "interest_waiver" TO CURRENT_USER;
UPDATE "interest_waiver" waiver SET payment_id = offer.payment_id
  FROM "settlement_offer" offer
  WHERE offer.creditor_id = waiver.creditor_id AND waiver.waived_by = 'settlement:' || offer.id;
REVOKE UPDATE ON "interest_waiver" FROM CURRENT_USER;
RESET quittance.creditor;

ALTER TABLE "interest_waiver_revocation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "interest_waiver_revocation" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "interest_waiver_revocation" USING ((SELECT current_setting('quittance.creditor', true)) = '*' OR (creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid) AND ((SELECT coalesce(current_setting('quittance.debtor', true), '')) = '' OR debtor_id = (SELECT nullif(current_setting('quittance.debtor', true), '')::uuid))));
CREATE POLICY limited ON "interest_waiver_revocation" AS RESTRICTIVE USING ((SELECT coalesce(current_setting('quittance.limit', true), '')) = '' OR invoice_id IN (SELECT chosen.invoice_id FROM access_link_invoice chosen WHERE chosen.link_id = (SELECT nullif(current_setting('quittance.limit', true), '')::uuid)));
REVOKE UPDATE, DELETE, TRUNCATE ON "interest_waiver_revocation" FROM CURRENT_USER;
