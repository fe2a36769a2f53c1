import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Application } from '~/composition.server'
import type { CreditorId } from '~/domain/ids'
import { fail, type Result } from '~/domain/result'
import type { CreditorRefusal } from '~/use-cases/save-creditor'
import { toLine, USAGE_ERROR, type CommandOutput } from './command'
import { describeCreditor, parseCreditorDescription, type CreditorDescription } from './creditor-description'

const USAGE = 'usage: npm run creditor -- FILE.json [--new] [--api-key LABEL] | --show SLUG'

type Call = { kind: 'show'; slug: string } | { kind: 'save'; file: string; apiKeyLabel: string | null; isNew: boolean }

type CreditorParts = Pick<Application, 'findCreditor' | 'saveCreditor'>

/**
 * `npm run creditor`: registers a creditor or changes its settings, as a JSON file describes it, or shows that
 * description. Answers the exit status: 0; 1 where nothing was saved or there is nothing to show; 2 for a wrong call.
 */
export async function runCreditor(argv: readonly string[], app: CreditorParts, output: CommandOutput): Promise<number> {
  const call = readCall(argv)
  if (call === null) {
    output.printError(USAGE)
    return USAGE_ERROR
  }
  return call.kind === 'show' ? show(call.slug, app, output) : save(call, app, output)
}

async function show(slug: string, app: CreditorParts, { print, printError }: CommandOutput): Promise<number> {
  const creditor = await app.findCreditor(slug)
  if (!creditor) {
    printError(`There is no creditor "${slug}".`)
    return 1
  }
  print(JSON.stringify(describeCreditor(creditor), null, 2))
  return 0
}

async function save(
  { file, apiKeyLabel, isNew }: Extract<Call, { kind: 'save' }>,
  app: CreditorParts,
  { print, printError }: CommandOutput,
): Promise<number> {
  const description = await readDescription(file)
  if (!description.ok) {
    for (const fault of description.failure) printError(toLine(`${file}: ${fault}`))
    return 1
  }
  const { id, firstOwner, ...settings } = description.value
  const saved = await app.saveCreditor({
    id: id === undefined ? null : (id as CreditorId),
    settings,
    firstOwner: firstOwner ?? null,
    isNew,
    // Shown before it counts: what follows may be cut short, and a key that counts is never shown again.
    apiKey:
      apiKeyLabel === null
        ? null
        : { label: apiKeyLabel, announce: ({ slug }, key) => print(`api-key ${slug} ${key}`) },
  })
  if (!saved.ok) {
    printError(toLine(`${file}: ${describeRefusal(saved.failure)}`))
    return 1
  }
  const { creditor, result, isOwnerInvited } = saved.value
  print(`creditor ${creditor.slug} ${result}`)
  if (firstOwner && isOwnerInvited) print(`owner ${firstOwner.email} invited`)
  return 0
}

async function readDescription(file: string): Promise<Result<CreditorDescription, string[]>> {
  try {
    return parseCreditorDescription(await readFile(file, 'utf8'))
  } catch (error) {
    return fail([`cannot be read: ${error instanceof Error ? error.message : String(error)}`])
  }
}

function describeRefusal(refusal: CreditorRefusal): string {
  switch (refusal.kind) {
    case 'unknown_id':
      return 'id: there is no such creditor here; without id a new one is registered'
    case 'another_slug':
      return `slug: "${refusal.slug}" is here with this name or VAT id, and its slug cannot change; --new registers another`
    case 'slug_fixed':
      return `slug: is "${refusal.slug}" and cannot change`
    case 'currency_fixed':
      return `defaultCurrency: is ${refusal.currency} and cannot change`
  }
}

/** Null for a wrong call. */
function readCall(argv: readonly string[]): Call | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { show: { type: 'string' }, 'api-key': { type: 'string' }, new: { type: 'boolean' } },
    })
    const { show: slug, new: isNew = false } = values
    const label = values['api-key']?.trim()
    const [file] = positionals
    if (slug !== undefined) return file === undefined && label === undefined && !isNew ? { kind: 'show', slug } : null
    if (file === undefined || positionals.length > 1 || label === '') return null
    return { kind: 'save', file, apiKeyLabel: label ?? null, isNew }
  } catch {
    return null
  }
}
