import type { AppLoadContext } from '@remix-run/node'
import { streamBytes } from '../byte-stream.server'
import { logDownload } from './download-log.server'
import { requireDebtorVisit } from './debtor-visit.server'
import { writeAttachmentDisposition } from './download.server'
import { getLedgerAddress } from './ledger-address.server'

/** `/reconciliation/{id}/result.csv` and `.xlsx`. */
export async function answerLedgerFile(
  request: Request,
  context: AppLoadContext,
  { id, format }: { id: string | undefined; format: 'csv' | 'xlsx' },
): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const { language, formatLocale } = visit
  const address = getLedgerAddress(visit, id)
  const file = await context.app.exportLedgerResult(address, { format, language, separatorsOf: formatLocale })
  if (!file) throw new Response(null, { status: 404 })
  await logDownload(request, context, visit, file.filename)
  return new Response(streamBytes(file.content), {
    headers: {
      'Content-Type': file.mediaType,
      'Content-Disposition': writeAttachmentDisposition(file.filename),
      'Cache-Control': 'private, no-store',
    },
  })
}
