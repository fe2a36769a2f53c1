import { ACCOUNT_PAPER_KINDS, type AccountPaper } from '~/domain/account-export'
import type { AccountExportReader } from './ports/account-export-reader'
import type { DebtorAccount, ReadingContext } from './ports/statement-reader'

/** Of each kind; what is older is in the archive of its period. */
const MOST_OF_A_KIND = 10

export interface LatestPapers {
  /** By kind (receipts, advices, dispute files), newest first. */
  readonly papers: readonly AccountPaper[]
  /** There are earlier ones. */
  readonly hasMore: boolean
}

/** What an account has to take away beside its invoices. */
export async function listLatestPapers(
  { exportReader }: { exportReader: AccountExportReader },
  account: DebtorAccount,
  context: ReadingContext,
): Promise<LatestPapers> {
  const page = { after: null, limit: MOST_OF_A_KIND + 1 }
  const found = await Promise.all(
    ACCOUNT_PAPER_KINDS.map((kind) => exportReader.listPapers(account, context, { kind, period: null }, page)),
  )
  return {
    papers: found.flatMap(({ rows }) => rows.slice(0, MOST_OF_A_KIND).map(({ at: _at, ...paper }) => paper)),
    hasMore: found.some(({ rows }) => rows.length > MOST_OF_A_KIND),
  }
}
