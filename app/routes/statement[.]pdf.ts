/** The statement as a document: the page's own filters, every currency where none is named; `lines=1` adds the lines. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { parseStatementQuery } from '~/domain/statement-query'
import { getAccount, getReadingContext } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerPrintedTo } from '~/platform/http/download-log.server'
import { pickLanguage } from '~/platform/http/printed-file.server'

export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const parameters = new URL(request.url).searchParams
  const { query, problems } = parseStatementQuery(parameters)
  // A document that left a filter out would be taken for another.
  if (problems.length > 0) throw new Response(null, { status: 400 })
  return answerPrintedTo(
    visit,
    request,
    context,
    await context.app.issueStatement({
      ...{
        account: getAccount(visit),
        context: getReadingContext(visit),
        language: pickLanguage(visit),
        // A HEAD request takes nothing away.
        isReported: request.method === 'GET',
      },
      ...{ filter: query, withLines: parameters.get('lines') === '1' },
    }),
  )
}
