/** What debtors take away stands in their log, before it leaves. */
import type { AppLoadContext } from '@remix-run/node'
import type { PrintedFile } from '~/use-cases/ports/document-printer'
import { getAccount } from './debtor-account.server'
import { describeClient, type DebtorVisit } from './debtor-visit.server'
import { answerPrinted } from './printed-file.server'

/** A HEAD request takes nothing away. */
export async function logDownload(
  request: Request,
  { app, clientAddress }: AppLoadContext,
  visit: DebtorVisit,
  filename: string,
): Promise<void> {
  if (request.method === 'HEAD') return
  await app.recordAccessStep({
    ...getAccount(visit),
    linkId: visit.linkId,
    action: 'file_downloaded',
    subject: filename,
    clientHint: describeClient(request, clientAddress),
  })
}

/** A stored file that is there is logged; the answer is the caller's. */
export async function logStored<File extends { filename: string }>(
  request: Request,
  context: AppLoadContext,
  visit: DebtorVisit,
  file: File | null,
): Promise<File | null> {
  if (file) await logDownload(request, context, visit, file.filename)
  return file
}

/** A printed document for the debtor. 404 where there is none. */
export async function answerPrintedTo(
  visit: DebtorVisit,
  request: Request,
  context: AppLoadContext,
  file: PrintedFile | null,
): Promise<Response> {
  try {
    if (file) await logDownload(request, context, visit, file.filename)
  } catch (error) {
    await file?.discard()
    throw error
  }
  return answerPrinted(request, file)
}
