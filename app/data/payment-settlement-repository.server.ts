import type { DebtorId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import type { PaymentSettlementRepository } from '~/use-cases/ports/payment-settlement-repository'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'

export function createPaymentSettlementRepository(prisma: PrismaTransaction): PaymentSettlementRepository {
  return {
    async findByPayment(creditorId, paymentId) {
      const row = await prisma.paymentSettlement.findUnique({
        where: { creditorId_paymentId: { creditorId, paymentId } },
      })
      if (!row) return null
      const currency = parseStoredCurrency(row.currency)
      return {
        creditorId,
        paymentId,
        debtorId: row.debtorId as DebtorId,
        gross: createMoney(Number(row.grossMinor), currency),
        fee: createMoney(Number(row.feeMinor), currency),
        net: createMoney(Number(row.netMinor), currency),
        exchangeRate: row.exchangeRate,
        learnedAt: row.learnedAt,
      }
    },
    async save({ creditorId, debtorId, paymentId, gross, fee, net, exchangeRate, learnedAt }) {
      const amounts = {
        currency: gross.currency,
        grossMinor: gross.amountMinor,
        feeMinor: fee.amountMinor,
        netMinor: net.amountMinor,
      }
      const data = { ...amounts, debtorId, exchangeRate, learnedAt }
      await prisma.paymentSettlement.upsert({
        where: { creditorId_paymentId: { creditorId, paymentId } },
        create: { ...data, creditorId, paymentId },
        update: data,
      })
    },
  }
}
