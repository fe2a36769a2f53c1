import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Application } from '~/composition.server'
import { describeRefusalPlace } from '~/domain/document-refusal'
import type { ImportResult } from '~/use-cases/import-invoices'
import { toLine, USAGE_ERROR, type CommandOutput } from './command'
import { listImportFiles } from './list-import-files'

const USAGE = 'usage: npm run import -- --creditor SLUG [--mapping FILE] PATH...'

/**
 * `npm run import`: one line a refused file or document, then the counts. Answers the exit status: 0, 1 where anything
 * was refused, 2 for a wrong call.
 */
export async function runImport(
  argv: readonly string[],
  app: Pick<Application, 'findCreditor' | 'importInvoices'>,
  { print, printError }: CommandOutput,
): Promise<number> {
  const call = readCall(argv)
  if (typeof call === 'string') {
    printError(call)
    printError(USAGE)
    return USAGE_ERROR
  }
  const creditor = await app.findCreditor(call.creditor)
  if (!creditor) {
    printError(`There is no creditor "${call.creditor}".`)
    return USAGE_ERROR
  }
  const mapping = call.mapping === undefined ? undefined : await readMapping(call.mapping)
  if (mapping?.ok === false) {
    printError(mapping.problem)
    return USAGE_ERROR
  }
  const summary = await app.importInvoices({
    creditorId: creditor.id,
    source: 'cli',
    files: listImportFiles(call.paths),
    ...(mapping === undefined ? {} : { mapping: mapping.value }),
    onResult(result) {
      if (result.result === 'refused') print(describeRefused(result))
    },
  })
  print(
    `imported ${summary.invoiceCount} invoices, ${summary.creditNoteCount} credit notes, ${summary.lineCount} lines; ` +
      `unchanged ${summary.unchangedCount}; refused ${summary.refusedCount}`,
  )
  return summary.refusedCount === 0 ? 0 : 1
}

/** The call's parts, or what is wrong with it. */
function readCall(argv: readonly string[]): { creditor: string; mapping?: string; paths: string[] } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { creditor: { type: 'string' }, mapping: { type: 'string' } },
    })
    if (values.creditor === undefined) return '--creditor is missing.'
    if (positionals.length === 0) return 'There is no PATH to import.'
    return {
      creditor: values.creditor,
      paths: positionals,
      ...(values.mapping === undefined ? {} : { mapping: values.mapping }),
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function readMapping(file: string): Promise<{ ok: true; value: unknown } | { ok: false; problem: string }> {
  try {
    return { ok: true, value: JSON.parse(await readFile(file, 'utf8')) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { ok: false, problem: toLine(`The mapping ${file} cannot be read: ${reason}`) }
  }
}

function describeRefused({ filename, refusal }: Extract<ImportResult, { result: 'refused' }>): string {
  return toLine([filename, describeRefusalPlace(refusal), refusal.reason].filter(Boolean).join(': '))
}
