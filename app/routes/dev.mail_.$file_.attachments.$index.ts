/** What goes with a mail of the demo's mailbox. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerDownload } from '~/platform/http/download.server'

export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const mail = await context.app.mailFolder?.find(params['file'] ?? '')
  return answerDownload(mail?.attachments[Number(params['index'])] ?? null)
}
