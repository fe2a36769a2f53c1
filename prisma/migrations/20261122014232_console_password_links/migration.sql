-- AlterTable
ALTER TABLE "console_user" ALTER COLUMN "password_hash" DROP NOT NULL;

-- CreateTable
CREATE TABLE "console_password_link" (
    "id" UUID NOT NULL,
    "token_sha256" BYTEA NOT NULL,
    "creditor_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "console_password_link_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "console_password_link_token_sha256_key" ON "console_password_link"("token_sha256");

-- CreateIndex
CREATE INDEX "console_password_link_user_id_idx" ON "console_password_link"("user_id");
