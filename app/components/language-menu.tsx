import { useTranslation } from '~/i18n/use-translation'
import { useStaticFrame } from './static-page'
import { isLanguage, LANGUAGES, LANGUAGE_NAMES } from '~/i18n/languages'

/** The language switcher: links to the same page in another language. Works as a disclosure, without a script. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation()
  const current = isLanguage(i18n.language) ? i18n.language : 'en'
  return (
    <details className="menu" name="menu">
      <summary>
        <span className="hush">{t('language')}</span> {LANGUAGE_NAMES[current]}
      </summary>
      <ul>
        <LanguageItems />
      </ul>
    </details>
  )
}

const SORTED_LANGUAGES = [...LANGUAGES].sort((a, b) => (LANGUAGE_NAMES[a] < LANGUAGE_NAMES[b] ? -1 : 1))

/** The languages as items of a menu. */
export function LanguageItems() {
  const { i18n } = useTranslation()
  const prefix = useStaticFrame()?.languagePrefix ?? '?'
  return SORTED_LANGUAGES.map((language) => (
    <li key={language}>
      <a
        href={`${prefix}lang=${language}`}
        lang={language}
        hrefLang={language}
        aria-current={language === i18n.language ? 'true' : undefined}
      >
        {LANGUAGE_NAMES[language]}
      </a>
    </li>
  ))
}
