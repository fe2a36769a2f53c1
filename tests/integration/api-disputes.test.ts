/** The API's operations on disputes: read, answered, decided once, and handed on as UBL. */
import { beforeEach, describe, expect, it } from 'vitest'
import { defaultIngestLimits } from '~/ingest/ingest-limits'
import { parseXml } from '~/ingest/xml/parse-xml'
import { listElements, readText, type XmlElement } from '~/ingest/xml/xml-element'
import type { Dispute } from '~/domain/dispute'
import type { AccessLinkId } from '~/domain/ids'
import type { OpenDisputeInput } from '~/use-cases/open-dispute'
import { createInvoice } from '../factories/invoices'
import { expectProblem, useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const api = useApiClient(test)

beforeEach(async () => {
  await createInvoice(test, api.debtor, {
    number: 'A',
    payableMinor: 119_00,
    lines: [
      { name: 'Boxes', quantity: '10', unitPrice: '8.00', netMinor: 80_00, taxPercent: '19' },
      { name: 'Freight', quantity: '1', unitPrice: '20.00', netMinor: 20_00, taxPercent: '19' },
    ],
  })
})

async function open(
  lines: OpenDisputeInput['invoices'][number]['lines'],
  input: Partial<OpenDisputeInput> = {},
): Promise<Dispute> {
  const opened = await api.app.openDisputes({
    disputant: {
      ...{ creditorId: api.creditor.id, debtorId: api.debtor.id, linkId: test.ids.uuid() as AccessLinkId },
      ...{ scope: ['view', 'dispute'], name: 'Greta Lüders', email: 'greta@debtor.example', locale: 'de' },
    },
    idempotencyKey: test.ids.uuid(),
    ...{ reason: 'QTY', action: 'CNP', text: 'Two <boxes> & a lid were missing.' },
    files: [{ filename: 'photo.png', mediaType: 'image/png', content: new TextEncoder().encode('not really') }],
    invoices: [{ number: 'A', lines }],
    ...input,
  })
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  return opened.value[0]!
}

const twoBoxes = [{ position: 1, claim: { kind: 'quantity' as const, quantity: '2' } }]

interface Detail {
  dispute: { version: number; status: string }
  entries: { step: string; files: { id: string }[] }[]
}

describe('disputes', () => {
  it('are listed by state, debtor and page, and read with their lines, thread and files', async () => {
    await open([{ position: 2, claim: { kind: 'whole' } }])
    const { id } = await open(twoBoxes)
    const first = await api.send('/disputes?order=amount&limit=1')
    expect(first.json).toMatchObject({ count: 2, disputes: [{ claimedMinor: 23_80, turn: 'creditor' }] })
    const { nextCursor } = first.json as { nextCursor: string }
    const second = await api.send(`/disputes?order=amount&limit=1&cursor=${nextCursor}`)
    expect(second.json).toMatchObject({ nextCursor: null, disputes: [{ id, claimedMinor: 19_04 }] })
    expect((await api.send('/disputes?state=ended')).json).toMatchObject({ count: 0 })
    expect((await api.send('/disputes?debtor=nobody')).json).toMatchObject({ count: 0 })
    const read = await api.send(`/disputes/${id}`)
    expect(read.json).toMatchObject({
      dispute: { invoice: 'A', reasonCode: 'QTY', version: 1 },
      lines: [{ position: 1, kind: 'quantity', claimedQuantity: '2', claimedMinor: 19_04, grantedMinor: null }],
      entries: [{ side: 'debtor', step: 'opened', files: [{ filename: 'photo.png' }] }],
      balance: { openMinor: 119_00, disputedMinor: 42_84, dueNowMinor: 76_16 },
    })
    const fileId = (read.json as Detail).entries[0]!.files[0]!.id
    const file = await api.send(`/disputes/${id}/files/${fileId}`)
    expect(file.text).toBe('not really')
    expect(file.headers.get('Content-Disposition')).toContain('attachment')
    expectProblem(await api.send(`/disputes/${id}/files/${id}`), 404, 'unknown-file')
    expectProblem(await api.send(`/disputes/${fileId}`), 404, 'unknown-dispute')
  })

  it('are answered once under a key, and decided as they were read', async () => {
    const { id } = await open(twoBoxes)
    const asking = { body: { step: 'asked', text: 'Which boxes?' }, headers: { 'Idempotency-Key': 'ask 1' } }
    const asked = await api.send(`/disputes/${id}/entries`, asking)
    expect(asked.status, asked.text).toBe(201)
    await test.inspect('delete from api_idempotency')
    expect((await api.send(`/disputes/${id}/entries`, asking)).json).toMatchObject({
      dispute: { version: 2, status: 'needs_information' },
    })
    const wanted = { version: 1, decision: 'accept', text: 'The carrier confirms it.' }
    const changed = await api.send(`/disputes/${id}/decision`, { body: wanted })
    expectProblem(changed, 409, 'dispute-changed')
    expect(changed.json).toMatchObject({ version: 2, entries: [{ step: 'asked', text: 'Which boxes?' }] })
    const tooMuch = { ...wanted, version: 2, decision: 'accept_in_part', lines: [{ position: 1, grantedMinor: 19_05 }] }
    expectProblem(await api.send(`/disputes/${id}/decision`, { body: tooMuch }), 422, 'grant-refused')
    const nothing = { ...tooMuch, lines: [] }
    expectProblem(await api.send(`/disputes/${id}/decision`, { body: nothing }), 422, 'grant-refused')
    const decided = await api.send(`/disputes/${id}/decision`, {
      body: { ...tooMuch, lines: [{ position: 1, grantedMinor: 10_00 }], creditNoteNumber: 'GS-9' },
    })
    expect(decided.status, decided.text).toBe(201)
    expect(decided.json).toMatchObject({
      dispute: { status: 'partially_accepted', grantedMinor: 10_00, creditNoteNumber: 'GS-9', turn: null },
      balance: { openMinor: 109_00, disputedMinor: 0, dueNowMinor: 109_00 },
    })
    expectProblem(
      await api.send(`/disputes/${id}/decision`, { body: { ...wanted, version: 3 } }),
      409,
      'dispute-step-impossible',
    )
    const { json } = await api.send('/events')
    const { events } = json as { events: { type: string; data: { dispute?: object } }[] }
    expect(events.at(-1)).toMatchObject({
      type: 'dispute.partially_accepted',
      data: { dispute: { creditNoteNumber: 'GS-9', grantedMinor: 10_00, side: 'creditor' } },
    })
  })

  it('are rejected with a reason alone', async () => {
    const { id } = await open(twoBoxes)
    const missing = await api.send(`/disputes/${id}/decision`, { body: { version: 1, decision: 'reject', text: ' ' } })
    expectProblem(missing, 400, 'invalid-request')
    const rejected = await api.send(`/disputes/${id}/decision`, {
      body: { version: 1, decision: 'reject', text: 'The scale says otherwise.' },
    })
    expect(rejected.json).toMatchObject({ dispute: { status: 'rejected', grantedMinor: 0, creditNoteNumber: null } })
  })
})

const PREFIXES = new Map([
  ['urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2', 'ubl'],
  ['urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2', 'cac'],
  ['urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2', 'cbc'],
])

/** Names and cardinalities of transaction T111 of the BIS Invoice Response 3.1, in the order of UBL's schema. */
const SYNTAX: Readonly<Record<string, readonly [name: string, least: number, most: number][]>> = {
  'ubl:ApplicationResponse': [
    ['cbc:CustomizationID', 1, 1],
    ['cbc:ProfileID', 1, 1],
    ['cbc:ID', 1, 1],
    ['cbc:IssueDate', 1, 1],
    ['cbc:IssueTime', 0, 1],
    ['cbc:Note', 0, 1],
    ['cac:SenderParty', 1, 1],
    ['cac:ReceiverParty', 1, 1],
    ['cac:DocumentResponse', 1, 1],
  ],
  'cac:SenderParty': [
    ['cbc:EndpointID', 1, 1],
    ['cac:PartyIdentification', 0, 1],
    ['cac:PartyLegalEntity', 1, 1],
    ['cac:Contact', 0, 1],
  ],
  'cac:ReceiverParty': [
    ['cbc:EndpointID', 1, 1],
    ['cac:PartyIdentification', 0, 1],
    ['cac:PartyLegalEntity', 1, 1],
  ],
  'cac:PartyIdentification': [['cbc:ID', 1, 1]],
  'cac:PartyLegalEntity': [['cbc:RegistrationName', 1, 1]],
  'cac:PartyName': [['cbc:Name', 1, 1]],
  'cac:Contact': [
    ['cbc:Name', 0, 1],
    ['cbc:Telephone', 0, 1],
    ['cbc:ElectronicMail', 0, 1],
  ],
  'cac:DocumentResponse': [
    ['cac:Response', 1, 1],
    ['cac:DocumentReference', 1, 2],
    ['cac:IssuerParty', 0, 1],
    ['cac:RecipientParty', 0, 1],
  ],
  'cac:Response': [
    ['cbc:ResponseCode', 1, 1],
    ['cbc:EffectiveDate', 0, 1],
    ['cac:Status', 0, Infinity],
  ],
  'cac:Status': [
    ['cbc:StatusReasonCode', 0, 1],
    ['cbc:StatusReason', 0, 1],
    ['cac:Condition', 0, Infinity],
  ],
  'cac:Condition': [
    ['cbc:AttributeID', 1, 1],
    ['cbc:Description', 0, 1],
  ],
  'cac:DocumentReference': [
    ['cbc:ID', 1, 1],
    ['cbc:IssueDate', 0, 1],
    ['cbc:DocumentTypeCode', 1, 1],
  ],
  'cac:IssuerParty': [
    ['cac:PartyIdentification', 0, 1],
    ['cac:PartyName', 1, 1],
  ],
  'cac:RecipientParty': [
    ['cac:PartyIdentification', 0, 1],
    ['cac:PartyName', 1, 1],
  ],
}
const REASONS = 'NON REF LEG REC QUA DEL PRI QTY ITM PAY UNR FIN PPD OTH'.split(' ')
const ACTIONS = 'NOA PIN NIN CNF CNP CNA OTH'.split(' ')

function expectSyntax(element: XmlElement): void {
  const syntax = SYNTAX[element.name]
  if (!syntax) {
    expect(element.children, element.name).toEqual([])
    expect(element.text, element.name).not.toBe('')
    return
  }
  const order = syntax.map(([name]) => name)
  const places = element.children.map(({ name }) => order.indexOf(name))
  expect(places, element.name).toEqual(places.toSorted((a, b) => a - b))
  expect(places, element.name).not.toContain(-1)
  for (const [name, least, most] of syntax) {
    const count = listElements(element, name).length
    expect(count, `${element.name}/${name}`).toBeGreaterThanOrEqual(least)
    expect(count, `${element.name}/${name}`).toBeLessThanOrEqual(most)
  }
  element.children.forEach(expectSyntax)
}

/** Of transaction T111: PEPPOL-T111-R001 to R005 and the code lists. */
async function readResponse({ id }: Dispute) {
  const answer = await api.send(`/disputes/${id}/application-response`)
  expect(answer.headers.get('Content-Type')).toBe('application/xml')
  const root = parseXml(new TextEncoder().encode(answer.text), { prefixByNamespace: PREFIXES }, defaultIngestLimits)
  expectSyntax(root)
  expect(readText(root, 'cbc:CustomizationID')).toMatch(/^urn:fdc:peppol\.eu:poacc:trns:invoice_response:3/)
  const response = listElements(listElements(root, 'cac:DocumentResponse')[0], 'cac:Response')[0]
  const statuses = listElements(response, 'cac:Status').map((status) => {
    const [code] = listElements(status, 'cbc:StatusReasonCode')
    const list = code?.attributes.get('listID') ?? ''
    expect(['OPStatusReason', 'OPStatusAction']).toContain(list)
    expect(list === 'OPStatusReason' ? REASONS : ACTIONS).toContain(code?.text)
    if (code?.text === 'OTH') expect(readText(status, 'cbc:StatusReason')).toBeTruthy()
    expect(code?.text).not.toBe('PPD')
    const conditions = listElements(status, 'cac:Condition').map((condition) => [
      readText(condition, 'cbc:AttributeID'),
      readText(condition, 'cbc:Description'),
    ])
    return { code: code?.text, reason: readText(status, 'cbc:StatusReason'), conditions }
  })
  const code = readText(response, 'cbc:ResponseCode')
  expect(['UQ', 'RE', 'CA']).toContain(code)
  expect(statuses.length).toBeGreaterThan(0)
  for (const party of ['cac:SenderParty', 'cac:ReceiverParty']) {
    const endpoint = listElements(listElements(root, party)[0], 'cbc:EndpointID')[0]
    expect(endpoint?.attributes.get('schemeID')).toMatch(/^(\d{4}|EM)$/)
  }
  expect(readText(root, 'cac:DocumentResponse', 'cac:DocumentReference', 'cbc:ID')).toBe('A')
  return { code, statuses, root }
}

describe('a dispute as UBL ApplicationResponse', () => {
  it('of a part that is wanted credited is a conditional acceptance that names the line and what is right', async () => {
    const { code, statuses, root } = await readResponse(await open(twoBoxes))
    expect(code).toBe('CA')
    expect(statuses).toEqual([
      {
        code: 'QTY',
        reason: 'Two <boxes> & a lid were missing.',
        conditions: [
          ['BT-126', '1'],
          ['BT-129', '8'],
          ['BT-131', '64.00'],
        ],
      },
      { code: 'CNP', reason: undefined, conditions: [] },
    ])
    expect(readText(root, 'cac:SenderParty', 'cac:Contact', 'cbc:Name')).toBe('Greta Lüders')
    expect(readText(root, 'cac:ReceiverParty', 'cac:PartyLegalEntity', 'cbc:RegistrationName')).toBe(api.creditor.name)
  })

  it('of a price names the price held to be right', async () => {
    const { statuses } = await readResponse(
      await open([{ position: 1, claim: { kind: 'price', price: '7.50' } }], { reason: 'PRI', text: '' }),
    )
    expect(statuses[0]).toEqual({
      ...{ code: 'PRI', reason: undefined },
      conditions: [
        ['BT-126', '1'],
        ['BT-146', '7.5'],
        ['BT-131', '75.00'],
      ],
    })
  })

  it.each([
    ['CNF', 'RE'],
    ['NIN', 'RE'],
    ['PIN', 'UQ'],
    ['OTH', 'UQ'],
  ] as const)('of the whole invoice, asking for %s, is %s', async (action, expected) => {
    const { code } = await readResponse(await open([], { action, text: '' }))
    expect(code).toBe(expected)
  })

  it('of what was paid before has no code of its own in the list, and says it in words', async () => {
    const { statuses } = await readResponse(await open([], { reason: 'PPD', action: 'CNF', text: '' }))
    expect(statuses[0]).toEqual({ code: 'OTH', reason: 'Paid before', conditions: [] })
  })
})
