import type { AppLoadContext } from '@remix-run/node'
import { z } from 'zod'
import { getAccount } from './debtor-account.server'
import type { DebtorVisit } from './debtor-visit.server'

/** The plan that the address names. Throws the answer 404 where the visitor has none such. */
export async function findPlan(
  { app }: AppLoadContext,
  visit: DebtorVisit,
  params: Readonly<Record<string, string | undefined>>,
) {
  const id = z.uuid().safeParse(params['id'])
  const view = id.success ? await app.readPlan(getAccount(visit), id.data) : null
  if (!view) throw new Response(null, { status: 404 })
  return view
}
