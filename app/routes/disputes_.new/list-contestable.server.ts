import type { AppLoadContext } from '@remix-run/node'
import type { ContestableInvoice } from '~/components/disputes/shown-dispute'
import { computeMostClaimable, computeUncontested, findTaxRatio } from '~/domain/dispute-claim'
import { computeDueNow } from '~/domain/invoice-balance'
import { getAccount } from '~/platform/http/debtor-account.server'
import type { DebtorVisit } from '~/platform/http/debtor-visit.server'

/** So many lines are offered in one form; invoices beyond can be disputed as a whole there, and by line alone. */
const MOST_LINES = 1_000

/** The invoices of these numbers, in this order, with what of them can be contested. Unknown ones are left out. */
export async function listContestable(
  app: AppLoadContext['app'],
  visit: DebtorVisit,
  numbers: readonly string[],
): Promise<ContestableInvoice[]> {
  const found = await app.listDisputable(getAccount(visit), numbers)
  let left = MOST_LINES
  return found.map(({ invoice, disputable }) => {
    const { lines, contestedPositions, granted, document } = disputable
    const isContestedWhole = contestedPositions.includes(0)
    const offered = isContestedWhole || (found.length > 1 && lines.length > left) ? [] : lines
    left -= offered.length
    return {
      number: invoice.number,
      currency: invoice.currency,
      openMinor: invoice.openMinor,
      dueNowMinor: computeDueNow(invoice),
      uncontestedMinor: computeUncontested(invoice.payableMinor, disputable),
      mayContestWhole: contestedPositions.length === 0 && invoice.openMinor > 0,
      lines: offered.flatMap((line) => {
        const mostMinor = computeMostClaimable(line, document.totals, granted.get(line.position))
        const { position, name, quantity, unitCode, unitPrice, netMinor } = line
        const taxRatio = findTaxRatio(line, document.totals)
        const isContested = contestedPositions.includes(position)
        return mostMinor === null
          ? []
          : [{ ...{ position, name, quantity, unitCode, unitPrice, netMinor, taxRatio }, mostMinor, isContested }]
      }),
    }
  })
}
