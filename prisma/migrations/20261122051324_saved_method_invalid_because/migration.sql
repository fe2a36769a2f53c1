-- AlterTable
ALTER TABLE "saved_method" ADD COLUMN     "invalid_because" TEXT;
