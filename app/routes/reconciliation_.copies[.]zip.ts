/** Originals and readable copies of the chosen invoices in one archive, with a list of all that were chosen. */
import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { readLedgerChoice } from '~/domain/ledger-choice'
import { answerStream } from '~/platform/http/account-file-answer.server'
import { readChosenInvoices, redirectToResult } from '~/platform/http/chosen-invoices.server'
import { getAccount, getReadingContext } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { logDownload } from '~/platform/http/download-log.server'

/** Each is printed while the archive is sent. */
const MOST_COPIES = 1_000

export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const parameters = new URL(request.url).searchParams
  const { numbers } = await readChosenInvoices(context, visit, parameters)
  if (numbers.length === 0 || numbers.length > MOST_COPIES) {
    const choice = readLedgerChoice(parameters)
    throw choice ? redirectToResult(choice, numbers.length === 0 ? 'none' : 'copies') : redirect('/reconciliation')
  }
  const { language, formatLocale } = visit
  const content = context.app.archiveInvoiceCopies(getAccount(visit), numbers, {
    context: getReadingContext(visit),
    language,
    formatLocale,
  })
  const file = { filename: `invoices-${visit.today}.zip`, mediaType: 'application/zip', content }
  await logDownload(request, context, visit, file.filename)
  return answerStream(file, context)
}
