import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Application } from '~/composition.server'
import type { Creditor } from '~/domain/creditor'
import { describeRefusalPlace } from '~/domain/document-refusal'
import type { ImportResult } from '~/use-cases/import-invoices'
import { toLine, USAGE_ERROR, type CommandOutput } from './command'
import { listImportFiles } from './list-import-files'
import { runForCreditor } from './run-for-creditor'

const USAGE = 'usage: npm run import -- --creditor SLUG [--mapping FILE] PATH...'

interface Call {
  creditor: string
  mapping?: string
  paths: string[]
}

/**
 * `npm run import`: one line a refused file or document, then the counts. Answers the exit status: 0, 1 where anything
 * was refused, 2 for a wrong call.
 */
export function runImport(
  argv: readonly string[],
  app: Pick<Application, 'findCreditor' | 'importInvoices'>,
  output: CommandOutput,
): Promise<number> {
  const command = {
    usage: USAGE,
    readCall,
    run: (creditor: Creditor, call: Call) => importPaths(creditor, call, app, output),
  }
  return runForCreditor(command, argv, app, output)
}

async function importPaths(
  creditor: Creditor,
  call: Call,
  app: Pick<Application, 'importInvoices'>,
  { print, printError }: CommandOutput,
): Promise<number> {
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

function readCall(argv: readonly string[]): Call | string {
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
