/** Files of an account as answers: written while they are sent, and reported to the creditor once. */
import { redirect, type AppLoadContext } from '@remix-run/node'
import { parseExportRequest, type ExportFormat } from '~/domain/account-export'
import { chooseFormatLocale, isLanguage } from '~/i18n/languages'
import { streamBytes } from '../byte-stream.server'
import { getAccount, getReadingContext, requireWholeAccount } from './debtor-account.server'
import { logDownload } from './download-log.server'
import { requireDebtorVisit, type DebtorVisit, type Reader } from './debtor-visit.server'
import { writeAttachmentDisposition } from './download.server'

interface StreamedFile {
  filename: string
  mediaType: string
  content: AsyncIterable<Uint8Array>
}

/** A file of unknown length, always saved. Where it fails on the way, the connection breaks: no half file looks whole. */
export function answerStream({ filename, mediaType, content }: StreamedFile, context: AppLoadContext): Response {
  return new Response(streamBytes(reportFailure(content, context)), {
    headers: {
      'Content-Type': mediaType,
      'Content-Disposition': writeAttachmentDisposition(filename),
      'Cache-Control': 'private, no-store',
    },
  })
}

async function* reportFailure(content: AsyncIterable<Uint8Array>, context: AppLoadContext): AsyncGenerator<Uint8Array> {
  try {
    yield* content
  } catch (error) {
    context.reportError(error)
    throw error
  }
}

/** `/statement.csv`, `.xlsx` and `.json`. What the address does not make plain is asked for on the page of documents. */
export async function answerAccountFile(
  request: Request,
  context: AppLoadContext,
  format: ExportFormat,
): Promise<Response> {
  const visit = await requireDebtorVisit(request, context)
  const parameters = new URL(request.url).searchParams
  const { request: wanted, problems } = parseExportRequest(parameters, visit.today)
  if (problems.length > 0) throw redirect(`/documents?${parameters.toString()}`)
  const heading = getFileHeading(visit, parameters)
  const file = requireWholeAccount(
    await context.app.exportAccount(getAccount(visit), getReadingContext(visit), { request: wanted, format, heading }),
  )
  // A HEAD request takes nothing away.
  if (request.method === 'GET') await reportDownload(context, visit, { format, filename: file.filename })
  await logDownload(request, context, visit, file.filename)
  return answerStream(file, context)
}

export function reportDownload(
  { app }: AppLoadContext,
  visit: DebtorVisit,
  document: { format: string; filename: string },
): Promise<void> {
  return app.recordDownload({ ...getAccount(visit), document: { kind: 'statement', ...document } })
}

/** The language that was asked for, else the visitor's. */
export function chooseFileLanguage(visit: DebtorVisit, parameters: URLSearchParams): Reader {
  const asked = parameters.get('language') ?? ''
  if (!isLanguage(asked) || asked === visit.language) return visit
  return { language: asked, formatLocale: chooseFormatLocale(asked, []) }
}

/** `separators=local` makes a CSV one for people. */
export function getFileHeading(visit: DebtorVisit, parameters: URLSearchParams) {
  const { creditor, debtor } = visit
  const { language, formatLocale } = chooseFileLanguage(visit, parameters)
  return { creditor, debtor, language, separatorsOf: parameters.get('separators') === 'local' ? formatLocale : null }
}
