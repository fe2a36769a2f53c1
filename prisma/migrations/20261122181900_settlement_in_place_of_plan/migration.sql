-- An offer of the creditor that takes the place of a plan in force, which ends when the debtor agrees to it.

-- AlterTable
ALTER TABLE "settlement_offer" ADD COLUMN     "plan_id" UUID;
