import type { DebtorSummary } from '~/domain/debtor-summary'
import type { CreditorId } from '~/domain/ids'
import type { Clock } from './ports/clock'
import type { DebtorDirectory, WorklistQuery } from './ports/debtor-directory'

interface Dependencies {
  debtorDirectory: DebtorDirectory
  clock: Clock
}

/** A page of the creditor's debtors in the order of its own numbers, for programs. */
export async function listDebtors(
  { debtorDirectory, clock }: Dependencies,
  { creditorId, after, limit }: { creditorId: CreditorId; after: string | null; limit: number },
): Promise<{ debtors: DebtorSummary[]; hasMore: boolean }> {
  const found = await debtorDirectory.listAfter(creditorId, clock.now(), { after, limit: limit + 1 })
  return { debtors: found.slice(0, limit), hasMore: found.length > limit }
}

const WORKLIST_PAGE_SIZE = 50

/** A page of the worklist, for people. `page` counts from 1. */
export async function listWorklist(
  { debtorDirectory, clock }: Dependencies,
  { creditorId, page, ...query }: { creditorId: CreditorId; page: number } & Omit<WorklistQuery, 'offset' | 'limit'>,
): Promise<{ debtors: DebtorSummary[]; totalCount: number; pageCount: number }> {
  const { debtors, totalCount } = await debtorDirectory.listWorklist(creditorId, clock.now(), {
    ...query,
    offset: (page - 1) * WORKLIST_PAGE_SIZE,
    limit: WORKLIST_PAGE_SIZE,
  })
  return { debtors, totalCount, pageCount: Math.max(1, Math.ceil(totalCount / WORKLIST_PAGE_SIZE)) }
}

/** One debtor by the creditor's own number for it. */
export function findDebtor(
  { debtorDirectory, clock }: Dependencies,
  { creditorId, externalId }: { creditorId: CreditorId; externalId: string },
): Promise<DebtorSummary | null> {
  return debtorDirectory.findByExternalId(creditorId, clock.now(), externalId)
}
