/** The statement. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { useStaticModel } from '~/components/static-page'
import { StatementPage } from '~/components/statement-page'
import { permits } from '~/domain/access-scope'
import { parseStatementQuery } from '~/domain/statement-query'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount, getReadingContext } from '~/platform/http/debtor-account.server'
import { getVisitKey, requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, debtor, language } = visit
  return staticPage(context, {
    language,
    title: getTranslate(language)('statement:pageTitle', { creditor: creditor.name }),
    brand: creditor.slug,
    key: getVisitKey(visit, request),
    async load() {
      const { query, problems } = parseStatementQuery(new URL(request.url).searchParams)
      const reading = await context.app.readStatement(getAccount(visit), getReadingContext(visit), query)
      return {
        creditor,
        scope: visit.scope,
        debtor,
        statement: reading.statement,
        query,
        problems: [...problems, ...reading.problems],
        format: getFormatters(visit.formatLocale, creditor.timeZone),
      }
    },
  })
}

export default function StatementRoute() {
  const { creditor, scope, ...page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="statement">
      <StatementPage {...page} mayPay={permits(scope, 'pay')} />
    </AccountFrame>
  )
}
