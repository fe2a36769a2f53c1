import { describe, expect, it } from 'vitest'
import type { BankStatement } from '~/domain/bank-statement'
import { listBankTransactions } from '~/domain/bank-transaction'
import { defaultIngestLimits } from '../ingest-limits'
import { makeCamt, makeCamtDetail, makeCamtEntry } from '../testing/sample-camt'
import { readCamtStatements } from './read-camt-statements'

function readResult(xml: string) {
  return readCamtStatements(Buffer.from(xml), defaultIngestLimits)
}

function read(xml: string): BankStatement {
  const result = readResult(xml)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value[0]!
}

const versions = Array.from({ length: 13 }, (_, index) => String(index + 1).padStart(2, '0'))

describe('camt messages', () => {
  it.each(versions)('version %s of all three is read', (version) => {
    const kinds = (['052', '053', '054'] as const).map((message) => read(makeCamt({ message, version })))
    expect(kinds.map(({ kind }) => kind)).toEqual(['report', 'statement', 'notification'])
    for (const statement of kinds) expect(statement.entries).toEqual(kinds[0]!.entries)
  })

  it.each(['', 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.02', 'urn:swift:xsd:$camt.053.001.02'])(
    'is read under the namespace %j',
    (namespace) => expect(read(makeCamt({ namespace })).entries).toHaveLength(1),
  )

  it('is read with prefixes', () => {
    const prefixed = makeCamt()
      .replaceAll('</', '</c:')
      .replace(/<(?=[A-Z])/g, '<c:')
      .replace('xmlns=', 'xmlns:c=')
    expect(read(prefixed)).toEqual(read(makeCamt()))
  })

  it('says who paid, what for and when', () => {
    const [transaction] = listBankTransactions(read(makeCamt({ entries: [makeCamtEntry({ bankReference: 'B-1' })] })))
    expect(transaction).toMatchObject({
      kind: 'incoming',
      status: 'booked',
      amount: { amountMinor: 11_900, currency: 'EUR' },
      bookedOn: '2026-11-20',
      account: 'DE02120300000000202051',
      counterparty: { name: 'Bakkerij de Vries', iban: 'NL91ABNA0417164300' },
      references: { bankReference: 'B-1', endToEndId: null },
      remittance: { unstructured: ['RE-2026-0017'] },
      isUndivided: false,
    })
  })

  it('knows a reversal, a return and a negative amount for what they are', () => {
    const kindOf = (parts: Parameters<typeof makeCamtEntry>[0]) =>
      listBankTransactions(read(makeCamt({ entries: [makeCamtEntry(parts)] })))[0]!.kind
    const returned = makeCamtDetail({ extra: '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>' })
    expect(kindOf({})).toBe('incoming')
    expect(kindOf({ direction: 'DBIT' })).toBe('outgoing')
    expect(kindOf({ direction: 'DBIT', reversal: '<RvslInd>true</RvslInd>' })).toBe('incoming_reversed')
    expect(kindOf({ direction: 'CRDT', reversal: '<RvslInd>true</RvslInd>' })).toBe('outgoing_returned')
    expect(kindOf({ direction: 'DBIT', details: returned })).toBe('incoming_reversed')
    expect(kindOf({ direction: 'CRDT', details: returned })).toBe('outgoing_returned')
    expect(kindOf({ amount: '-119.00' })).toBe('incoming_reversed')
  })

  it('names the payer of what is taken back', () => {
    const entry = makeCamtEntry({ direction: 'DBIT', reversal: '<RvslInd>true</RvslInd>' })
    expect(listBankTransactions(read(makeCamt({ entries: [entry] })))[0]!.counterparty.name).toBe('Bakkerij de Vries')
  })

  it.each([
    ['<Sts>PDNG</Sts>', 'pending'],
    ['<Sts>BOOK</Sts>', 'booked'],
    ['<Sts><Cd>FUTR</Cd></Sts>', 'future'],
    ['<Sts><Prtry>OWN</Prtry></Sts>', 'information'],
  ])('reads the status %s', (element, status) => {
    const entry = makeCamtEntry().replace(/<Sts>.*<\/Sts>/, element)
    expect(read(makeCamt({ entries: [entry] })).entries[0]!.status).toBe(status)
  })

  it('leaves out what is not of the message', () => {
    const foreign = '<SplmtryData xmlns="urn:x"><Ntry><Amt Ccy="EUR">1</Amt></Ntry></SplmtryData>'
    expect(read(makeCamt({ entries: [makeCamtEntry(), foreign] })).entries).toHaveLength(1)
  })

  it('reads structured references and the numbers of documents', () => {
    const extra =
      '<RmtInf><Strd><RfrdDocInf><Nb>RE-9</Nb></RfrdDocInf><CdtrRefInf><Tp><CdOrPrtry><Prtry>QRR</Prtry></CdOrPrtry></Tp>' +
      '<Ref>210000000003139471430009017</Ref></CdtrRefInf></Strd></RmtInf>'
    const details = makeCamtDetail({ extra }).replace(/<RmtInf><Ustrd>.*?<\/RmtInf>/, '')
    expect(read(makeCamt({ entries: [makeCamtEntry({ details })] })).entries[0]!.details[0]!.remittance).toEqual({
      unstructured: [],
      references: [{ reference: '210000000003139471430009017', scheme: 'QRR' }],
      documentNumbers: ['RE-9'],
      additional: [],
    })
  })
})

describe('refused', () => {
  it.each([
    ['another message', makeCamt().replaceAll('BkToCstmrStmt', 'CstmrCdtTrfInitn'), 'unknown_format'],
    ['pain.001', makeCamt({ namespace: 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.03' }), 'unknown_format'],
    [
      'an entity',
      makeCamt().replace('<Document', '<!DOCTYPE x [<!ENTITY a "b">]><Document'),
      'document_type_declaration',
    ],
    ['a cut-off file', makeCamt().slice(0, -30), 'malformed'],
    ['an amount that is none', makeCamt({ entries: [makeCamtEntry({ amount: 'x' })] }), 'invalid_field'],
    ['more decimals than the currency', makeCamt({ entries: [makeCamtEntry({ amount: '1.005' })] }), 'invalid_field'],
    ['an unknown currency', makeCamt().replace('Ccy="EUR"', 'Ccy="EUX"'), 'invalid_field'],
    ['an unknown status', makeCamt({ entries: [makeCamtEntry({ status: 'DONE' })] }), 'invalid_field'],
    ['a day that does not exist', makeCamt({ entries: [makeCamtEntry({ bookedOn: '2026-02-30' })] }), 'invalid_field'],
    ['a missing direction', makeCamt().replace('<CdtDbtInd>CRDT</CdtDbtInd>', ''), 'missing_field'],
  ])('%s', (_, xml, code) => {
    expect(readResult(xml)).toMatchObject({ ok: false, failure: { code } })
  })

  it('names line and element', () => {
    expect(readResult(makeCamt({ entries: [makeCamtEntry(), makeCamtEntry({ amount: 'x' })] }))).toMatchObject({
      failure: { place: { element: '/Document/BkToCstmrStmt/Stmt/Ntry[2]/Amt' } },
    })
  })
})
