-- AlterTable
ALTER TABLE "sandbox_checkout" ADD COLUMN     "behaviour" TEXT NOT NULL DEFAULT 'succeeds';
