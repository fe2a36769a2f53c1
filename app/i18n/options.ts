import type { InitOptions } from 'i18next'
import { getDirection, type Language } from './languages'

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
  'money',
  'paper',
  'claims',
  'ledger',
  'delegation',
  'exports',
  'contact',
  'dispute',
  'promise',
  'offer',
  'planning',
  'agreement',
  'discount',
  'interest',
  'payoff',
  'reminder',
  'instalment',
] as const

const OPTIONS: InitOptions = {
  defaultNS: 'common',
  fallbackLng: false,
  // React and the mail templates escape what they insert.
  interpolation: { escapeValue: false },
  returnNull: false,
  // No text depends on a context: an underscore in a key is a part of its name, or begins its plural form.
  contextSeparator: '::',
  // Texts are complete in every language, which the build checks; a key that is missing all the same is a bug.
  saveMissing: true,
  missingKeyHandler(languages, namespace, key) {
    throw new Error(`no text for ${namespace}:${key} in ${languages.join()}`)
  },
}

/**
 * What i18next is started with in a language. Values in right-to-left texts are isolated (Unicode's FSI and PDI): a
 * name such as "Inc." or a number beside a sign keeps its own order, whatever stands around it.
 */
export function getI18nextOptions(language: Language): InitOptions {
  const isolated = getDirection(language) === 'rtl' && {
    interpolation: { escapeValue: true, escape: (value: string) => `\u2068${value}\u2069` },
  }
  return { ...OPTIONS, ...isolated, lng: language }
}
