/** `npm run creditor` as whoever runs the portal sees it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { runCreditor } from '~/cli/run-creditor'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import { authenticateApiKey } from '~/use-cases/authenticate-api-key'
import { findCreditor } from '~/use-cases/find-creditor'
import { saveCreditor } from '~/use-cases/save-creditor'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { useTestDatabase } from '../setup/database'

const EXAMPLE = 'docs/creditor.example.json'

const test = await useTestDatabase()
const folder = await mkdtemp(path.join(tmpdir(), 'quittance-creditor-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => test.reset())

const app = {
  findCreditor: (slug: string) => findCreditor(test, slug),
  saveCreditor: (input: Parameters<typeof saveCreditor>[1]) => saveCreditor(test, input),
}

async function call(...argv: string[]) {
  const lines: string[] = []
  const errors: string[] = []
  const status = await runCreditor(argv, app, {
    print: (line) => void lines.push(line),
    printError: (line) => void errors.push(line),
  })
  return { status, lines, errors }
}

/** Writes the example with these fields in place of its own; one that is undefined is left out. */
async function describeExample(changes: Record<string, unknown> = {}): Promise<string> {
  const file = path.join(folder, 'creditor.json')
  const example: unknown = JSON.parse(await readFile(EXAMPLE, 'utf8'))
  await writeFile(file, JSON.stringify(Object.assign({}, example, changes)))
  return file
}

const listVersions = async (creditorId: string) =>
  (
    await test.inspect<{ version: string }>('select version from debtor_version where creditor_id = $1', [creditorId])
  ).map(({ version }) => Number(version))

describe('npm run creditor', () => {
  it('registers the example, invites its owner once and issues a key that works', async () => {
    const first = await call(EXAMPLE, '--api-key', 'ERP')
    expect(first).toMatchObject({ status: 0, errors: [] })
    expect(first.lines.slice(1)).toEqual(['creditor example registered', 'owner owner@example.com invited'])
    const key = /^api-key example (qk_\S+)$/.exec(first.lines[0] ?? '')?.[1] ?? ''
    const creditor = await findCreditor(test, 'example')
    expect(await authenticateApiKey(test, key)).toMatchObject({ creditor: { id: creditor?.id } })
    expect(creditor).toMatchObject({ timeZone: 'Europe/Berlin', gateways: ['stripe', 'adyen', 'bank-transfer'] })

    expect(await call(EXAMPLE)).toEqual({ status: 0, lines: ['creditor example unchanged'], errors: [] })
    expect(await test.listWaitingJobs('send-mail')).toMatchObject([
      { kind: 'password-link', to: 'owner@example.com', locale: 'de', invitation: true },
    ])
    expect(await test.inspect('select role from console_user')).toEqual([{ role: 'owner' }])
    expect(await test.inspect('select sequence from outcome_log_head')).toHaveLength(1)
  })

  it('changes settings, so that the pages of its debtors and of no others are stale', async () => {
    await call(EXAMPLE)
    const creditor = (await findCreditor(test, 'example'))!
    const other = await createCreditor(test)
    for (const of of [creditor, creditor, other]) await createDebtor(test, of)

    expect((await call(await describeExample())).lines).toEqual(['creditor example unchanged'])
    expect(await listVersions(creditor.id)).toEqual([1, 1])
    const changed = await describeExample({ name: 'Beispiel AG', gateways: ['adyen'], bankAccounts: [], vatId: null })
    expect((await call(changed)).lines).toEqual(['creditor example updated'])
    expect(await findCreditor(test, 'example')).toEqual({
      ...creditor,
      ...{ name: 'Beispiel AG', gateways: ['adyen'], bankAccounts: [], vatId: null },
    })
    expect(await listVersions(creditor.id)).toEqual([2, 2])
    expect(await listVersions(other.id)).toEqual([1])
  })

  it('shows a description that changes nothing when it is given back', async () => {
    await call(EXAMPLE)
    const { status, lines } = await call('--show', 'example')
    expect(status).toBe(0)
    const file = path.join(folder, 'shown.json')
    await writeFile(file, lines.join('\n'))
    expect((await call(file)).lines).toEqual(['creditor example unchanged'])
    await writeFile(file, lines.join('\n').replace('"slug": "example"', '"slug": "sample"'))
    expect(await call(file)).toEqual({
      status: 1,
      lines: [],
      errors: [`${file}: slug: is "example" and cannot change`],
    })
    expect(await call('--show', 'sample')).toMatchObject({ status: 1, errors: ['There is no creditor "sample".'] })
  })

  it('keeps nothing of what it refuses', async () => {
    await call(EXAMPLE)
    const before = await findCreditor(test, 'example')
    const owner = { name: 'New', email: 'new@example.com' }
    const file = await describeExample({ name: 'Other', defaultCurrency: 'CHF', firstOwner: owner })
    expect(await call(file, '--api-key', 'ERP')).toEqual({
      status: 1,
      lines: [],
      errors: [`${file}: defaultCurrency: is EUR and cannot change`],
    })
    expect(await findCreditor(test, 'example')).toEqual(before)
    expect(await test.inspect('select id from console_user')).toHaveLength(1)
    expect(await test.inspect('select id from api_key')).toEqual([])

    await describeExample({ slug: 'new', id: test.ids.uuid() })
    expect((await call(file)).errors).toEqual([expect.stringContaining('id: there is no such creditor here')])
    expect(await findCreditor(test, 'new')).toBeNull()
  })

  it('registers no second creditor for a changed slug, with an id or without, unless that is meant', async () => {
    await call(EXAMPLE)
    const file = await describeExample({ slug: 'renamed' })
    expect(await call(file)).toMatchObject({
      status: 1,
      lines: [],
      errors: [expect.stringContaining('"example" is here')],
    })
    expect((await call(await describeExample({ slug: 'renamed', name: 'Other' }))).status).toBe(1)
    expect(await findCreditor(test, 'renamed')).toBeNull()
    expect((await call(file, '--new')).lines[0]).toBe('creditor renamed registered')
  })

  it('issues no key that was not shown', async () => {
    const failing: typeof app = {
      ...app,
      saveCreditor: (input) =>
        saveCreditor(test, {
          ...input,
          apiKey: {
            label: 'ERP',
            announce: () => {
              throw new Error('nobody listens')
            },
          },
        }),
    }
    const output = { print: () => undefined, printError: () => undefined }
    await expect(runCreditor([EXAMPLE, '--api-key', 'ERP'], failing, output)).rejects.toThrow('nobody listens')
    expect(await findCreditor(test, 'example')).toBeNull()
    expect(await test.inspect('select id from api_key')).toEqual([])
  })

  it('registers nothing where the invitation cannot be queued', async () => {
    const unitOfWork = createUnitOfWork(test.database, { send: () => Promise.reject(new Error('no queue')) })
    const failing: typeof app = { ...app, saveCreditor: (input) => saveCreditor({ ...test, unitOfWork }, input) }
    const output = { print: () => undefined, printError: () => undefined }
    await expect(runCreditor([EXAMPLE], failing, output)).rejects.toThrow('no queue')
    expect(await findCreditor(test, 'example')).toBeNull()
    expect(await test.inspect('select id from console_user')).toEqual([])
  })

  it.each([
    [{ slug: 'Not a slug' }, 'slug: is made of'],
    [{ name: ' ' }, 'name: is empty'],
    [{ name: 'NUL\0' }, 'name: has characters'],
    [{ timeZone: 'Europe/Nowhere' }, 'timeZone: is not'],
    [{ timeZone: '+01:00' }, 'timeZone: is not'],
    [{ defaultLocale: 'nl' }, 'defaultLocale: is not'],
    [{ defaultCurrency: 'EURO' }, 'defaultCurrency: is not'],
    [{ supportEmail: 'nobody' }, 'supportEmail: is not'],
    [{ brandColor: 'red' }, 'brandColor: is not'],
    [{ gateways: ['stripe', 'stripe'] }, 'gateways: names one twice'],
    [{ gateways: ['manual'] }, 'gateways.0: '],
    [{ bankAccounts: [] }, 'gateways: names bank-transfer'],
    [
      { bankAccounts: [{ label: 'A', accountName: 'B', currency: 'EUR', iban: 'DE89370400440532013001' }] },
      'bankAccounts.0.iban: is not a valid IBAN',
    ],
    [
      { gateways: [], bankAccounts: [{ label: 'A', accountName: 'B', currency: 'EUR' }] },
      'bankAccounts.0: has neither',
    ],
    [{ linkLifetimeDays: 0 }, 'linkLifetimeDays: '],
    [{ firstOwner: { name: 'A', email: 'b' } }, 'firstOwner.email: is not'],
    [{ surprise: true }, 'Unrecognized key: "surprise"'],
    [{ name: undefined }, 'name: '],
  ])('names the field and the reason: %j', async (changes, fault) => {
    const file = await describeExample(changes)
    const { status, lines, errors } = await call(file)
    expect([status, lines]).toEqual([1, []])
    expect(errors).toEqual([expect.stringContaining(`${file}: ${fault}`)])
    expect(await test.inspect('select id from creditor')).toEqual([])
  })

  it('tells of a file that is missing or no JSON, and how it is called', async () => {
    const file = path.join(folder, 'text.json')
    await writeFile(file, 'Good day')
    expect(await call(file)).toMatchObject({ status: 1, errors: [expect.stringContaining('not JSON')] })
    expect(await call(path.join(folder, 'none.json'))).toMatchObject({
      status: 1,
      errors: [expect.stringContaining('cannot be read')],
    })
    for (const argv of [[], ['a.json', 'b.json'], ['a.json', '--show', 'x'], ['a.json', '--api-key', ' '], ['--bad']]) {
      expect(await call(...argv)).toMatchObject({ status: 2, lines: [], errors: [expect.stringContaining('usage: ')] })
    }
  })
})
