-- That a prepared payment expired is noted, and told to whoever prepared it.
ALTER TABLE "payment_approval"
  DROP CONSTRAINT payment_approval_status,
  ADD CONSTRAINT payment_approval_status CHECK (status IN ('waiting', 'approved', 'declined', 'changed', 'expired'));
CREATE INDEX payment_approval_waiting ON "payment_approval" (expires_at) WHERE status = 'waiting';
