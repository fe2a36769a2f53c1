import type { AppLoadContext } from '@remix-run/node'
import type { DebtorSummary } from '~/domain/debtor-summary'
import type { ConsoleVisit } from './console-visit.server'

/** The debtor that an address of the console names. Throws the answer 404 where the creditor has none of that id. */
export async function requireConsoleDebtor(
  { app }: AppLoadContext,
  { creditor }: ConsoleVisit,
  externalId: string | undefined,
): Promise<DebtorSummary> {
  const debtor = await app.findDebtor({ creditorId: creditor.id, externalId: externalId ?? '' })
  if (!debtor) throw new Response(null, { status: 404 })
  return debtor
}
