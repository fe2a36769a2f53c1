-- CreateTable
CREATE TABLE "creditor" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "default_locale" TEXT NOT NULL,
    "default_currency" CHAR(3) NOT NULL,
    "country_code" CHAR(2) NOT NULL,
    "vat_id" TEXT,
    "address_lines" TEXT[],
    "support_email" TEXT NOT NULL,
    "support_phone" TEXT,
    "brand_color" TEXT NOT NULL,
    "logo_file_id" UUID,
    "default_terms_days" INTEGER NOT NULL,
    "bank_accounts" JSONB NOT NULL,
    "gateways" TEXT[],
    "link_lifetime_days" INTEGER NOT NULL DEFAULT 30,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "creditor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "debtor" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "country_code" CHAR(2),
    "locale" TEXT,
    "vat_id" TEXT,
    "address_lines" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "debtor_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "debtor_version" (
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,

    CONSTRAINT "debtor_version_pkey" PRIMARY KEY ("debtor_id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT,
    "locale" TEXT,
    "is_primary" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "stored_file" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "byte_size" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "filename" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stored_file_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "import_run" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "invoice_count" INTEGER NOT NULL DEFAULT 0,
    "credit_note_count" INTEGER NOT NULL DEFAULT 0,
    "line_count" INTEGER NOT NULL DEFAULT 0,
    "unchanged_count" INTEGER NOT NULL DEFAULT 0,
    "refused_count" INTEGER NOT NULL DEFAULT 0,
    "refusals" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "issue_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "purchase_order" TEXT,
    "payable_minor" BIGINT NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "open_minor" BIGINT NOT NULL,
    "pending_minor" BIGINT NOT NULL DEFAULT 0,
    "disputed_minor" BIGINT NOT NULL DEFAULT 0,
    "line_count" INTEGER NOT NULL,
    "content_sha256" CHAR(64) NOT NULL,
    "source_format" TEXT NOT NULL,
    "source_file_id" UUID,
    "import_run_id" UUID NOT NULL,
    "details" JSONB NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_on" DATE,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "invoice_line" (
    "creditor_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "debtor_id" UUID NOT NULL,
    "line_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "quantity" DECIMAL NOT NULL,
    "unit_code" TEXT,
    "unit_price" DECIMAL,
    "net_minor" BIGINT NOT NULL,
    "tax_percent" DECIMAL,
    "details" JSONB,

    CONSTRAINT "invoice_line_pkey" PRIMARY KEY ("creditor_id","invoice_id","position")
);

-- CreateTable
CREATE TABLE "invoice_attachment" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "reference" TEXT,
    "description" TEXT,
    "url" TEXT,
    "file_id" UUID,

    CONSTRAINT "invoice_attachment_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "access_link" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "token_sha256" BYTEA NOT NULL,
    "scope" TEXT[],
    "recipient_name" TEXT,
    "recipient_email" TEXT,
    "locale" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "issued_by" TEXT NOT NULL,

    CONSTRAINT "access_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "debtor_session" (
    "id" UUID NOT NULL,
    "token_sha256" BYTEA NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "scope" TEXT[],
    "locale" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "debtor_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_log_entry" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "client_hint" TEXT,

    CONSTRAINT "access_log_entry_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "gateway" TEXT NOT NULL,
    "gateway_reference" TEXT,
    "redirect_url" TEXT,
    "method" TEXT,
    "failure_code" TEXT,
    "locale" TEXT NOT NULL,
    "link_id" UUID,
    "payer_name" TEXT,
    "payer_email" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "succeeded_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "charged_back_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "payment_intent" (
    "creditor_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "reserved" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "payment_intent_pkey" PRIMARY KEY ("creditor_id","payment_id","invoice_id")
);

-- CreateTable
CREATE TABLE "payment_transition" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "from_status" TEXT NOT NULL,
    "to_status" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cause" TEXT NOT NULL,
    "gateway_event_id" TEXT,

    CONSTRAINT "payment_transition_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "allocation" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "payment_id" UUID,
    "credit_note_id" UUID,
    "unapplied_credit_id" UUID,
    "reverses_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "allocation_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "unapplied_credit" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "payment_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "open_minor" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unapplied_credit_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "gateway_inbox_entry" (
    "id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processed_at" TIMESTAMPTZ(3),
    "result" TEXT,

    CONSTRAINT "gateway_inbox_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outcome_log_head" (
    "creditor_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL DEFAULT 0,
    "hash" CHAR(64) NOT NULL,

    CONSTRAINT "outcome_log_head_pkey" PRIMARY KEY ("creditor_id")
);

-- CreateTable
CREATE TABLE "outcome_event" (
    "creditor_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "debtor_id" UUID NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,
    "previous_hash" CHAR(64) NOT NULL,
    "hash" CHAR(64) NOT NULL,

    CONSTRAINT "outcome_event_pkey" PRIMARY KEY ("creditor_id","sequence")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "secrets" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_reason" TEXT,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("creditor_id","id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "key_sha256" BYTEA NOT NULL,
    "label" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_idempotency" (
    "creditor_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_sha256" CHAR(64) NOT NULL,
    "status" INTEGER,
    "response_body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_idempotency_pkey" PRIMARY KEY ("creditor_id","key")
);

-- CreateTable
CREATE TABLE "console_user" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "locale" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "console_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "console_session" (
    "id" UUID NOT NULL,
    "token_sha256" BYTEA NOT NULL,
    "creditor_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "console_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sandbox_checkout" (
    "id" TEXT NOT NULL,
    "payment_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "description" TEXT NOT NULL,
    "merchant_name" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "return_url" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "method" TEXT,
    "failure_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "settles_at" TIMESTAMPTZ(3),
    "settles_as" TEXT,

    CONSTRAINT "sandbox_checkout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sandbox_event" (
    "id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "sandbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "creditor_slug_key" ON "creditor"("slug");

-- CreateIndex
CREATE INDEX "debtor_creditor_id_name_idx" ON "debtor"("creditor_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "debtor_creditor_id_external_id_key" ON "debtor"("creditor_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_creditor_id_debtor_id_email_key" ON "contact"("creditor_id", "debtor_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "stored_file_creditor_id_sha256_filename_key" ON "stored_file"("creditor_id", "sha256", "filename");

-- CreateIndex
CREATE INDEX "import_run_creditor_id_started_at_idx" ON "import_run"("creditor_id", "started_at");

-- CreateIndex
CREATE INDEX "invoice_creditor_id_debtor_id_due_on_idx" ON "invoice"("creditor_id", "debtor_id", "due_on");

-- CreateIndex
CREATE INDEX "invoice_creditor_id_debtor_id_issue_on_idx" ON "invoice"("creditor_id", "debtor_id", "issue_on");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_creditor_id_number_kind_key" ON "invoice"("creditor_id", "number", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_attachment_creditor_id_invoice_id_position_key" ON "invoice_attachment"("creditor_id", "invoice_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "access_link_token_sha256_key" ON "access_link"("token_sha256");

-- CreateIndex
CREATE INDEX "access_link_creditor_id_debtor_id_created_at_idx" ON "access_link"("creditor_id", "debtor_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "debtor_session_token_sha256_key" ON "debtor_session"("token_sha256");

-- CreateIndex
CREATE INDEX "debtor_session_link_id_idx" ON "debtor_session"("link_id");

-- CreateIndex
CREATE INDEX "access_log_entry_creditor_id_debtor_id_at_idx" ON "access_log_entry"("creditor_id", "debtor_id", "at");

-- CreateIndex
CREATE INDEX "access_log_entry_link_id_at_idx" ON "access_log_entry"("link_id", "at");

-- CreateIndex
CREATE INDEX "payment_creditor_id_debtor_id_created_at_idx" ON "payment"("creditor_id", "debtor_id", "created_at");

-- CreateIndex
CREATE INDEX "payment_status_expires_at_idx" ON "payment"("status", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "payment_creditor_id_debtor_id_idempotency_key_key" ON "payment"("creditor_id", "debtor_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "payment_creditor_id_reference_key" ON "payment"("creditor_id", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "payment_gateway_gateway_reference_key" ON "payment"("gateway", "gateway_reference");

-- CreateIndex
CREATE INDEX "payment_intent_creditor_id_invoice_id_idx" ON "payment_intent"("creditor_id", "invoice_id");

-- CreateIndex
CREATE INDEX "payment_transition_creditor_id_payment_id_at_idx" ON "payment_transition"("creditor_id", "payment_id", "at");

-- CreateIndex
CREATE INDEX "allocation_creditor_id_invoice_id_idx" ON "allocation"("creditor_id", "invoice_id");

-- CreateIndex
CREATE INDEX "allocation_creditor_id_debtor_id_at_idx" ON "allocation"("creditor_id", "debtor_id", "at");

-- CreateIndex
CREATE INDEX "allocation_creditor_id_payment_id_idx" ON "allocation"("creditor_id", "payment_id");

-- CreateIndex
CREATE INDEX "unapplied_credit_creditor_id_debtor_id_idx" ON "unapplied_credit"("creditor_id", "debtor_id");

-- CreateIndex
CREATE UNIQUE INDEX "gateway_inbox_entry_gateway_event_id_key" ON "gateway_inbox_entry"("gateway", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "outcome_event_id_key" ON "outcome_event"("id");

-- CreateIndex
CREATE INDEX "outcome_event_creditor_id_debtor_id_sequence_idx" ON "outcome_event"("creditor_id", "debtor_id", "sequence");

-- CreateIndex
CREATE INDEX "webhook_endpoint_creditor_id_idx" ON "webhook_endpoint"("creditor_id");

-- CreateIndex
CREATE INDEX "webhook_delivery_creditor_id_endpoint_id_status_idx" ON "webhook_delivery"("creditor_id", "endpoint_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_creditor_id_endpoint_id_event_id_key" ON "webhook_delivery"("creditor_id", "endpoint_id", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_sha256_key" ON "api_key"("key_sha256");

-- CreateIndex
CREATE INDEX "api_key_creditor_id_idx" ON "api_key"("creditor_id");

-- CreateIndex
CREATE INDEX "console_user_email_idx" ON "console_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "console_user_creditor_id_email_key" ON "console_user"("creditor_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "console_session_token_sha256_key" ON "console_session"("token_sha256");

-- CreateIndex
CREATE INDEX "console_session_user_id_idx" ON "console_session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "sandbox_checkout_idempotency_key_key" ON "sandbox_checkout"("idempotency_key");

-- AddForeignKey
ALTER TABLE "debtor" ADD CONSTRAINT "debtor_creditor_id_fkey" FOREIGN KEY ("creditor_id") REFERENCES "creditor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_creditor_id_debtor_id_fkey" FOREIGN KEY ("creditor_id", "debtor_id") REFERENCES "debtor"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_creditor_id_debtor_id_fkey" FOREIGN KEY ("creditor_id", "debtor_id") REFERENCES "debtor"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_creditor_id_invoice_id_fkey" FOREIGN KEY ("creditor_id", "invoice_id") REFERENCES "invoice"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_attachment" ADD CONSTRAINT "invoice_attachment_creditor_id_invoice_id_fkey" FOREIGN KEY ("creditor_id", "invoice_id") REFERENCES "invoice"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_link" ADD CONSTRAINT "access_link_creditor_id_debtor_id_fkey" FOREIGN KEY ("creditor_id", "debtor_id") REFERENCES "debtor"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_creditor_id_debtor_id_fkey" FOREIGN KEY ("creditor_id", "debtor_id") REFERENCES "debtor"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_intent" ADD CONSTRAINT "payment_intent_creditor_id_payment_id_fkey" FOREIGN KEY ("creditor_id", "payment_id") REFERENCES "payment"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_intent" ADD CONSTRAINT "payment_intent_creditor_id_invoice_id_fkey" FOREIGN KEY ("creditor_id", "invoice_id") REFERENCES "invoice"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_transition" ADD CONSTRAINT "payment_transition_creditor_id_payment_id_fkey" FOREIGN KEY ("creditor_id", "payment_id") REFERENCES "payment"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_creditor_id_invoice_id_fkey" FOREIGN KEY ("creditor_id", "invoice_id") REFERENCES "invoice"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_creditor_id_payment_id_fkey" FOREIGN KEY ("creditor_id", "payment_id") REFERENCES "payment"("creditor_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "unapplied_credit" ADD CONSTRAINT "unapplied_credit_creditor_id_debtor_id_fkey" FOREIGN KEY ("creditor_id", "debtor_id") REFERENCES "debtor"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unapplied_credit" ADD CONSTRAINT "unapplied_credit_creditor_id_payment_id_fkey" FOREIGN KEY ("creditor_id", "payment_id") REFERENCES "payment"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_creditor_id_endpoint_id_fkey" FOREIGN KEY ("creditor_id", "endpoint_id") REFERENCES "webhook_endpoint"("creditor_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sandbox_event" ADD CONSTRAINT "sandbox_event_checkout_id_fkey" FOREIGN KEY ("checkout_id") REFERENCES "sandbox_checkout"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
