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
  '../locales/*/{claims,common,console,contact,errors,money}.json',
  {
    import: 'default',
  },
)

async function loadTexts(language: string, namespace: string): Promise<Record<string, unknown>> {
  const load = files[`../locales/${language}/${namespace}.json`]
  if (!load) throw new Error(`the texts "${namespace}" are not among those that hydrate`)
  return load()
}

async function hydrate(): Promise<void> {
  const language = isLanguage(document.documentElement.lang) ? document.documentElement.lang : DEFAULT_LANGUAGE
  const namespaces = ['claims', 'common', 'console', 'contact', 'errors', 'money']
  const texts = await Promise.all(namespaces.map(async (name) => [name, await loadTexts(language, name)] as const))
  const instance = createInstance()
  await instance.use(initReactI18next).init({
    ...getI18nextOptions(language),
    ns: namespaces,
    resources: { [language]: Object.fromEntries(texts) },
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
