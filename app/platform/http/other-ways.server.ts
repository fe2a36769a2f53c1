import type { AppLoadContext } from '@remix-run/node'
import type { OtherWays, WaysInCurrency } from '~/components/other-ways'
import { permits } from '~/domain/access-scope'
import { getAccount } from './debtor-account.server'
import type { DebtorVisit } from './debtor-visit.server'

/** What this visitor can do about what is due beside paying it now. */
export async function readOtherWays({ app }: AppLoadContext, visit: DebtorVisit): Promise<OtherWays> {
  const { promises, settlements } = await app.readDebtorOffers(visit.creditor.id)
  const { scope, isLimited } = visit
  return {
    plans: visit.creditor.offersPlans && !isLimited,
    compares: permits(scope, 'pay'),
    promises: promises && !isLimited && permits(scope, 'pay'),
    settlements: settlements && !isLimited && permits(scope, 'agree'),
  }
}

/** By currency, what this visitor can do where it cannot pay now; empty where there is nothing but to write. */
export async function readWaysOut({ app }: AppLoadContext, visit: DebtorVisit): Promise<WaysInCurrency[]> {
  const { scope, isLimited } = visit
  if (isLimited) return []
  const found = await app.readWaysOut(getAccount(visit))
  return found
    .map(({ currency, plans, promises, settlements }) => ({
      currency,
      ways: {
        plans,
        compares: false,
        promises: promises && permits(scope, 'pay'),
        settlements: settlements && permits(scope, 'agree'),
      },
    }))
    .filter(({ ways }) => Object.values(ways).includes(true))
}
