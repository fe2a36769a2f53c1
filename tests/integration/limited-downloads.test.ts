/** Everything that can be downloaded, through a link that was forwarded for chosen invoices: those alone, and no balance. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { BlobReader, ZipReader } from '@zip.js/zip.js'
import { readXlsx } from 'hucre/xlsx'
import { beforeEach, describe, expect, it } from 'vitest'
import { parseDocumentCode } from '~/domain/issued-document'
import { LANGUAGES } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { PageSlot } from '~/platform/http/page-slot.server'
import { withSessionLimit } from '~/platform/session-limit.server'
import { loader as showDocuments } from '~/routes/documents'
import { loader as archive } from '~/routes/documents[.]zip'
import { loader as documentsPdf } from '~/routes/documents[.]pdf'
import { loader as original } from '~/routes/invoices.$number_.original'
import { loader as copy } from '~/routes/invoices.$number_.copy[.]pdf'
import { loader as csv } from '~/routes/statement[.]csv'
import { loader as json } from '~/routes/statement[.]json'
import { loader as statementPdf } from '~/routes/statement[.]pdf'
import { loader as xlsx } from '~/routes/statement[.]xlsx'
import { loader as movements } from '~/routes/statement_.balance-forward'
import { loader as movementsPdf } from '~/routes/statement_.balance-forward[.]pdf'
import { hashSecret } from '~/use-cases/hash-secret'
import { createInvoice } from '../factories/invoices'
import { useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'
import { normalizeText, readPdfBytes } from '../setup/read-pdf'

const test = await useTestDatabase()
const api = useApiClient(test)

/** By link: the whole account, and that for one of its two invoices. */
let sessions: { whole: string; part: string }

beforeEach(async () => {
  const { app, creditor, debtor } = api
  await createInvoice(test, debtor, { number: 'SHOWN-1', payableMinor: 100_00 })
  await createInvoice(test, debtor, { number: 'HIDDEN-2', payableMinor: 7_777_00 })
  const issued = await app.issueAccessLink({
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, scope: ['view', 'pay'], lifetimeHours: 240 },
    ...{ locale: 'en', recipient: { name: 'Miriam Voss', email: 'miriam@debtor.example' }, issuedBy: 'api' },
  })
  if (!issued.ok) throw new Error(issued.failure)
  const forwarded = await app.forwardAccessLink({
    ...{ creditorId: creditor.id, debtorId: debtor.id, linkId: issued.value.link.id, sessionId: test.ids.uuid() },
    ...{ scope: ['view'], numbers: ['SHOWN-1'], caps: [], expiresAt: new Date(test.clock.now().getTime() + 3_600_000) },
    ...{ recipient: { name: 'Jonas Hartwig', email: 'jonas@debtor.example' }, locale: 'en', clientHint: null },
    code: null,
  })
  if (!forwarded.ok) throw new Error(JSON.stringify(forwarded.failure))
  sessions = { whole: await open(issued.value.url), part: await open(await renew(forwarded.value.id)) }
})

/** Its address is in a mail that this test has no need to send. */
async function renew(linkId: string): Promise<string> {
  const token = test.ids.secret()
  await test.inspect('update access_link set token_sha256 = $1 where id = $2', [Buffer.from(hashSecret(token)), linkId])
  return `/l/${token}`
}

async function open(text: string): Promise<string> {
  const token = /\/l\/([\w-]{43})/.exec(text)![1]!
  const opened = await api.app.openAccessLink({ token, clientHint: null })
  if (!opened.ok) throw new Error('not opened')
  return opened.value.sessionToken
}

type Loader = (given: LoaderFunctionArgs) => Promise<Response | null>

interface Answer {
  status: number
  location: string | null
  filename: string
  bytes: Buffer<ArrayBuffer>
  page: PageSlot
}

/** As the server answers: what is streamed is read within the bounds of the request. */
function ask(loader: unknown, address: string, session: string, { params = {}, method = 'GET' } = {}): Promise<Answer> {
  return withSessionLimit(async () => {
    const page = new PageSlot()
    const headers = { Cookie: `__Host-quittance-session=${session}`, 'Accept-Language': 'en' }
    const request = new Request(`${api.app.publicOrigin}${address}`, { headers, method })
    const client = { clientAddress: '192.0.2.1', clientNetwork: '192.0.2.1' }
    const context = { app: api.app, page, ...client, reportError: () => undefined }
    const given = { request, params, context } as unknown as LoaderFunctionArgs
    const answer = await (loader as Loader)(given).catch((thrown: unknown) => {
      if (thrown instanceof Response) return thrown
      throw thrown
    })
    return {
      status: answer?.status ?? page.status,
      location: answer?.headers.get('Location') ?? null,
      filename: answer?.headers.get('Content-Disposition') ?? '',
      bytes: Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer(0)),
      page,
    }
  })
}

async function check(text: string) {
  const code = parseDocumentCode(/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '')
  return code && api.app.checkDocument(code)
}

async function unpack(bytes: Buffer<ArrayBuffer>): Promise<Map<string, Buffer<ArrayBuffer>>> {
  const files = new Map<string, Buffer<ArrayBuffer>>()
  for (const entry of await new ZipReader(new BlobReader(new Blob([bytes]))).getEntries()) {
    if (!entry.directory) files.set(entry.filename, Buffer.from(await entry.arrayBuffer()))
  }
  return files
}

/** All that a file says, in one text. */
async function readAll(name: string, bytes: Buffer<ArrayBuffer>): Promise<string> {
  if (name.endsWith('.pdf')) return (await readPdfBytes(bytes)).text
  if (!name.endsWith('.xlsx')) return bytes.toString('utf8')
  const { sheets } = await readXlsx(new Uint8Array(bytes))
  return JSON.stringify(sheets.map(({ name: sheet, rows }) => [sheet, rows]))
}

const FILES: readonly (readonly [name: string, loader: unknown, address: string])[] = [
  ['statement.pdf', statementPdf, '/statement.pdf?status=all'],
  ['documents.pdf', documentsPdf, '/documents.pdf?status=all'],
  ['lines.pdf', documentsPdf, '/documents.pdf?view=lines&status=all'],
  ...(['open-items', 'lines'] as const).flatMap((view) => [
    [`${view}.csv`, csv, `/statement.csv?view=${view}&status=all`] as const,
    [`${view}-local.csv`, csv, `/statement.csv?view=${view}&status=all&separators=local`] as const,
    [`${view}.xlsx`, xlsx, `/statement.xlsx?view=${view}&status=all`] as const,
    [`${view}.json`, json, `/statement.json?view=${view}&status=all`] as const,
  ]),
]

const BALANCES: readonly (readonly [address: string, loader: unknown])[] = [
  ['/statement/balance-forward', movements],
  ['/statement/balance-forward.pdf', movementsPdf],
  ['/documents.pdf?view=balance-forward', documentsPdf],
  ['/statement.csv?view=balance-forward', csv],
  ['/statement.xlsx?view=balance-forward', xlsx],
  ['/statement.json?view=balance-forward', json],
]

describe('through a link for chosen invoices', () => {
  it.each(FILES)('%s has those alone', async (name, loader, address) => {
    const whole = await readAll(name, (await ask(loader, address, sessions.whole)).bytes)
    expect(whole).toContain('SHOWN-1')
    expect(whole).toContain('HIDDEN-2')
    const answer = await ask(loader, address, sessions.part)
    expect(answer.status).toBe(200)
    const part = await readAll(name, answer.bytes)
    expect(part).toContain('SHOWN-1')
    expect(part).not.toContain('HIDDEN-2')
    expect(part).not.toMatch(/7[,.]?777/)
    // And it says that it is a part, which the whole does not say of itself.
    const words = /coverage(?!": "account")|only the invoices/i
    expect(part).toMatch(words)
    expect(whole).not.toMatch(words)
  })

  it.each(LANGUAGES)(
    'a statement in %s says that it is a part, and so does the check of its code',
    async (language) => {
      const address = `/documents.pdf?language=${language}`
      const { text } = await readPdfBytes((await ask(documentsPdf, address, sessions.part)).bytes)
      expect(text).toContain(normalizeText(getTranslate(language)('paper:coverage.note')))
      const part = await check(text)
      expect(part?.figures).toContainEqual({ name: 'coverage', covers: 'chosen_invoices' })
      const whole = await check((await readPdfBytes((await ask(documentsPdf, address, sessions.whole)).bytes)).text)
      expect(whole?.figures.filter(({ name }) => name === 'coverage')).toEqual([])
    },
  )

  it.each(BALANCES)('%s leads to the statement, because no balance would add up', async (address, loader) => {
    expect((await ask(loader, address, sessions.whole)).status).toBe(200)
    const answer = await ask(loader, address, sessions.part)
    expect([answer.status, answer.location]).toEqual([302, '/statement'])
    expect(answer.bytes).toHaveLength(0)
  })

  it('the archive has those alone, and no balance', async () => {
    const whole = await unpack((await ask(archive, '/documents.zip', sessions.whole)).bytes)
    const part = await unpack((await ask(archive, '/documents.zip', sessions.part)).bytes)
    const listBalances = (files: ReadonlyMap<string, Buffer>) =>
      [...files.keys()].filter((path) => /balance-forward|movements/.test(path))
    expect(listBalances(whole)).toHaveLength(4)
    expect(listBalances(part)).toEqual([])
    expect([...part.keys()]).toContain('invoices/SHOWN-1/SHOWN-1.pdf')
    for (const [path, bytes] of part) {
      const text = await readAll(path, bytes)
      expect(`${path} ${text}`).not.toContain('HIDDEN-2')
      expect(text).not.toMatch(/7[,.]?777/)
    }
  })

  it('an invoice that was not chosen has no copy and no original', async () => {
    for (const loader of [copy, original]) {
      const answer = await ask(loader, '/invoices/HIDDEN-2/file', sessions.part, { params: { number: 'HIDDEN-2' } })
      expect(answer.status).toBe(404)
    }
    const shown = await ask(copy, '/invoices/SHOWN-1/copy.pdf', sessions.part, { params: { number: 'SHOWN-1' } })
    expect((await readPdfBytes(shown.bytes)).text).toContain('SHOWN-1')
  })

  it('the page of documents does not offer movements', async () => {
    const isOffered = async (session: string) =>
      (await ask(showDocuments, '/documents', session)).page.model as { page: { isWholeAccount: boolean } }
    expect((await isOffered(sessions.whole)).page.isWholeAccount).toBe(true)
    expect((await isOffered(sessions.part)).page.isWholeAccount).toBe(false)
  })
})

it.each([
  ['/statement.pdf', statementPdf],
  ['/statement/balance-forward.pdf', movementsPdf],
  ['/documents.pdf', documentsPdf],
  ['/documents.zip', archive],
  ['/statement.csv', csv],
])('%s is reported when it is taken, and not when it is asked about', async (address, loader) => {
  const count = async () => (await test.inspect(`select from outcome_event where type = 'statement.downloaded'`)).length
  expect((await ask(loader, address, sessions.whole, { method: 'HEAD' })).status).toBe(200)
  expect(await count()).toBe(0)
  expect((await ask(loader, address, sessions.whole)).status).toBe(200)
  expect(await count()).toBe(1)
})
