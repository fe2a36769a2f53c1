import type { Creditor } from '~/domain/creditor'
import type { CreditorId } from '~/domain/ids'
import { decideTransactions } from './decide-bank-transactions'
import type { TransferServices } from './receive-transfer'

/** Of one transaction: few commits, and whoever waits for the creditor's log or for its invoices waits no second. */
const MOST_TOGETHER = 50

/**
 * Decides about those of these transactions of the account that nothing was decided about, in the order given: what a
 * transfer teaches counts for those after it. What is decided is kept as it goes on, some at a time, each at most once;
 * where it is cut short the rest is still waiting. Where some cannot be decided together each is tried by itself, and one
 * that fails then holds up none of the others; its error is thrown at the end.
 */
export async function matchBankTransactions(
  services: TransferServices,
  creditor: Creditor,
  ids: readonly string[],
): Promise<void> {
  const failures: unknown[] = []
  for (let rest = ids; rest.length > 0;) {
    const together = rest.slice(0, MOST_TOGETHER)
    const decidedCount = await decideTransactions(services, creditor, together).catch(() => null)
    if (decidedCount !== null) {
      rest = rest.slice(decidedCount)
      continue
    }
    const failed = await matchOneByOne(services, creditor, together)
    failures.push(...failed)
    // Not about this transfer or that: the job comes again.
    if (failed.length === together.length) break
    rest = rest.slice(together.length)
  }
  if (failures.length > 0) throw failures[0]
}

/** The errors of those that could not be decided. */
async function matchOneByOne(
  services: TransferServices,
  creditor: Creditor,
  ids: readonly string[],
): Promise<unknown[]> {
  const failures: unknown[] = []
  for (const id of ids) {
    await decideTransactions(services, creditor, [id]).catch((error: unknown) => failures.push(error))
  }
  return failures
}

/** Matches whatever is left of a file whose loading was cut short. The handler of the job `match-bank-transactions`. */
export async function matchBankStatement(
  services: TransferServices,
  { creditorId, statementId }: { creditorId: CreditorId; statementId: string },
): Promise<void> {
  const { creditor, waiting } = await services.unitOfWork.run(
    { kind: 'creditor', creditorId },
    async (transaction) => ({
      creditor: await transaction.creditors.findById(creditorId),
      waiting: await transaction.bankStatements.listWaiting(creditorId, statementId),
    }),
  )
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  await matchBankTransactions(services, creditor, waiting)
}
