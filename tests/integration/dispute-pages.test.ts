/** The debtor's pages of disputes, asked as a browser asks them: what is taken, what is refused, and what is left behind. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wireDisputes } from '~/composition/disputes.server'
import { createDiskFileStore } from '~/data/file-store.server'
import type { AccessRight } from '~/domain/access-scope'
import type { AccessLinkId } from '~/domain/ids'
import { readChosenInvoices } from '~/platform/http/chosen-invoices.server'
import type { DebtorVisit } from '~/platform/http/debtor-visit.server'
import { PageSlot } from '~/platform/http/page-slot.server'
import { limitSession, withSessionLimit } from '~/platform/session-limit.server'
import { loader as showDisputes } from '~/routes/disputes'
import { action as say } from '~/routes/disputes_.$id'
import { loader as download } from '~/routes/disputes_.$id_.files.$fileId'
import { action as withdraw } from '~/routes/disputes_.$id_.withdraw'
import { action as dispute, loader as choose } from '~/routes/disputes_.new/route'
import { loader as showOpened } from '~/routes/disputes_.opened'
import { recordAccessStep, type AccessStep } from '~/use-cases/record-access-step'
import { forwardAccessLink } from '~/use-cases/forward-access-link'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'

const { test, services, creditor, debtor } = await usePaymentAccount()

const directory = await mkdtemp(path.join(tmpdir(), 'quittance-files-'))
afterAll(() => rm(directory, { recursive: true, force: true }))
afterEach(async () => {
  for (const name of await readdir(directory)) await rm(path.join(directory, name), { recursive: true })
})

const disputes = wireDisputes({ ...services, fileStore: createDiskFileStore(directory) }).useCases
const linkId = test.ids.uuid() as AccessLinkId
let attempts = 0
let scope: AccessRight[] = []

beforeEach(async () => {
  attempts = 0
  scope = ['view', 'pay', 'dispute']
  await createInvoice(test, debtor, {
    number: 'A/1',
    payableMinor: 119_00,
    lines: [
      { name: 'Boxes', quantity: '10', unitPrice: '8.00', netMinor: 80_00, taxPercent: '19' },
      { name: 'Freight', quantity: '1', unitPrice: '20.00', netMinor: 20_00, taxPercent: '19' },
    ],
  })
})

const app = {
  ...disputes,
  recordAccessStep: (step: AccessStep) => recordAccessStep(services, step),
  isSecure: false,
  clock: test.clock,
  limits: { disputeStep: { attempt: () => Promise.resolve({ allowed: (attempts += 1) <= 60 }) } },
  findVisit: () =>
    Promise.resolve({
      ...{ sessionId: test.ids.uuid(), linkId, scope, locale: 'en', isLimited: false, version: 1 },
      ...{ recipientName: 'Greta Lüders', recipientEmail: 'greta@debtor.example' },
      debtor,
      creditor,
    }),
}

interface Shown {
  status: number
  /** What the page shows; null for an answer without one. */
  page: { problems?: { kind: string }[]; fileProblems?: { kind: string }[]; entry?: object; [field: string]: unknown }
  location: string | null
  answer: Response | null
}

type Handler = (given: LoaderFunctionArgs & ActionFunctionArgs) => Promise<unknown>

async function call(handler: unknown, request: Request, params: Record<string, string> = {}): Promise<Shown> {
  const page = new PageSlot()
  request.headers.set('Cookie', `quittance-session=${'x'.repeat(43)}`)
  const given = {
    request,
    params,
    context: { app, page, clientAddress: '203.0.113.7' },
  } as unknown as LoaderFunctionArgs & ActionFunctionArgs
  const answer: unknown = await withSessionLimit(() => (handler as Handler)(given)).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown
    throw thrown
  })
  const response = answer instanceof Response ? answer : null
  const model = page.model as { page?: Shown['page'] } | null
  return {
    status: response?.status ?? page.status,
    page: model?.page ?? {},
    location: response?.headers.get('Location') ?? null,
    answer: response,
  }
}

const get = (handler: unknown, address: string, params = {}) =>
  call(handler, new Request(`http://portal.example${address}`), params)

async function post(handler: unknown, body: URLSearchParams | FormData, params = {}) {
  const encoded = new Response(body)
  const request = new Request('http://portal.example/disputes/new', {
    method: 'POST',
    body: await encoded.arrayBuffer(),
    headers: { 'Content-Type': encoded.headers.get('Content-Type') ?? '' },
  })
  return call(handler, request, params)
}

const FILLED = {
  ...{ invoice: 'A/1', 'extent-0': 'lines', 'line-0': '1', 'kind-0-1': 'quantity', 'quantity-0-1': '2' },
  ...{ reason: 'QTY', action: 'CNP', text: 'Two boxes were missing.', key: '3f0b8a54-31c1-4d8c-9d0c-5f6f3a2f7a11' },
}

const bytes = (text: string) => Buffer.from(text, 'latin1')
const PDF = bytes('%PDF-1.7\ntrailer << >>\nstartxref\n9\n%%EOF\n')

function createForm(files: readonly { name: string; content: Uint8Array }[], fields: Record<string, string> = FILLED) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const { name, content } of files) {
    form.append('files', new File([new Uint8Array(content)], name, { type: 'application/pdf' }))
  }
  return form
}

const send = (...files: { name: string; content: Uint8Array }[]) => post(dispute, createForm(files))

async function countKept() {
  const [rows] = await test.inspect<Record<string, number>>(
    `select (select count(*)::int from dispute) as disputes, (select count(*)::int from dispute_file) as files,
       (select count(*)::int from stored_file) as stored`,
  )
  const onDisk = await readdir(directory, { recursive: true, withFileTypes: true })
  return { ...rows, onDisk: onDisk.filter((entry) => entry.isFile()).length }
}

const NOTHING = { disputes: 0, files: 0, stored: 0, onDisk: 0 }

describe('disputing an invoice', () => {
  it('asks, says what it comes to, opens it with its files, and confirms', async () => {
    const chosen = await get(choose, '/disputes/new?invoice=A%2F1')
    expect(chosen.page).toMatchObject({ invoices: [{ number: 'A/1', lines: [{ mostMinor: 95_20 }, {}] }] })
    const reviewed = await post(dispute, new URLSearchParams(FILLED))
    expect(reviewed).toMatchObject({
      status: 200,
      page: { reviewed: [{ number: 'A/1', currency: 'EUR', claimedMinor: 19_04, dueNowMinor: 99_96 }] },
    })
    expect(await countKept()).toEqual(NOTHING)

    const opened = await send({ name: '../../Lieferschein.exe', content: PDF })
    expect(opened).toMatchObject({
      status: 303,
      location: expect.stringMatching(/^\/disputes\/opened\?batch=/) as string,
    })
    expect(await countKept()).toEqual({ disputes: 1, files: 1, stored: 1, onDisk: 1 })
    const confirmed = await get(showOpened, opened.location ?? '')
    expect(confirmed.page).toMatchObject({ opened: [{ invoiceNumber: 'A/1', dueNowMinor: 99_96 }] })

    // Only what is left of it is chosen to be paid, in its own currency.
    const batch = new URL(opened.location ?? '', 'http://portal.example').searchParams.get('batch') ?? ''
    const payFor = (currency: string) =>
      readChosenInvoices(
        { app } as unknown as AppLoadContext,
        { creditor, debtor } as unknown as DebtorVisit,
        new URLSearchParams({ batch, currency }),
      )
    expect((await payFor('EUR')).numbers).toEqual(['A/1'])
    expect((await payFor('USD')).numbers).toEqual([])

    const [row] = await test.inspect<{ id: string; file: string }>(
      'select dispute_id as id, id as file from dispute_file',
    )
    const params = { id: row!.id, fileId: row!.file }
    const saved = (await get(download, '/', params)).answer!
    expect(saved.headers.get('Content-Disposition')).toBe(
      `attachment; filename="Lieferschein.exe.pdf"; filename*=UTF-8''Lieferschein.exe.pdf`,
    )
    expect(saved.headers.get('Content-Type')).toBe('application/pdf')
    expect(Buffer.from(await saved.arrayBuffer())).toEqual(PDF)
    expect((await get(download, '/', { ...params, fileId: test.ids.uuid() })).status).toBe(404)
    expect((await get(download, '/', { ...params, fileId: '../1' })).status).toBe(404)
  })

  it('sent twice opens one', async () => {
    const [first, second] = [await send({ name: 'a.pdf', content: PDF }), await send({ name: 'a.pdf', content: PDF })]
    expect(second.location).toBe(first.location)
    expect(await countKept()).toMatchObject({ disputes: 1, files: 1 })
  })

  it('keeps what was typed where something is wrong', async () => {
    const wrong = await post(dispute, new URLSearchParams({ ...FILLED, 'quantity-0-1': '11', reason: '' }))
    expect(wrong).toMatchObject({ status: 422, page: { problems: [{ fieldId: 'reason', kind: 'reason' }] } })
    const above = await post(dispute, new URLSearchParams({ ...FILLED, 'quantity-0-1': '11' }))
    expect(above).toMatchObject({
      status: 422,
      page: { problems: [{ fieldId: 'quantity-0-1', kind: 'quantity' }], entry: { text: FILLED.text } },
    })
  })

  it('is for links that allow it, and for invoices of the account', async () => {
    expect((await get(choose, '/disputes/new?invoice=B')).status).toBe(404)
    expect((await get(choose, '/disputes/new')).location).toBe('/disputes')
    scope = ['view', 'pay']
    expect((await get(choose, '/disputes/new?invoice=A%2F1')).status).toBe(403)
    expect((await send()).status).toBe(403)
    expect(await countKept()).toEqual(NOTHING)
  })

  it('is not for what a limited link does not open', async () => {
    const limited = await withSessionLimit(async () => {
      limitSession(linkId)
      return [await get(choose, '/disputes/new?invoice=A%2F1'), await send({ name: 'a.pdf', content: PDF })]
    })
    expect(limited.map(({ status }) => status)).toEqual([404, 422])
    expect(await countKept()).toEqual(NOTHING)
    await send()
    const seen = await withSessionLimit(async () => {
      limitSession(linkId)
      return get(showDisputes, '/disputes')
    })
    expect(seen.page).toMatchObject({ counts: { open: 0, ended: 0 } })
    expect((await get(showDisputes, '/disputes?invoice=A%2F1')).page).toMatchObject({ counts: { open: 1 } })
  })
})

describe('a link that opens chosen invoices alone', () => {
  it('disputes those, and sees what is disputed of those', async () => {
    await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00 })
    const deps = { ...test, publicOrigin: 'https://pay.example' }
    const recipient = { name: 'Jonas Hartwig', email: 'jonas@debtor.example' }
    const issued = await issueAccessLink(deps, {
      ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, lifetimeHours: 240 },
      ...{ scope: ['view', 'dispute'], locale: 'de', recipient, issuedBy: 'api' },
    })
    if (!issued.ok) throw new Error('not issued')
    const forwarded = await forwardAccessLink(deps, {
      ...{ creditorId: creditor.id, debtorId: debtor.id, linkId: issued.value.link.id, sessionId: test.ids.uuid() },
      ...{
        scope: ['view', 'dispute'],
        numbers: ['A/1'],
        caps: [],
        recipient,
        locale: 'de',
        clientHint: null,
        code: null,
      },
      expiresAt: new Date(test.clock.now().getTime() + 24 * 3_600_000),
    })
    if (!forwarded.ok) throw new Error(JSON.stringify(forwarded.failure))
    const whole = { ...FILLED, 'extent-0': 'whole', invoice: 'B', key: test.ids.uuid() }
    await post(dispute, createForm([], whole))
    await withSessionLimit(async () => {
      limitSession(forwarded.value.id)
      expect((await post(dispute, createForm([], { ...whole, key: test.ids.uuid() }))).status).toBe(422)
      expect(await send({ name: 'a.pdf', content: PDF })).toMatchObject({ status: 303 })
      expect((await get(showDisputes, '/disputes')).page).toMatchObject({ disputes: [{ invoiceNumber: 'A/1' }] })
    })
    expect((await get(showDisputes, '/disputes')).page).toMatchObject({ counts: { open: 2 } })
  })
})

describe('files that are refused leave nothing behind', () => {
  it.each([
    ['a program under the name of a PDF', [{ name: 'a.pdf', content: bytes('MZ\0\0') }], 'type'],
    ['a page', [{ name: 'a.csv', content: bytes('<html><script>a(1,2)</script>') }], 'type'],
    ['an empty file', [{ name: 'a.pdf', content: bytes('') }], 'empty'],
    [
      'a PDF with an archive behind it',
      [{ name: 'a.pdf', content: Buffer.concat([PDF, bytes('PK\x03\x04')]) }],
      'mixed',
    ],
    ['more than 10 MB', [{ name: 'a.pdf', content: Buffer.alloc(10 * 1024 * 1024 + 1) }], 'file_too_large'],
    [
      '1,000 files',
      Array.from({ length: 1_000 }, (_, index) => ({ name: `${index}.pdf`, content: PDF })),
      'too_many_files',
    ],
    [
      'a good one beside a bad one',
      [
        { name: 'a.pdf', content: PDF },
        { name: 'b.pdf', content: bytes('MZ\0') },
      ],
      'type',
    ],
  ])('%s', async (_, files, kind) => {
    const refused = await send(...files)
    expect(refused).toMatchObject({
      status: 422,
      page: { fileProblems: [{ kind }], entry: { text: FILLED.text, reason: 'QTY' } },
    })
    expect(await countKept()).toEqual(NOTHING)
  })

  it('with a dispute that is refused', async () => {
    const form = createForm([{ name: 'a.pdf', content: PDF }], { ...FILLED, 'quantity-0-1': '11' })
    expect((await post(dispute, form)).status).toBe(422)
    expect(await countKept()).toEqual(NOTHING)
  })

  it('after too many attempts', async () => {
    attempts = 60
    expect(await send({ name: 'a.pdf', content: PDF })).toMatchObject({
      status: 422,
      page: { problems: [{ kind: 'too_often' }] },
    })
    expect(await countKept()).toEqual(NOTHING)
  })
})

describe('a dispute that is open', () => {
  async function open() {
    await send()
    const [row] = await test.inspect<{ id: string }>('select id from dispute')
    return { id: row!.id }
  }
  const readStatus = async () => (await test.inspect<{ status: string }>('select status from dispute'))[0]?.status
  const write = (params: { id: string }, text: string, files: { name: string; content: Uint8Array }[] = []) =>
    post(say, createForm(files, { entry: test.ids.uuid(), text }), params)

  it('takes more words and files, and answers to what is asked', async () => {
    const params = await open()
    expect((await write(params, 'A photo follows.')).location).toBe(`/disputes/${params.id}?done=sent`)
    expect(await write(params, '')).toMatchObject({ status: 422 })
    expect(await write(params, 'Kept.', [{ name: 'a.pdf', content: bytes('MZ\0') }])).toMatchObject({
      status: 422,
      page: { typed: 'Kept.', fileProblems: [{ kind: 'type', name: 'a.pdf' }] },
    })
    await disputes.continueDispute({
      actor: { side: 'creditor', creditorId: creditor.id, author: 'user:1', name: 'Ole Brandt' },
      ...{ disputeId: params.id, entryId: test.ids.uuid(), step: 'asked', text: 'How many?', files: [] },
    })
    expect(await readStatus()).toBe('needs_information')
    await write(params, 'Two.', [{ name: 'a.pdf', content: PDF }])
    expect(await readStatus()).toBe('open')
    expect(await countKept()).toMatchObject({ files: 1, onDisk: 1 })
  })

  it('is taken back once, and takes nothing more', async () => {
    const params = await open()
    const form = new URLSearchParams({ entry: test.ids.uuid(), text: '' })
    expect((await post(withdraw, form, params)).location).toBe(`/disputes/${params.id}?done=withdrawn`)
    expect(await readStatus()).toBe('withdrawn')
    expect((await post(withdraw, new URLSearchParams(), params)).location).toBe(`/disputes/${params.id}`)
    expect((await write(params, 'More.', [{ name: 'a.pdf', content: PDF }])).status).toBe(422)
    expect(await countKept()).toMatchObject({ files: 0, stored: 0, onDisk: 0 })
  })

  it('is nobody else’s', async () => {
    expect((await write({ id: test.ids.uuid() }, 'Hello.')).status).toBe(404)
    expect((await write({ id: 'x' }, 'Hello.')).status).toBe(404)
  })
})
