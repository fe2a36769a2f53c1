/** A period of the account as a document, in every currency where none is named. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { parsePeriodQuery } from '~/domain/balance-forward'
import { getAccount, getReadingContext, requireWholeAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerPrintedTo } from '~/platform/http/download-log.server'
import { pickLanguage } from '~/platform/http/printed-file.server'

export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const { query, problems } = parsePeriodQuery(new URL(request.url).searchParams, visit.today)
  if (problems.length > 0) throw new Response(null, { status: 400 })
  const whose = { account: getAccount(visit), context: getReadingContext(visit), language: pickLanguage(visit) }
  // A HEAD request takes nothing away.
  const isReported = request.method === 'GET'
  return answerPrintedTo(
    visit,
    request,
    context,
    requireWholeAccount(await context.app.issueBalanceForward({ ...whose, isReported, period: query })),
  )
}
