import { z } from 'zod'
import type { LedgerAddress } from '~/use-cases/ports/ledger-repository'
import { getAccount } from './debtor-account.server'
import type { DebtorVisit } from './debtor-visit.server'

/** A visitor's own upload by the id in an address. Throws the answer 404 for what is no id. */
export function getLedgerAddress(visit: DebtorVisit, id: string | undefined): LedgerAddress {
  const parsed = z.uuid().safeParse(id)
  if (!parsed.success) throw new Response(null, { status: 404 })
  return { ...getAccount(visit), id: parsed.data }
}
