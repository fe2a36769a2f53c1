/** Translators on the server: one for each language, made once. */
import { createInstance, type i18n, type TFunction } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { LANGUAGES, type Language } from './languages'
import { resources } from './resources.server'
import { keepTexts, type Translate } from './keep-texts'
import { getI18nextOptions, NAMESPACES } from './options'

const instances = new Map<Language, i18n>()

for (const language of LANGUAGES) {
  const instance = createInstance()
  await instance.use(initReactI18next).init({ ...getI18nextOptions(language), ns: [...NAMESPACES], resources })
  instances.set(language, instance)
}

/** The i18next instance of a language, for React's provider. */
export function getTranslations(language: Language): i18n {
  const instance = instances.get(language)
  if (!instance) throw new RangeError(`no translations for ${language}`)
  return instance
}

const translates = new Map<Language, TFunction<typeof NAMESPACES>>()

/** The translate function of a language: `t('namespace:key')`. For titles, mails and documents. */
export function getTranslate(language: Language): TFunction<typeof NAMESPACES> {
  let known = translates.get(language)
  if (!known) {
    const translations = getTranslations(language)
    // Keys are checked where it is called; here they are any text.
    const translate = translations.getFixedT(language, [...NAMESPACES]) as unknown as Translate
    known = keepTexts(translations, translate) as unknown as TFunction<typeof NAMESPACES>
    translates.set(language, known)
  }
  return known
}
