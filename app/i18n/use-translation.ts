/**
 * The texts of a namespace for components. It is react-i18next's hook without what a page needs that lives on: texts are
 * loaded already and a language never changes under a page, so one translate function serves every component and every
 * request.
 */
import type { FlatNamespace, i18n, TFunction } from 'i18next'
import { useContext } from 'react'
import { I18nContext } from 'react-i18next'
import { keepTexts, type Translate } from './keep-texts'
import type { NAMESPACES } from './options'

type Namespaces = FlatNamespace | readonly FlatNamespace[]

export interface Translation<Wanted extends Namespaces> {
  readonly t: TFunction<Wanted>
  readonly i18n: i18n
}

type AnyTranslation = Translation<typeof NAMESPACES>

const translations = new WeakMap<i18n, Map<string, AnyTranslation>>()

/** Of several namespaces the first is the one a key without a prefix is of. */
export function useTranslation<const Wanted extends Namespaces = 'common'>(wanted?: Wanted): Translation<Wanted> {
  const { i18n } = useContext(I18nContext)
  let known = translations.get(i18n)
  if (!known) {
    known = new Map()
    translations.set(i18n, known)
  }
  const key = wanted === undefined ? 'common' : String(wanted)
  let translation = known.get(key)
  if (!translation) {
    // Keys were checked where the hook is called; here they are any text.
    const translate = i18n.getFixedT(null, wanted ?? 'common') as unknown as Translate
    translation = { t: keepTexts(i18n, translate) as unknown as AnyTranslation['t'], i18n }
    known.set(key, translation)
  }
  return translation as unknown as Translation<Wanted>
}
