/** Which invoices a transfer pays, as a CSV: for software, or (`separators=local`) for people. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { parseBankReference } from '~/domain/bank-reference'
import { answerStream, getFileHeading } from '~/platform/http/account-file-answer.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { logDownload } from '~/platform/http/download-log.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const id = z.uuid().safeParse(params['id'])
  const view = id.success ? await context.app.findPayment(getAccount(visit), id.data) : null
  if (view?.payment?.origin !== 'bank_transfer') throw new Response(null, { status: 404 })
  const { bankReference } = view.payment
  const table = {
    creditorName: visit.creditor.name,
    debtorName: visit.debtor.name,
    paymentReference: view.reference,
    bankReference: bankReference === null ? null : parseBankReference(bankReference),
    currency: view.currency,
    items: view.items,
  }
  const heading = getFileHeading(visit, new URL(request.url).searchParams)
  const file = context.app.createRemittanceFile(table, heading)
  await logDownload(request, context, visit, file.filename)
  return answerStream(file, context)
}
