-- AlterTable
ALTER TABLE "creditor" DROP COLUMN "logo_file_id";
