/** The statement as a document, as the page of documents asks for it: open items, their lines, or movements. */
import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { parseExportRequest } from '~/domain/account-export'
import { chooseFileLanguage } from '~/platform/http/account-file-answer.server'
import { getAccount, getReadingContext, requireWholeAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerPrintedTo } from '~/platform/http/download-log.server'
import { pickLanguage } from '~/platform/http/printed-file.server'

export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const parameters = new URL(request.url).searchParams
  const { request: wanted, problems } = parseExportRequest(parameters, visit.today)
  if (problems.length > 0) throw redirect(`/documents?${parameters.toString()}`)
  const whose = {
    account: getAccount(visit),
    context: getReadingContext(visit),
    language: pickLanguage(chooseFileLanguage(visit, parameters)),
    isReported: request.method === 'GET',
  }
  return answerPrintedTo(
    visit,
    request,
    context,
    wanted.view === 'balance-forward'
      ? requireWholeAccount(await context.app.issueBalanceForward({ ...whose, period: wanted.period }))
      : await context.app.issueStatement({ ...whose, filter: wanted.filter, withLines: wanted.view === 'lines' }),
  )
}
