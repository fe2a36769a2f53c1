-- The next delivery of an endpoint is its pending one of lowest sequence.
CREATE INDEX webhook_delivery_pending ON "webhook_delivery" (creditor_id, endpoint_id, sequence) WHERE status = 'pending';
