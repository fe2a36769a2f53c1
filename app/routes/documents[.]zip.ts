/** Everything of a period in one archive, written while it is sent. Without days: everything there is. */
import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { calendarDay } from '~/domain/calendar-day'
import { parseStatementQuery } from '~/domain/statement-query'
import {
  answerStream,
  chooseFileLanguage,
  getFileHeading,
  reportDownload,
} from '~/platform/http/account-file-answer.server'
import { getAccount, getReadingContext } from '~/platform/http/debtor-account.server'
import { logDownload } from '~/platform/http/download-log.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'

/** Before anybody's first invoice. */
const BEGINNING = calendarDay('1900-01-01')

export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const parameters = new URL(request.url).searchParams
  const { query, problems } = parseStatementQuery(parameters)
  if (problems.length > 0) throw redirect(`/documents?${parameters.toString()}`)
  const period = { from: query.from ?? BEGINNING, to: query.to ?? visit.today, currency: query.currency }
  const heading = getFileHeading(visit, parameters)
  const { formatLocale } = chooseFileLanguage(visit, parameters)
  const wanted = { period, heading, formatLocale }
  const archive = context.app.exportArchive(getAccount(visit), getReadingContext(visit), wanted)
  if (request.method === 'GET') await reportDownload(context, visit, { format: 'zip', filename: archive.filename })
  await logDownload(request, context, visit, archive.filename)
  return answerStream(archive, context)
}
