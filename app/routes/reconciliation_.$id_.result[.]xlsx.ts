/** The result of a comparison as a workbook. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerLedgerFile } from '~/platform/http/ledger-file-answer.server'

export function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  return answerLedgerFile(request, context, { id: params['id'], format: 'xlsx' })
}
