import { describe, expect, it } from 'vitest'
import { matchTransfer, type MatchDecision } from './bank-matching'
import { createCreditorReference, createQrReference, formatBankReference } from './bank-reference'
import { NO_PARTY, NO_REFERENCES } from './bank-statement'
import type { BankTransaction } from './bank-transaction'
import { calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import type { DebtorId, InvoiceId } from './ids'
import type { MatchSuggestion } from './match-suggestion'
import { createMoney } from './money'
import {
  collectTransferLookup,
  type DebtorCandidate,
  type InvoiceCandidate,
  type ReferenceCandidate,
  type TransferCandidates,
} from './transfer-candidates'

const [EUR, CHF] = [parseCurrencyCode('EUR')!, parseCurrencyCode('CHF')!]
const [BAKERY, GARAGE] = ['bakery' as DebtorId, 'garage' as DebtorId]
const RF = createCreditorReference('K7M2Q-4XW9P')

function transfer(text: string | string[], parts: Partial<BankTransaction> & { euros?: number } = {}): BankTransaction {
  const { euros = 119, ...others } = parts
  return {
    fingerprint: 'f',
    entryFingerprint: 'f',
    kind: 'incoming',
    status: 'booked',
    amount: createMoney(Math.round(euros * 100), EUR),
    bookedOn: calendarDay('2026-11-20'),
    valueOn: null,
    account: null,
    counterparty: { ...NO_PARTY, name: 'BAKKERIJ DE VRIES', iban: 'NL91ABNA0417164300' },
    ultimateCounterpartyName: null,
    references: NO_REFERENCES,
    remittance: { unstructured: [text].flat(), references: [], documentNumbers: [], additional: [] },
    returnReason: null,
    isUndivided: false,
    ...others,
  }
}

function invoice(number: string, euros: number, parts: Partial<InvoiceCandidate> = {}): InvoiceCandidate {
  return {
    id: `id of ${number}` as InvoiceId,
    debtorId: BAKERY,
    kind: 'invoice',
    number,
    currency: EUR,
    openMinor: Math.round(euros * 100),
    ...parts,
  }
}

function reference(parts: Partial<ReferenceCandidate> = {}): ReferenceCandidate {
  return {
    kind: 'payment',
    id: 'payment-1',
    debtorId: BAKERY,
    reference: RF,
    currency: EUR,
    amountMinor: 11_900,
    receivedMinor: 0,
    ...parts,
  }
}

const DEBTORS: readonly DebtorCandidate[] = [
  { id: BAKERY, name: 'Bakkerij de Vries B.V.', ownsAccount: false, openMinor: 30_000 },
  { id: GARAGE, name: 'Garage Jansen B.V.', ownsAccount: false, openMinor: 11_900 },
]

function candidates(parts: Partial<TransferCandidates> = {}): TransferCandidates {
  return {
    references: [],
    named: [],
    isNamedComplete: true,
    sameAmount: [],
    isSameAmountComplete: true,
    siblings: [],
    debtors: DEBTORS,
    ...parts,
  }
}

const nobody = { counterparty: NO_PARTY }
const unknown = { counterparty: { ...NO_PARTY, name: 'Hans Beispiel' } }
const owns = (id: DebtorId) => DEBTORS.map((debtor) => ({ ...debtor, ownsAccount: debtor.id === id }))

function obstacleOf(decision: MatchDecision): string {
  if (decision.kind !== 'for_a_person') throw new Error(`was ${decision.kind}`)
  return decision.obstacles.map(({ kind }) => kind).join()
}

function suggestionsOf(decision: MatchDecision): readonly MatchSuggestion[] {
  if (decision.kind !== 'for_a_person') throw new Error(`was ${decision.kind}`)
  return decision.suggestions
}

function portionsOf(decision: MatchDecision): string[] {
  if (decision.kind !== 'matched_by_numbers') throw new Error(JSON.stringify(decision))
  return decision.portions.map(({ invoiceId, amountMinor }) => `${invoiceId} ${amountMinor}`)
}

describe('what is looked up', () => {
  it('is every reference, number and name of the transfer', () => {
    const lookup = collectTransferLookup(
      transfer(['Rechnung RE-2026-', '0017 ', formatBankReference(RF)], {
        references: { ...NO_REFERENCES, endToEndId: 'K7M2Q-4XW9P' },
        ultimateCounterpartyName: 'De Vries Holding B.V.',
      }),
    )
    expect(lookup).toMatchObject({
      amountMinor: 11_900,
      currency: 'EUR',
      bankReferences: expect.arrayContaining([RF]) as string[],
      paymentReferences: ['K7M2Q-4XW9P'],
      counterpartyAccount: 'NL91ABNA0417164300',
      counterpartyNames: ['BAKKERIJ DE VRIES', 'DE VRIES HOLDING'],
    })
    expect(lookup.numberKeys.full).toContain('RE22617')
    expect(lookup.numberKeys.digits).toContain('22617')
  })
})

describe('by reference', () => {
  it.each([
    ['exact', 119, 0],
    ['short', 100, -1_900],
    ['over', 120.5, 150],
  ])('an %s payment is matched, its difference told', (_, euros, differenceMinor) => {
    expect(matchTransfer(transfer(RF, { euros }), candidates({ references: [reference()] }))).toMatchObject({
      kind: 'matched_by_reference',
      debtorId: BAKERY,
      target: { id: 'payment-1' },
      differenceMinor,
    })
  })

  it('is matched whoever pays, if nothing says it is another debtor', () => {
    for (const payer of [nobody, unknown]) {
      expect(matchTransfer(transfer(RF, payer), candidates({ references: [reference()] })).kind).toBe(
        'matched_by_reference',
      )
    }
  })

  it('the rest of a payment counts from what came before', () => {
    const found = candidates({ references: [reference({ receivedMinor: 5_000 })] })
    expect(matchTransfer(transfer(RF, { euros: 69 }), found)).toMatchObject({ differenceMinor: 0 })
  })

  it('the same reference found in two ways is one', () => {
    const found = [reference(), reference({ reference: 'K7M2Q-4XW9P' })]
    expect(matchTransfer(transfer(RF), candidates({ references: found })).kind).toBe('matched_by_reference')
  })

  it.each<[string, Partial<TransferCandidates>, Partial<BankTransaction>]>([
    ['several_references', { references: [reference(), reference({ id: 'payment-2' })] }, {}],
    ['currency_differs', { references: [reference({ currency: CHF })] }, {}],
    ['reference_paid', { references: [reference({ receivedMinor: 11_900 })] }, {}],
    ['other_payer', { references: [reference()], debtors: owns(GARAGE) }, {}],
    ['other_payer', { references: [reference({ debtorId: GARAGE })] }, {}],
    ['undivided', { references: [reference()] }, { isUndivided: true }],
    ['other_debtor_named', { references: [reference()], named: [invoice('RE-9', 5, { debtorId: GARAGE })] }, {}],
  ])('%s goes to a person', (obstacle, found, parts) => {
    const decision = matchTransfer(transfer(`${RF} RE-9`, parts), candidates(found))
    expect(obstacleOf(decision)).toBe(obstacle)
    expect(suggestionsOf(decision)[0]!.target!.id).toBe('payment-1')
  })

  it('a QR reference is one too', () => {
    const qr = createQrReference('K7M2Q-4XW9P')
    const paid = transfer('', {
      remittance: {
        unstructured: [],
        references: [{ reference: qr, scheme: 'QRR' }],
        documentNumbers: [],
        additional: [],
      },
    })
    expect(collectTransferLookup(paid).bankReferences).toEqual([qr])
  })
})

describe('by number and amount', () => {
  const one = invoice('RE-2026-0017', 119)

  it.each(['RE-2026-0017', 're 2026 17', 'Rg 2026-0017 danke'])('%j with its amount is matched', (text) => {
    const decision = matchTransfer(transfer(text), candidates({ named: [one] }))
    expect(portionsOf(decision)).toEqual(['id of RE-2026-0017 11900'])
    expect(decision).toMatchObject({ debtorId: BAKERY })
  })

  it('several with their sum are matched', () => {
    const named = [one, invoice('RE-2026-0450', 81), invoice('RE-2026-0451', 7, { openMinor: 0 })]
    expect(
      portionsOf(
        matchTransfer(
          transfer('RE-2026-0017, 0450 / RE-2026-0450 RE-2026-0451', { euros: 200 }),
          candidates({ named }),
        ),
      ),
    ).toEqual(['id of RE-2026-0017 11900', 'id of RE-2026-0450 8100'])
  })

  it('of several named, the one whose amount it is', () => {
    const named = [one, invoice('RE-2026-0450', 81)]
    expect(portionsOf(matchTransfer(transfer('RE-2026-0017 RE-2026-0450'), candidates({ named })))).toEqual([
      'id of RE-2026-0017 11900',
    ])
  })

  it('from an unknown payer only where number and amount are the only ones', () => {
    const decide = (text: string, parts: Partial<TransferCandidates>) =>
      matchTransfer(transfer(text, unknown), candidates({ named: [one], sameAmount: [one], ...parts }))
    expect(decide('RE-2026-0017', {}).kind).toBe('matched_by_numbers')
    expect(obstacleOf(decide('2026-0017', {}))).toBe('payer_unconfirmed')
    expect(obstacleOf(decide('RE-2026-0017', { isSameAmountComplete: false }))).toBe('payer_unconfirmed')
    const other = invoice('RE-2026-7777', 119, { debtorId: GARAGE })
    expect(obstacleOf(decide('RE-2026-0017', { sameAmount: [one, other] }))).toBe('payer_unconfirmed')
  })

  it('a known account decides between two that fit', () => {
    const twin = invoice('X-2026-0017', 119, { debtorId: GARAGE })
    const decide = (debtors: readonly DebtorCandidate[]) =>
      matchTransfer(transfer('2026-0017', unknown), candidates({ named: [one, twin], debtors }))
    expect(portionsOf(decide(owns(BAKERY)))).toEqual(['id of RE-2026-0017 11900'])
    expect(obstacleOf(decide(DEBTORS))).toBe('number_ambiguous')
  })

  it('a longer number is not its part', () => {
    const credit = invoice('GS-2026-0017', 119, { kind: 'credit_note' })
    const decide = (text: string) => obstacleOf(matchTransfer(transfer(text), candidates({ named: [one, credit] })))
    expect(decide('GS-2026-0017')).toBe('credit_note_named')
    expect(decide('2026-0017')).toBe('number_ambiguous')
  })

  it.each<[string, string, Partial<TransferCandidates>, Partial<BankTransaction> & { euros?: number }]>([
    ['nothing_found', 'danke', {}, {}],
    ['nothing_found', 'RE-2026-0071', { named: [one] }, {}],
    ['amount_differs', 'RE-2026-0017', { named: [one] }, { euros: 118.99 }],
    ['amount_differs', 'RE-2026-0017 RE-2026-0450', { named: [one, invoice('RE-2026-0450', 119)] }, {}],
    ['settled_already', 'RE-2026-0017', { named: [{ ...one, openMinor: 0 }] }, {}],
    ['currency_differs', 'RE-2026-0017', { named: [{ ...one, currency: CHF }] }, {}],
    [
      'several_debtors_named',
      'RE-2026-0017 RE-2026-0450',
      { named: [one, invoice('RE-2026-0450', 81, { debtorId: GARAGE })] },
      { euros: 200 },
    ],
    ['other_payer', 'RE-2026-0017', { named: [one], debtors: owns(GARAGE) }, {}],
    ['other_payer', 'RE-2026-0017', { named: [{ ...one, debtorId: GARAGE }] }, {}],
    ['number_mistakable', 'RE-2026-0017', { named: [one], siblings: [one, invoice('RE-2026-0071', 119)] }, {}],
    ['too_many', 'RE-2026-0017', { named: [one], isNamedComplete: false }, {}],
    ['undivided', 'RE-2026-0017', { named: [one] }, { isUndivided: true }],
  ])('%s goes to a person', (obstacle, text, found, parts) => {
    expect(obstacleOf(matchTransfer(transfer(text, parts), candidates(found)))).toBe(obstacle)
  })

  it('tells what was open where the amount differs', () => {
    const decision = matchTransfer(transfer('RE-2026-0017', { euros: 100 }), candidates({ named: [one] }))
    expect(decision).toMatchObject({
      obstacles: [
        { messageKey: 'console:matching.obstacle.amount_differs', params: { open: { amountMinor: 11_900 } } },
      ],
    })
  })
})

describe('suggestions', () => {
  it('come with the likeliest first', () => {
    const [same, other] = [invoice('RE-2026-0071', 119), invoice('RE-2026-5555', 119, { debtorId: GARAGE })]
    const decision = matchTransfer(transfer('RE-2026-0017', {}), candidates({ sameAmount: [other, same] }))
    expect(
      suggestionsOf(decision).map(({ debtorId, invoices, reasons }) => [
        debtorId,
        invoices.map(({ number }) => number).join(),
        reasons.map(({ kind }) => kind).join(),
      ]),
    ).toEqual([
      [BAKERY, 'RE-2026-0071', 'amount_equals,number_alike,name_alike'],
      [GARAGE, 'RE-2026-5555', 'amount_equals'],
      [BAKERY, '', 'name_alike'],
    ])
  })

  it('say where all that is open is the amount', () => {
    const decision = matchTransfer(transfer('alles', { euros: 300 }), candidates())
    expect(suggestionsOf(decision)[0]).toMatchObject({
      debtorId: BAKERY,
      reasons: [{ kind: 'total_equals' }, { kind: 'name_alike' }],
    })
  })

  it('are at most five', () => {
    const sameAmount = Array.from({ length: 40 }, (_, index) => invoice(`RE-2026-${1000 + index}`, 119))
    expect(suggestionsOf(matchTransfer(transfer('x'), candidates({ sameAmount })))).toHaveLength(5)
  })
})

it('decides on nothing but booked incoming money', () => {
  for (const parts of [{ kind: 'incoming_reversed' }, { kind: 'outgoing' }, { status: 'pending' }] as const) {
    expect(() => matchTransfer(transfer(RF, parts), candidates())).toThrow(RangeError)
  }
})
