-- AlterTable
ALTER TABLE "webhook_endpoint" ADD COLUMN     "previous_secrets_expire_at" TIMESTAMPTZ(3);
