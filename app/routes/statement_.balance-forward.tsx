/** The statement as a ledger: a balance brought forward, the movements of a period, the balance after it. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { BalanceForwardPage } from '~/components/balance-forward-page'
import { useStaticModel } from '~/components/static-page'
import { parsePeriodQuery } from '~/domain/balance-forward'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount, getReadingContext, requireWholeAccount } from '~/platform/http/debtor-account.server'
import { getVisitKey, requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, debtor, language, today } = visit
  return staticPage(context, {
    language,
    title: getTranslate(language)('statement:movements.pageTitle', { creditor: creditor.name }),
    brand: creditor.slug,
    key: getVisitKey(visit, request),
    async load() {
      const { query, problems } = parsePeriodQuery(new URL(request.url).searchParams, today)
      const reading = requireWholeAccount(
        await context.app.readBalanceForward(getAccount(visit), getReadingContext(visit), query),
      )
      return {
        creditor,
        scope: visit.scope,
        debtor,
        today,
        balanceForward: reading.balanceForward,
        currencies: reading.currencies,
        problems: [...problems, ...reading.problems],
        format: getFormatters(visit.formatLocale, creditor.timeZone),
      }
    },
  })
}

export default function BalanceForwardRoute() {
  const { creditor, scope, ...page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="statement">
      <BalanceForwardPage {...page} />
    </AccountFrame>
  )
}
