import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeEventHash, GENESIS_HASH, toCanonicalJson, verifyChain, type ChainLink } from './outcome-event-chain'
import { isCurrencyCode } from './currency'
import { OUTCOME_EVENT_TYPES, type BalanceAfter, type OutcomeEventBody } from './outcome-event'

const currencies = ['EUR', 'GBP', 'JPY', 'KWD'].filter(isCurrencyCode)
const minor = fc.integer({ min: 0, max: 10 ** 12 })

const balance: fc.Arbitrary<BalanceAfter> = fc.record({
  currency: fc.constantFrom(...currencies),
  openMinor: minor,
  overdueMinor: minor,
  disputedMinor: minor,
  pendingMinor: minor,
  plannedMinor: minor,
  creditMinor: minor,
  unappliedCreditMinor: minor,
  balanceMinor: fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
})

const facts = fc.record({
  id: fc.uuid(),
  type: fc.constantFrom(...OUTCOME_EVENT_TYPES),
  occurredAt: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  debtor: fc.record({ externalId: fc.string({ unit: 'grapheme' }), name: fc.string({ unit: 'grapheme' }) }),
  data: fc.record(
    {
      invoices: fc.array(
        fc.record({
          number: fc.string(),
          kind: fc.constantFrom('invoice' as const, 'credit_note' as const),
          currency: fc.constantFrom(...currencies),
          amountMinor: minor,
        }),
      ),
    },
    { requiredKeys: [] },
  ),
  balanceAfter: fc.array(balance, { maxLength: 3 }),
})

/** A whole log of between `minLength` and 12 events. */
const log = (minLength: number) =>
  fc.array(facts, { minLength, maxLength: 12 }).map((list) => {
    let previousHash = GENESIS_HASH
    return list.map((fact, index): ChainLink => {
      const body: OutcomeEventBody = { ...fact, creditor: 'acme', sequence: index + 1 }
      const link = { body, previousHash, hash: computeEventHash(previousHash, body) }
      previousHash = link.hash
      return link
    })
  })

const headOf = (links: readonly ChainLink[]) => {
  const last = links.at(-1)
  return last ? { sequence: last.body.sequence, hash: last.hash } : { sequence: 0, hash: GENESIS_HASH }
}

describe('canonical JSON', () => {
  it('is the RFC 8785 form: sorted keys, shortest numbers, minimal escapes', () => {
    expect(toCanonicalJson({ b: 1, a: ['\u20ac', 1e21, 0.002], '\u0080': false, A: null })).toBe(
      '{"A":null,"a":["€",1e+21,0.002],"b":1,"\u0080":false}',
    )
  })

  it('refuses what JSON cannot say', () => {
    expect(() => toCanonicalJson(undefined)).toThrow(TypeError)
    expect(() => toCanonicalJson({ amountMinor: Number.NaN })).toThrow()
  })

  it('does not depend on the order of keys or on a way through JSON text', () => {
    fc.assert(
      fc.property(log(1), (links) => {
        for (const { body, previousHash, hash } of links) {
          const reversed = Object.fromEntries(Object.entries(body).reverse()) as unknown as OutcomeEventBody
          expect(computeEventHash(previousHash, reversed)).toBe(hash)
          expect(computeEventHash(previousHash, JSON.parse(JSON.stringify(body)) as OutcomeEventBody)).toBe(hash)
        }
      }),
    )
  })
})

describe('a chain of outcome events', () => {
  it('is whole as it was written', () => {
    fc.assert(
      fc.property(log(0), (links) => {
        expect(verifyChain(links, undefined, headOf(links))).toEqual({ whole: true, head: headOf(links) })
      }),
    )
  })

  it('can be followed from any point in it', () => {
    fc.assert(
      fc.property(log(1), fc.nat(), (links, seed) => {
        const cut = seed % links.length
        expect(verifyChain(links.slice(cut), headOf(links.slice(0, cut)), headOf(links)).whole).toBe(true)
      }),
    )
  })

  it('shows an event that is missing, wherever it was', () => {
    fc.assert(
      fc.property(log(1), fc.nat(), (links, seed) => {
        const index = seed % links.length
        expect(verifyChain(links.toSpliced(index, 1), undefined, headOf(links)).whole).toBe(false)
      }),
    )
  })

  it('shows two events that changed places', () => {
    fc.assert(
      fc.property(log(2), fc.nat(), (links, seed) => {
        const index = seed % (links.length - 1)
        const [first, second] = [links[index]!, links[index + 1]!]
        expect(verifyChain(links.toSpliced(index, 2, second, first), undefined, headOf(links)).whole).toBe(false)
      }),
    )
  })

  it('shows an event that was repeated', () => {
    fc.assert(
      fc.property(log(1), fc.nat(), (links, seed) => {
        const index = seed % links.length
        expect(verifyChain(links.toSpliced(index, 0, links[index]!), undefined, headOf(links)).whole).toBe(false)
      }),
    )
  })

  it.each<[string, (link: ChainLink) => ChainLink]>([
    ['amount', (link) => withBody(link, { balanceAfter: [...link.body.balanceAfter, zero] })],
    ['type', (link) => withBody(link, { type: link.body.type === 'link.opened' ? 'promise.made' : 'link.opened' })],
    ['instant', (link) => withBody(link, { occurredAt: `${link.body.occurredAt}0` })],
    ['debtor', (link) => withBody(link, { debtor: { ...link.body.debtor, name: `${link.body.debtor.name}x` } })],
    ['creditor', (link) => withBody(link, { creditor: 'other' })],
    ['hash', (link) => ({ ...link, hash: flip(link.hash) })],
    ['previous hash', (link) => ({ ...link, previousHash: flip(link.previousHash) })],
  ])('shows a changed %s at the event that was changed', (_, tamper) => {
    fc.assert(
      fc.property(log(1), fc.nat(), (links, seed) => {
        const index = seed % links.length
        const verification = verifyChain(links.with(index, tamper(links[index]!)), undefined, headOf(links))
        expect(verification).toMatchObject({ whole: false, break: { sequence: index + 1 } })
      }),
    )
  })

  it('shows a rewritten event even when its own hash was computed again', () => {
    fc.assert(
      fc.property(log(2), fc.nat(), (links, seed) => {
        const index = seed % (links.length - 1)
        const original = links[index]!
        const body = { ...original.body, creditor: 'other' }
        const forged = { ...original, body, hash: computeEventHash(original.previousHash, body) }
        expect(verifyChain(links.with(index, forged))).toEqual({
          whole: false,
          break: { sequence: index + 2, reason: 'previous_hash' },
        })
      }),
    )
  })

  it('shows an end that was cut off, when the head is known', () => {
    fc.assert(
      fc.property(log(1), (links) => {
        expect(verifyChain(links.slice(0, -1), undefined, headOf(links))).toEqual({
          whole: false,
          break: { sequence: links.length, reason: 'head' },
        })
      }),
    )
  })
})

const zero: BalanceAfter = {
  currency: currencies[0]!,
  openMinor: 0,
  overdueMinor: 0,
  disputedMinor: 0,
  plannedMinor: 0,
  pendingMinor: 0,
  creditMinor: 0,
  unappliedCreditMinor: 0,
  balanceMinor: 0,
}

function withBody(link: ChainLink, change: Partial<OutcomeEventBody>): ChainLink {
  return { ...link, body: { ...link.body, ...change } }
}

function flip(hash: string): string {
  return `${hash.startsWith('0') ? '1' : '0'}${hash.slice(1)}`
}
