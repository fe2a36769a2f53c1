-- AlterTable
ALTER TABLE "saved_method" ADD COLUMN     "customer_reference" TEXT NOT NULL;
