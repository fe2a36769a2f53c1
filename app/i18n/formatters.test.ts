import { describe, expect, it } from 'vitest'
import { getFormatters } from './formatters'

const at = new Date('2026-11-22T18:36:00Z')

describe('a minute at which something ends', () => {
  it.each([
    ['de', 'Europe/Berlin', '22.11.2026, 19:36 MEZ'],
    ['en-GB', 'Europe/London', '22 Nov 2026, 18:36 GMT'],
    ['en-US', 'America/Denver', 'Nov 22, 2026, 11:36 AM MST'],
    ['ro', 'Europe/Bucharest', '22 nov. 2026, 20:36 EET'],
  ])('has the name of its zone in %s', (locale, zone, written) => {
    expect(getFormatters(locale, zone).deadline(at).replace(/\s/g, ' ')).toBe(written)
  })

  it.each(['fy', 'ar'])('says how far from Greenwich it is in %s, where the zone has no name', (locale) => {
    expect(getFormatters(locale, 'America/Denver').deadline(at)).toMatch(/7$/)
  })

  it('has the name of that day’s time', () => {
    const inSummer = new Date('2026-07-22T18:36:00Z')
    expect(getFormatters('de', 'Europe/Berlin').deadline(inSummer)).toContain('MESZ')
  })
})
