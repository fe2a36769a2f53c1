import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from './currency'
import type { AccessLinkId } from './ids'
import {
  findApprovalFault,
  findExceededLimit,
  getApprovalState,
  isSameAddress,
  type Approver,
} from './payment-approval'

const EURO = parseCurrencyCode('EUR')!
const DOLLAR = parseCurrencyCode('USD')!
const NOW = new Date('2026-11-22T10:00:00Z')
const LATER = new Date('2026-11-23T10:00:00Z')
const link = (id: string) => id as AccessLinkId

const waiting = {
  status: 'waiting' as const,
  expiresAt: LATER,
  linkId: link('clerk'),
  requestedByEmail: 'clerk@debtor.example',
}
const head: Approver = { linkId: link('head'), scope: ['view', 'pay'], email: 'head@debtor.example' }

describe('the limit for one person', () => {
  it('holds in its own currency, and only above it', () => {
    const limits = [
      { currency: EURO, limitMinor: 1000_00 },
      { currency: DOLLAR, limitMinor: null },
    ]
    expect(findExceededLimit(limits, { amountMinor: 1000_00, currency: EURO })).toBeNull()
    expect(findExceededLimit(limits, { amountMinor: 1000_01, currency: EURO })).toBe(1000_00)
    expect(findExceededLimit(limits, { amountMinor: 9999_99, currency: DOLLAR })).toBeNull()
    expect(findExceededLimit([], { amountMinor: 1, currency: EURO })).toBeNull()
  })
})

describe('an approval', () => {
  it('is given by somebody else who may pay', () => {
    expect(findApprovalFault(waiting, head, NOW)).toBeNull()
    expect(findApprovalFault(waiting, { ...head, scope: ['view'] }, NOW)).toBe('not_allowed')
    expect(findApprovalFault(waiting, { ...head, email: null }, NOW)).toBe('nameless')
    expect(findApprovalFault(waiting, { ...head, linkId: link('clerk') }, NOW)).toBe('own_payment')
    expect(findApprovalFault({ ...waiting, status: 'declined' }, head, NOW)).toBe('not_waiting')
    expect(findApprovalFault(waiting, head, LATER)).toBe('expired')
    expect(getApprovalState(waiting, LATER)).toBe('expired')
  })

  it('is never given by the same person, however the address is written', () => {
    const local = fc.stringMatching(/^[a-z][a-z0-9.]{0,12}$/)
    fc.assert(
      fc.property(local, local, fc.boolean(), (name, tag, upper) => {
        const written = `${upper ? name.toUpperCase() : name}+${tag}@Debtor.example`
        expect(isSameAddress(written, `${name}@debtor.example`)).toBe(true)
        const approver = { ...head, email: ` ${written} ` }
        expect(findApprovalFault({ ...waiting, requestedByEmail: `${name}@debtor.example` }, approver, NOW)).toBe(
          'own_payment',
        )
      }),
    )
    expect(isSameAddress('a@debtor.example', 'b@debtor.example')).toBe(false)
  })
})
