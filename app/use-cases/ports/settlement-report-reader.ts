/** A provider's report of what it paid out: what app/gateways offers to whoever takes one in. */
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { GatewayName } from '~/domain/gateway-name'
import type { Money } from '~/domain/money'
import type { ReportLineRefusal } from '~/domain/report-line-refusal'
import type { Result } from '~/domain/result'

/** A line that settles a payment. */
export interface SettledLine {
  /** Row of the table; the first line of the file is row 1. */
  readonly row: number
  /** The provider's id of the movement of money. */
  readonly transactionReference: string
  /** Our own id, where the line names one of the form that we give out. */
  readonly paymentId: string | null
  /** What the payer paid, in the currency of the payment. */
  readonly paid: Money
  /** What it is worth, what the provider keeps of it, and what it pays out: all in the currency in which it settles. */
  readonly gross: Money
  readonly fee: Money
  readonly net: Money
  /** The provider's, from the payment's currency to the settlement's; null where both are one. */
  readonly exchangeRate: string | null
}

export interface RefusedLine {
  readonly row: number
  readonly code: ReportLineRefusal
  /** The column that is wrong; null where it is the line. */
  readonly column: string | null
}

/** Lines that settle no payment, counted by the provider's own name for what they are. */
export interface OtherLines {
  readonly type: string
  /** A refund or a chargeback, say; else it is about the account: a fee of the month, a payout. */
  readonly concernsPayment: boolean
  readonly count: number
}

export interface SettlementReport {
  readonly gateway: GatewayName
  readonly settled: readonly SettledLine[]
  readonly others: readonly OtherLines[]
  readonly refused: readonly RefusedLine[]
}

export interface SettlementReportReader {
  /** Refuses a file that is no such report, or too large; a line that cannot be read is refused by itself. */
  read(content: Uint8Array): Promise<Result<SettlementReport, DocumentRefusal>>
}
