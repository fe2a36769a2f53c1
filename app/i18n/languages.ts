/** The languages the portal ships, and how a reader's wish is matched to one. */
import { match } from '@formatjs/intl-localematcher'

export const LANGUAGES = ['en', 'de', 'ro', 'fy', 'ar'] as const

export type Language = (typeof LANGUAGES)[number]

export const DEFAULT_LANGUAGE: Language = 'en'

/** Each language in its own words, for the switcher. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  ro: 'Română',
  fy: 'Frysk',
  ar: 'العربية',
}

export function isLanguage(tag: string): tag is Language {
  return LANGUAGES.some((language) => language === tag)
}

/** Writing direction of a language, for `dir`. */
export function getDirection(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/**
 * The BCP 47 tag by which numbers, dates and money are written: the reader's own regional tag where it is of the same
 * language ("en-US", "de-CH"), else the language.
 */
export function chooseFormatLocale(language: Language, wishes: readonly string[]): string {
  const regional = wishes.find((wish) => {
    const [base, ...parts] = wish.split('-')
    return base?.toLowerCase() === language && parts.length > 0 && isSupportedByIntl(wish)
  })
  return regional ?? language
}

/** The shipped language that fits the wishes best, most wanted first; the default language when none does. */
export function chooseLanguage(wishes: readonly string[]): Language {
  const valid = wishes.filter(isSupportedByIntl)
  const best = match(valid, LANGUAGES, DEFAULT_LANGUAGE)
  return isLanguage(best) ? best : DEFAULT_LANGUAGE
}

/** Language tags of an Accept-Language header, most wanted first; at most ten. */
export function parseAcceptLanguage(header: string | null): string[] {
  if (header === null) return []
  return header
    .split(',', 10)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean)
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ tag, quality }) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
}

function isSupportedByIntl(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
