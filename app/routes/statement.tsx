/** The statement. */
import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { useStaticModel } from '~/components/static-page'
import { describeSavings } from '~/components/savings'
import { StatementPage } from '~/components/statement-page'
import { permits } from '~/domain/access-scope'
import { parseCurrencyCode } from '~/domain/currency'
import type { InvoiceId } from '~/domain/ids'
import type { Statement } from '~/domain/statement'
import { parseStatementQuery, type TotalCurrency } from '~/domain/statement-query'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount, getReadingContext } from '~/platform/http/debtor-account.server'
import { getVisitKey, requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { readOtherWays } from '~/platform/http/other-ways.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readRequestUrl } from '~/platform/http/request-url'

/** The page may be read while the session is being confirmed. */
export const handle = { isReadOnly: true }

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, debtor, language } = visit
  return staticPage(context, {
    language,
    title: getTranslate(language)('statement:pageTitle', { creditor: creditor.name }),
    brand: creditor.slug,
    // A total goes by rates that change by themselves: such a page is written anew for each who asks for it.
    ...(request.url.includes('total=') ? {} : { key: getVisitKey(visit, request) }),
    async load() {
      const { query, problems } = parseStatementQuery(readRequestUrl(request).searchParams)
      const reading = await context.app.readStatement(getAccount(visit), getReadingContext(visit), query)
      const { statement, discountable } = reading
      return {
        creditor,
        scope: visit.scope,
        isWholeAccount: !visit.isLimited,
        debtor,
        statement,
        savings: await readSavings(context.app, visit, discountable),
        ways: await readOtherWays(context, visit),
        total: query.totalIn === null ? null : await totalFor(context.app, visit, statement, query.totalIn),
        query,
        problems: [...problems, ...reading.problems],
        format: getFormatters(visit.formatLocale, creditor.timeZone),
      }
    },
  })
}

async function readSavings(app: AppLoadContext['app'], visit: DebtorVisit, ids: readonly InvoiceId[]) {
  return describeSavings(ids.length === 0 ? { offers: [] } : await app.listDiscountOffers(getAccount(visit), { ids }))
}

function totalFor(app: AppLoadContext['app'], visit: DebtorVisit, statement: Statement, wanted: TotalCurrency) {
  const ownCurrency = parseCurrencyCode(visit.creditor.defaultCurrency) ?? statement.currency
  return app.totalStatement(getAccount(visit), getReadingContext(visit), { statement, wanted, ownCurrency })
}

export default function StatementRoute() {
  const { creditor, scope, ...page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="statement">
      <StatementPage {...page} mayPay={permits(scope, 'pay')} mayDispute={permits(scope, 'dispute')} />
    </AccountFrame>
  )
}
