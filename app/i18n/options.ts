import type { InitOptions } from 'i18next'

/** One file a namespace in each language's folder of `locales/`. */
export const NAMESPACES = [
  'common',
  'access',
  'statement',
  'invoice',
  'pay',
  'email',
  'errors',
  'sandbox',
  'console',
] as const

export const I18NEXT_OPTIONS: InitOptions = {
  defaultNS: 'common',
  fallbackLng: false,
  // React and the mail templates escape what they insert.
  interpolation: { escapeValue: false },
  returnNull: false,
  // Texts are complete in every language, which the build checks; a key that is missing all the same is a bug.
  saveMissing: true,
  missingKeyHandler(languages, namespace, key) {
    throw new Error(`no text for ${namespace}:${key} in ${languages.join()}`)
  },
}
