/** `npm run import` and `npm run link` as whoever calls them sees them. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { runImport } from '~/cli/run-import'
import { runLink } from '~/cli/run-link'
import { createDocumentReader } from '~/ingest/document-reader.server'
import { findCreditor } from '~/use-cases/find-creditor'
import { importInvoices } from '~/use-cases/import-invoices'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { useTestDatabase } from '../setup/database'
import { useImports } from '../setup/import-harness'

const test = await useTestDatabase()
const { fileStore } = await useImports(test)
const folder = await mkdtemp(path.join(tmpdir(), 'quittance-import-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const { unitOfWork, clock, ids } = test
const deps = {
  unitOfWork,
  clock,
  ids,
  fileStore,
  documentReader: createDocumentReader(),
  publicOrigin: 'https://pay.example',
}
const app = {
  findCreditor: (slug: string) => findCreditor(deps, slug),
  importInvoices: (input: Parameters<typeof importInvoices>[1]) => importInvoices(deps, input),
  issueAccessLink: (input: Parameters<typeof issueAccessLink>[1]) => issueAccessLink(deps, input),
}

const HEAD = 'number,issue_date,currency,debtor_id,debtor_name,item_name,quantity,unit_price\n'

async function call(command: typeof runImport | typeof runLink, ...argv: string[]) {
  const lines: string[] = []
  const errors: string[] = []
  const status = await command(argv, app, {
    print: (line) => void lines.push(line),
    printError: (line) => void errors.push(line),
  })
  return { status, lines, errors }
}

beforeEach(async () => {
  await test.reset()
  await rm(folder, { recursive: true, force: true })
  await mkdir(path.join(folder, 'deep', 'er'), { recursive: true })
  await createCreditor(test, { slug: 'elbkontor' })
})

describe('npm run import', () => {
  it('goes through folders, names what it refused, counts, and ends with 1', async () => {
    await writeFile(
      path.join(folder, 'b.csv'),
      `${HEAD}1,2026-10-01,EUR,D-1,One,Item,1,1.00\n1,2026-10-01,EUR,D-1,One,Item,2,3.00\n`,
    )
    await writeFile(
      path.join(folder, 'deep', 'er', 'c.csv'),
      `${HEAD}2,2026-10-01,EUR,D-2,Two,Item,x,1.00\n3,2026-10-01,EUR,D-2,Two,Item,1,1.00\n`,
    )
    await writeFile(path.join(folder, 'a.txt'), 'Good day\u001b[31m')
    await writeFile(path.join(folder, '.hidden'), 'nothing to import')
    await symlink(folder, path.join(folder, 'deep', 'circle'))
    const missing = path.join(folder, 'missing.xml')
    const { status, lines, errors } = await call(runImport, '--creditor', 'elbkontor', folder, missing)

    expect(errors).toEqual([])
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/a\.txt: \S/)
    expect(lines[1]).toMatch(/c\.csv: number 2, row 2, column "quantity": /)
    expect(lines[2]).toBe(`${missing}: the file cannot be read (ENOENT)`)
    expect(lines[3]).toBe('imported 2 invoices, 0 credit notes, 3 lines; unchanged 0; refused 3')
    expect(status).toBe(1)
  })

  it('ends with 0 where nothing was refused, and again where nothing was new', async () => {
    const file = path.join(folder, 'b.csv')
    await writeFile(file, `${HEAD}1,2026-10-01,EUR,D-1,One,Item,1,1.00\n`)
    expect(await call(runImport, '--creditor', 'elbkontor', file)).toEqual({
      status: 0,
      errors: [],
      lines: ['imported 1 invoices, 0 credit notes, 1 lines; unchanged 0; refused 0'],
    })
    expect(await call(runImport, '--creditor', 'elbkontor', file)).toEqual({
      status: 0,
      errors: [],
      lines: ['imported 0 invoices, 0 credit notes, 0 lines; unchanged 1; refused 0'],
    })
  })

  it("reads a creditor's own columns by a mapping", async () => {
    const mapping = path.join(folder, 'mapping.json')
    const fields = {
      number: { column: 'No' },
      issue_date: { column: 'Day' },
      currency: { constant: 'EUR' },
      debtor_id: { column: 'Who' },
      debtor_name: { column: 'Who' },
      item_name: { constant: 'Service' },
      quantity: { constant: '1' },
      unit_price: { column: 'Sum' },
    }
    await writeFile(mapping, JSON.stringify({ dateFormat: 'DD.MM.YYYY', decimalSign: ',', fields }))
    const file = path.join(folder, 'own.csv')
    await writeFile(file, 'No;Day;Who;Sum\n7;01.10.2026;Meyer;12,50\n')
    const { status, lines } = await call(runImport, '--creditor', 'elbkontor', '--mapping', mapping, file)
    expect({ status, lines }).toEqual({
      status: 0,
      lines: ['imported 1 invoices, 0 credit notes, 1 lines; unchanged 0; refused 0'],
    })
    expect(await test.inspect('select number, issue_on::text, payable_minor::int from invoice')).toEqual([
      { number: '7', issue_on: '2026-10-01', payable_minor: 1_250 },
    ])
  })

  it.each([
    [['x.csv'], /--creditor is missing/],
    [['--creditor', 'elbkontor'], /no PATH/],
    [['--creditor', 'nobody', 'x.csv'], /no creditor "nobody"/],
    [['--creditor', 'elbkontor', '--mapping', 'absent.json', 'x.csv'], /mapping absent\.json cannot be read/],
    [['--creditor', 'elbkontor', '--colour', 'x.csv'], /--colour/],
  ])('says what is wrong with the call %j and ends with 2', async (argv, message) => {
    const { status, lines, errors } = await call(runImport, ...argv)
    expect({ status, lines }).toEqual({ status: 2, lines: [] })
    expect(errors.join('\n')).toMatch(message)
    expect(await test.inspect('select id from import_run')).toEqual([])
  })
})

describe('npm run link', () => {
  it('prints the address of a link with the scope, life and language asked for', async () => {
    const creditor = await findCreditor(deps, 'elbkontor')
    await createDebtor(test, creditor!, { externalId: 'D-1' })
    const { status, lines, errors } = await call(
      runLink,
      ...['--creditor', 'elbkontor', '--debtor', 'D-1', '--scope', 'view,pay', '--expires', '12h', '--locale', 'ar'],
    )
    expect({ status, errors }).toEqual({ status: 0, errors: [] })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^https:\/\/pay\.example\/l\/[\w-]{43}$/)
    const [link] = await test.inspect<{ expires_at: Date }>(
      'select scope, locale, issued_by, expires_at from access_link',
    )
    expect(link).toMatchObject({ scope: ['view', 'pay'], locale: 'ar', issued_by: 'cli' })
    expect(link!.expires_at.getTime() - clock.now().getTime()).toBe(12 * 3_600_000)
  })

  it.each([
    [['--creditor', 'elbkontor'], /--debtor is missing/],
    [['--creditor', 'nobody', '--debtor', 'D-1'], /no creditor "nobody"/],
    [['--creditor', 'elbkontor', '--debtor', 'D-9'], /no debtor "D-9"/],
    [['--creditor', 'elbkontor', '--debtor', 'D-1', '--scope', 'everything'], /--scope is a list/],
    [['--creditor', 'elbkontor', '--debtor', 'D-1', '--expires', 'soon'], /--expires is a number/],
    [['--creditor', 'elbkontor', '--debtor', 'D-1', '--locale', 'x'], /x/],
  ])('says what is wrong with the call %j and ends with 2', async (argv, message) => {
    const { status, lines, errors } = await call(runLink, ...argv)
    expect({ status, lines }).toEqual({ status: 2, lines: [] })
    expect(errors.join('\n')).toMatch(message)
  })
})
