/** What can be taken away, for which period, in which form and language. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { DocumentsPage, type DocumentsProblem } from '~/components/documents-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { parseExportRequest } from '~/domain/account-export'
import { DEFAULT_STATEMENT_QUERY } from '~/domain/statement-query'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount, getReadingContext } from '~/platform/http/debtor-account.server'
import { getVisitKey, requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'

const SHOWN: readonly DocumentsProblem[] = ['view', 'from', 'to', 'period']

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope, today } = visit
  const parameters = new URL(request.url).searchParams
  const { problems } = parseExportRequest(parameters, today)
  return staticPage(context, {
    language,
    title: getTranslate(language)('exports:pageTitle', { creditor: creditor.name }),
    brand: creditor.slug,
    key: getVisitKey(visit, request),
    status: problems.length > 0 ? 422 : 200,
    async load() {
      const whose = [getAccount(visit), getReadingContext(visit)] as const
      const { statement } = await context.app.readStatement(...whose, DEFAULT_STATEMENT_QUERY)
      return {
        frame: { creditor, scope },
        page: {
          currencies: statement.currencies,
          language,
          typed: {
            from: parameters.get('from') ?? '',
            to: parameters.get('to') ?? '',
            view: parameters.get('view') ?? '',
          },
          problems: [...new Set(problems.map((name) => SHOWN.find((known) => known === name) ?? 'other'))],
          latest: await context.app.listLatestPapers(...whose),
          mayPay: permits(scope, 'pay'),
          isWholeAccount: !visit.isLimited,
          format: getFormatters(visit.formatLocale, creditor.timeZone),
        },
      }
    },
  })
}

export default function DocumentsRoute() {
  const { frame, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame {...frame} current="documents">
      <DocumentsPage {...page} />
    </AccountFrame>
  )
}
