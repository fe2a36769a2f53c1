-- Events that stand for somebody are few among all there ever were: counted at every reading of the metrics.
CREATE INDEX gateway_inbox_set_aside ON "gateway_inbox_entry" (received_at, result)
  WHERE closed_at IS NULL
    AND (result IN ('unknown_payment', 'another_transaction', 'currency_mismatch', 'waiting') OR result IS NULL);
