/** Takes over a page that hydrates (the console) in the language it was written in. Other pages never load this. */
import { startTransition, StrictMode } from 'react'
import { RemixBrowser } from '@remix-run/react'
import { createInstance } from 'i18next'
import { hydrateRoot } from 'react-dom/client'
import { I18nextProvider, initReactI18next } from 'react-i18next'
import { DEFAULT_LANGUAGE, isLanguage } from './i18n/languages'
import { getI18nextOptions } from './i18n/options'

/** The namespaces of pages that hydrate; each language's are a file of their own. */
const files = import.meta.glob<Record<string, unknown>>(
  '../locales/*/{agreement,claims,common,console,contact,discount,errors,instalment,interest,money,offer,pay,payoff,planning,promise,reminder}.json',
  {
    import: 'default',
  },
)

/** The texts of one language by namespace. */
async function loadTexts(language: string): Promise<Record<string, Record<string, unknown>>> {
  const folder = `../locales/${language}/`
  const ofLanguage = Object.entries(files).filter(([path]) => path.startsWith(folder))
  const texts = ofLanguage.map(
    async ([path, load]) => [path.slice(folder.length, -'.json'.length), await load()] as const,
  )
  return Object.fromEntries(await Promise.all(texts))
}

/**
 * Waits for the page's data to be decoded. RemixBrowser suspends on it outside of any boundary, and who presses
 * something meanwhile makes React hydrate at once, which it then cannot (its error 345); so the waiting is done first.
 */
async function decodePageData(): Promise<void> {
  try {
    RemixBrowser({})
  } catch (waiting) {
    await waiting
  }
}

async function hydrate(): Promise<void> {
  const language = isLanguage(document.documentElement.lang) ? document.documentElement.lang : DEFAULT_LANGUAGE
  const [texts] = await Promise.all([loadTexts(language), decodePageData()])
  const instance = createInstance()
  await instance.use(initReactI18next).init({
    ...getI18nextOptions(language),
    ns: Object.keys(texts),
    resources: { [language]: texts },
  })
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <I18nextProvider i18n={instance}>
          <RemixBrowser />
        </I18nextProvider>
      </StrictMode>,
    )
  })
}

void hydrate()
