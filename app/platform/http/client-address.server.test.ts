import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findClientAddress, findClientNetwork } from './client-address.server'

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

  it('takes an IPv4 address out of the IPv6 one that holds it', () => {
    expect(findClientAddress('::ffff:198.51.100.7', null, 0)).toBe('198.51.100.7')
    expect(findClientAddress('::ffff:c633:6407', null, 0)).toBe('198.51.100.7')
    expect(findClientAddress(PROXY, '::FFFF:198.51.100.7', 1)).toBe('198.51.100.7')
    expect(findClientAddress('::ffff:10.0.0.1', 'unknown', 1)).toBe(PROXY)
  })
})

describe('findClientNetwork', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['::ffff:c633:6407', '198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:0000::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8::/64'],
    ['::1', '::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    // A connection that ended before it was asked.
    ['', ''],
  ])('counts %s as %s', (address, network) => {
    expect(findClientNetwork(address)).toBe(network)
  })

  const group = fc.nat({ max: 0xffff }).map((value) => value.toString(16))

  it('is the same for all addresses of a /64 and for no others', () => {
    const host = fc.tuple(group, group, group, group).map((groups) => groups.join(':'))
    // 2001::/16, so that none holds an IPv4 address.
    const network = fc.tuple(group, group, group).map((groups) => ['2001', ...groups].join(':'))
    fc.assert(
      fc.property(network, network, host, host, (first, second, one, another) => {
        const found = findClientNetwork(`${first}:${one}`)
        expect(findClientNetwork(`${first}:${another}`)).toBe(found)
        if (second !== first) expect(findClientNetwork(`${second}:${one}`)).not.toBe(found)
      }),
    )
  })

  it('keeps every IPv4 address apart', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(findClientNetwork(address)).toBe(address)
        expect(findClientNetwork(`::ffff:${address}`)).toBe(address)
      }),
    )
  })
})
