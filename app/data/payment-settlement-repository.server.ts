import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import type { PaymentSettlement, PaymentSettlementRepository } from '~/use-cases/ports/payment-settlement-repository'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import type { PaymentSettlement as SettlementRow } from './generated/client'

export function createPaymentSettlementRepository(prisma: PrismaTransaction): PaymentSettlementRepository {
  return {
    async findByPayment(creditorId, paymentId) {
      const row = await prisma.paymentSettlement.findUnique({
        where: { creditorId_paymentId: { creditorId, paymentId } },
      })
      return row && toSettlement(row)
    },
    async listByPayments(creditorId, paymentIds) {
      const rows = await prisma.paymentSettlement.findMany({
        where: { creditorId, paymentId: { in: [...paymentIds] } },
      })
      return new Map(rows.map(toSettlement).map((settlement) => [settlement.paymentId, settlement]))
    },
    async insertMany(settlements) {
      await prisma.paymentSettlement.createMany({ data: settlements.map(toRow) })
    },
    async save(settlement) {
      const { creditorId, paymentId, ...data } = toRow(settlement)
      await prisma.paymentSettlement.upsert({
        where: { creditorId_paymentId: { creditorId, paymentId } },
        create: { ...data, creditorId, paymentId },
        update: data,
      })
    },
  }
}

function toRow({ gross, fee, net, ...settlement }: PaymentSettlement) {
  return {
    ...settlement,
    currency: gross.currency,
    grossMinor: gross.amountMinor,
    feeMinor: fee.amountMinor,
    netMinor: net.amountMinor,
  }
}

function toSettlement(row: SettlementRow): PaymentSettlement {
  const currency = parseStoredCurrency(row.currency)
  return {
    creditorId: row.creditorId as CreditorId,
    paymentId: row.paymentId as PaymentId,
    debtorId: row.debtorId as DebtorId,
    gross: createMoney(Number(row.grossMinor), currency),
    fee: createMoney(Number(row.feeMinor), currency),
    net: createMoney(Number(row.netMinor), currency),
    exchangeRate: row.exchangeRate,
    learnedAt: row.learnedAt,
  }
}
