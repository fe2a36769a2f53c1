/** The statement as JSON: open items, movements or lines, see docs/statement-files.md. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerAccountFile } from '~/platform/http/account-file-answer.server'

export function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  return answerAccountFile(request, context, 'json')
}
