/** The languages of Adyen's pages: https://docs.adyen.com/unified-commerce/pay-by-link/payment-links/api#language */

const KNOWN =
  'ar bg-BG ca-ES cs-CZ da-DK de-DE el-GR en-US es-ES et-EE fi-FI fr-FR hr-HR hu-HU is-IS it-IT ja-JP ko-KR lt-LT lv-LV ' +
  'nl-NL no-NO pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI sv-SE zh-CN zh-TW'

const BY_TAG: ReadonlyMap<string, string> = new Map([
  // A language with two countries is, without one, that of the country whose name it has.
  ...KNOWN.split(' ').flatMap((locale) => [
    [locale.toLowerCase(), locale] as const,
    [locale.slice(0, 2), locale] as const,
  ]),
  ['pt', 'pt-PT'],
  ['zh', 'zh-CN'],
  // Whoever reads Frisian reads Dutch, and a browser's own language may be neither.
  ['fy', 'nl-NL'],
  ['nb', 'no-NO'],
  ['nn', 'no-NO'],
])

/** The page's language for one of ours (BCP 47); null, Adyen's page decides, where it has none near it. */
export function toAdyenLocale(locale: string): string | null {
  const tag = locale.toLowerCase()
  return BY_TAG.get(tag) ?? BY_TAG.get(tag.split('-', 1)[0] ?? '') ?? null
}
