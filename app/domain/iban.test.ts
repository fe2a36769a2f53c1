import { describe, expect, it } from 'vitest'
import { formatIban, getIbanCountry, isQrIban, parseIban } from './iban'

describe('parseIban', () => {
  it.each([
    'DE02120300000000202051',
    'de02 1203 0000 0000 2020 51',
    'DE02-1203-0000-0000-2020-51',
    'DE02\u00a01203\n0000 0000 2020 51',
  ])('reads %j', (text) => expect(parseIban(text)).toBe('DE02120300000000202051'))

  it.each(['', 'DE02120300000000202052', 'DE0212030000000020205', 'XX02120300000000202051', '120300000000202051'])(
    'does not take %j',
    (text) => expect(parseIban(text)).toBeNull(),
  )
})

it('knows country, groups and QR accounts', () => {
  const [plain, qr] = [parseIban('CH93 0076 2011 6238 5295 7')!, parseIban('CH44 3199 9123 0008 8901 2')!]
  expect(getIbanCountry(plain)).toBe('CH')
  expect(formatIban(plain)).toBe('CH93 0076 2011 6238 5295 7')
  expect([isQrIban(plain), isQrIban(qr)]).toEqual([false, true])
})
