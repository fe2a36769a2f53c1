-- CreateIndex
CREATE INDEX "payment_attempt_gateway_gateway_reference_idx" ON "payment_attempt"("gateway", "gateway_reference");
