import { describe, expect, it } from 'vitest'
import { findClientAddress } from './client-address.server'

const PROXY = '10.0.0.1'

describe('findClientAddress', () => {
  it('believes no header where there is no proxy', () => {
    expect(findClientAddress('198.51.100.7', '203.0.113.9', 0)).toBe('198.51.100.7')
  })

  it('takes what the outermost of our proxies added, whatever the client had sent', () => {
    expect(findClientAddress(PROXY, '198.51.100.7', 1)).toBe('198.51.100.7')
    expect(findClientAddress(PROXY, '203.0.113.9, 203.0.113.10, 198.51.100.7', 1)).toBe('198.51.100.7')
    expect(findClientAddress(PROXY, '203.0.113.9,198.51.100.7,10.0.0.2', 2)).toBe('198.51.100.7')
  })

  it('takes the first entry where an inner proxy was reached directly', () => {
    expect(findClientAddress(PROXY, '198.51.100.7', 2)).toBe('198.51.100.7')
  })

  it.each([
    ['198.51.100.7:41234', '198.51.100.7'],
    ['[2001:db8::7]:41234', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['2001:db8::7', '2001:db8::7'],
  ])('reads %s', (entry, address) => {
    expect(findClientAddress(PROXY, entry, 1)).toBe(address)
  })

  it.each(['', 'unknown', '_hidden', '203.0.113.9, '])('falls back to the connection for "%s"', (header) => {
    expect(findClientAddress(PROXY, header, 1)).toBe(PROXY)
  })

  it('falls back to the connection without the header', () => {
    expect(findClientAddress(PROXY, null, 1)).toBe(PROXY)
  })
})
