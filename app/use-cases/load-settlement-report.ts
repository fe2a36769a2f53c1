import type { DocumentRefusal } from '~/domain/document-refusal'
import type { GatewayName } from '~/domain/gateway-name'
import type { CreditorId, PaymentId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import type { BooksSide } from '~/domain/reconciliation'
import { succeed, type Result } from '~/domain/result'
import { compareSettledLine } from './compare-settled-line'
import type { FoundDifference } from './compare-with-provider'
import type { PaymentServices } from './payment-services'
import type { PaymentSettlement } from './ports/payment-settlement-repository'
import type { ReconciliationDifference, ReconciliationRun } from './ports/reconciliation-repository'
import type { OtherLines, RefusedLine, SettledLine, SettlementReportReader } from './ports/settlement-report-reader'
import type { Transaction } from './ports/unit-of-work'

type Services = Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids'> & {
  settlementReportReader: SettlementReportReader
}

export interface LoadReportInput {
  creditorId: CreditorId
  content: Uint8Array
  /** 'user:<id>' or 'key:<id>' */
  loadedBy: string
}

type NamedPayment = Pick<Payment, 'id' | 'reference'>

/** A line whose payment's fee was not known before. */
export interface RecordedLine extends Pick<SettledLine, 'row' | 'gross' | 'fee' | 'net' | 'exchangeRate'> {
  payment: NamedPayment
}

/** A line that says something else than our books; nothing of it is taken over. */
export interface DifferingLine extends FoundDifference {
  row: number
  payment: NamedPayment
  /** False where it stood among the differences already, resolved or not. */
  isNew: boolean
}

/** What became of each line, in the report's order. */
export interface LoadedReport {
  gateway: GatewayName
  recorded: RecordedLine[]
  /** Lines that said what was known. */
  knownCount: number
  differing: DifferingLine[]
  /** Lines that name no payment of this creditor with that provider: of a shop on the same account, say. */
  unmatched: Pick<SettledLine, 'row' | 'transactionReference'>[]
  others: readonly OtherLines[]
  refused: readonly RefusedLine[]
}

const LINES_TOGETHER = 500

/**
 * Takes in a provider's report of what it paid out. A line is matched by the provider's reference of the transaction, in
 * this creditor's payments with that provider alone, and what it keeps and pays out is kept beside the payment where the
 * line and our books agree on what was paid. What disagrees is left to somebody, among the differences of reconciliation.
 * The same report again changes nothing.
 */
export async function loadSettlementReport(
  services: Services,
  input: LoadReportInput,
): Promise<Result<LoadedReport, DocumentRefusal>> {
  const read = await services.settlementReportReader.read(input.content)
  if (!read.ok) return read
  const { gateway, settled, others, refused } = read.value
  const scope = { kind: 'creditor', creditorId: input.creditorId } as const
  const taken = await services.unitOfWork.run(scope, (transaction) =>
    takeIn(services, transaction, input, { gateway, settled }),
  )
  return succeed({ gateway, ...taken, others, refused })
}

type TakenLines = Pick<LoadedReport, 'recorded' | 'knownCount' | 'differing' | 'unmatched'>

async function takeIn(
  services: Services,
  transaction: Transaction,
  input: LoadReportInput,
  { gateway, settled }: { gateway: GatewayName; settled: readonly SettledLine[] },
): Promise<TakenLines> {
  const { reconciliations } = transaction
  await reconciliations.lockReports(input.creditorId)
  const taken: TakenLines = { recorded: [], knownCount: 0, differing: [], unmatched: [] }
  const run = describeRun(services, input, gateway)
  let isKept = false
  const checked = new Set<PaymentId>()
  for (let start = 0; start < settled.length; start += LINES_TOGETHER) {
    const lines = settled.slice(start, start + LINES_TOGETHER)
    const payments = await findPayments(transaction, input.creditorId, gateway, lines)
    const ids = [...new Set([...payments.values()].map(({ id }) => id))]
    const known = new Map(await transaction.paymentSettlements.listByPayments(input.creditorId, ids))
    const found = new Set((await reconciliations.listByPayments(input.creditorId, ids)).map(nameDifference))
    const added: PaymentSettlement[] = []
    const differences: ReconciliationDifference[] = []
    for (const line of lines) {
      const payment = payments.get(line)
      if (!payment) {
        taken.unmatched.push({ row: line.row, transactionReference: line.transactionReference })
        continue
      }
      checked.add(payment.id)
      const named = { row: line.row, payment: { id: payment.id, reference: payment.reference } }
      const comparison = compareSettledLine(line, payment, known.get(payment.id) ?? null)
      if (comparison.kind === 'known') taken.knownCount += 1
      else if (comparison.kind === 'differs') {
        const name = nameDifference({ paymentId: payment.id, ...comparison.found })
        // What somebody looks at or has looked at does not come back.
        const isNew = !found.has(name)
        found.add(name)
        if (isNew) differences.push(describeDifference(services, payment, comparison.found, run.id))
        taken.differing.push({ ...named, ...comparison.found, isNew })
      } else {
        const { gross, fee, net, exchangeRate } = line
        const settlement = describeSettlement(payment, line, run.startedAt)
        known.set(payment.id, settlement)
        added.push(settlement)
        taken.recorded.push({ ...named, gross, fee, net, exchangeRate })
      }
    }
    // A report that brings nothing new leaves nothing behind.
    if (!isKept && added.length + differences.length > 0) {
      await reconciliations.insertRun(run)
      isKept = true
    }
    await transaction.paymentSettlements.insertMany(added)
    await reconciliations.insertDifferences(differences)
  }
  if (isKept) await reconciliations.saveRun({ ...run, checkedCount: checked.size })
  return taken
}

/** By the provider's reference, else by the id of ours that the line names. */
async function findPayments(
  { payments }: Transaction,
  creditorId: CreditorId,
  gateway: GatewayName,
  lines: readonly SettledLine[],
): Promise<ReadonlyMap<SettledLine, Payment>> {
  const found = await payments.listNamed(creditorId, gateway, {
    transactionReferences: lines.map(({ transactionReference }) => transactionReference),
    paymentIds: lines.flatMap(({ paymentId }) => paymentId ?? []),
  })
  const byReference = new Map(found.map((payment) => [payment.transactionReference, payment]))
  const byId = new Map<string, Payment>(found.map((payment) => [payment.id, payment]))
  return new Map(
    lines.flatMap((line) => {
      const payment = byReference.get(line.transactionReference) ?? byId.get(line.paymentId ?? '')
      return payment ? [[line, payment] as const] : []
    }),
  )
}

function describeSettlement(
  { creditorId, debtorId, id: paymentId }: Payment,
  { gross, fee, net, exchangeRate }: SettledLine,
  learnedAt: Date,
): PaymentSettlement {
  return { creditorId, debtorId, paymentId, gross, fee, net, exchangeRate, learnedAt }
}

/** A report is a comparison with the provider's books, and stands among the others. */
function describeRun(
  { ids, clock }: Services,
  { creditorId, loadedBy }: LoadReportInput,
  gateway: GatewayName,
): ReconciliationRun {
  const at = clock.now()
  return {
    ...{ id: ids.uuid(), creditorId, gateway, startedBy: loadedBy, startedAt: at, endedAt: at },
    ...{ checkedCount: 0, correctedCount: 0, unansweredCount: 0 },
  }
}

function describeDifference(
  { ids }: Services,
  { creditorId, debtorId, id: paymentId }: Payment,
  found: FoundDifference,
  runId: string,
): ReconciliationDifference {
  return {
    ...{ id: ids.uuid(), runId, creditorId, debtorId, paymentId, ...found },
    ...{ resolvedAt: null, resolvedBy: null, note: null },
  }
}

/** The same for the same difference alone, however the sides' members are ordered. */
function nameDifference({
  paymentId,
  kind,
  ours,
  theirs,
}: Pick<ReconciliationDifference, 'paymentId' | 'kind' | 'ours' | 'theirs'>): string {
  const name = ({ status, amountMinor, currency, feeMinor, reference }: BooksSide) => [
    status,
    amountMinor,
    currency,
    feeMinor,
    reference,
  ]
  return JSON.stringify([paymentId, kind, ...name(ours), ...name(theirs)])
}
