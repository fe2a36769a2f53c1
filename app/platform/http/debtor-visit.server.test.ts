import { describe, expect, it } from 'vitest'
import { readReader } from './debtor-visit.server'

const ask = (address: string, headers: Record<string, string> = {}) =>
  new Request(`https://pay.example${address}`, { headers })

describe('the reader’s language', () => {
  const known = { locale: 'ro', fallback: 'fy' }
  const browser = { 'Accept-Language': 'ar,en;q=0.5' }

  it.each([
    ['what was just chosen', ask('/statement?lang=de', { ...browser, Cookie: 'lang=en' }), known, 'de'],
    ['what was chosen before', ask('/statement', { ...browser, Cookie: 'lang=en' }), known, 'en'],
    ['that of the link', ask('/statement', browser), known, 'ro'],
    ['that of the browser', ask('/statement', browser), { locale: null, fallback: 'fy' }, 'ar'],
    ['that of the creditor', ask('/statement'), { locale: null, fallback: 'fy' }, 'fy'],
    ['that of the creditor, of none that is spoken', ask('/?lang=xx'), { locale: 'tlh', fallback: 'fy' }, 'fy'],
    ['English', ask('/statement'), { locale: null, fallback: null }, 'en'],
  ])('is %s', (_, request, from, language) => {
    expect(readReader(request, from).language).toBe(language)
  })

  it('takes the region of numbers from whoever names one', () => {
    const request = ask('/statement?lang=de', { 'Accept-Language': 'de-CH' })
    expect(readReader(request, known)).toEqual({ language: 'de', formatLocale: 'de-CH' })
  })
})
