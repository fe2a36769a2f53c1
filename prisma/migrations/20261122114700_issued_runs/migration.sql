-- Paying may issue a document: a note of late interest, or a credit of a plan's charges. It is posted by a run of its own,
-- also where the work is done for one debtor. Such a run says how many documents it posted and nothing of whose they are.

CREATE POLICY issued ON "import_run" USING (source IN ('plan', 'interest') AND creditor_id = (SELECT nullif(nullif(current_setting('quittance.creditor', true), ''), '*')::uuid));
