import { describe, expect, it } from 'vitest'
import { chooseFormatLocale, chooseLanguage, parseAcceptLanguage } from './languages'

describe('what a browser asks for', () => {
  it.each([
    [null, []],
    ['', []],
    ['de', ['de']],
    ['en-GB,en;q=0.9,de;q=0.8', ['en-GB', 'en', 'de']],
    ['en;q=0.3, fy-NL ; q=0.9 ,ar', ['ar', 'fy-NL', 'en']],
    ['de;q=0, en', ['en']],
    ['*, <script>, de', ['de']],
  ])('is read in its order from %j', (header, tags) => {
    expect(parseAcceptLanguage(header)).toEqual(tags)
  })

  it('is read in bounded time', () => {
    expect(parseAcceptLanguage('de,'.repeat(100_000))).toHaveLength(10)
  })
})

describe('the language of the texts', () => {
  it.each([
    [['de-AT'], 'de'],
    [['fr', 'ro-MD'], 'ro'],
    [['ar-EG', 'en'], 'ar'],
    [['fy'], 'fy'],
    [['zh', 'ja'], 'en'],
    [['not a tag', 'de'], 'de'],
    [[], 'en'],
  ])('for %j is %s', (wishes, language) => {
    expect(chooseLanguage(wishes)).toBe(language)
  })
})

describe('the form of numbers and days', () => {
  it('is that of the reader’s own region where the language is the same', () => {
    expect(chooseFormatLocale('de', ['fr-CH', 'de', 'de-CH'])).toBe('de-CH')
    expect(chooseFormatLocale('en', ['de-AT'])).toBe('en')
  })
})
