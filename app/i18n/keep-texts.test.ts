import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepTexts, type Translate } from './keep-texts'
import { LANGUAGES } from './languages'
import { NAMESPACES } from './options'
import { resources } from './resources.server'
import { getTranslations } from './translator.server'

interface Key {
  key: string
  isCounted: boolean
}

const FORM = /_(zero|one|two|few|many|other)$/

/** Every text of a language; of one in several forms there is always the form for other numbers. */
function listKeys(language: (typeof LANGUAGES)[number]): Key[] {
  const walk = (node: unknown, path: string): Key[] => {
    if (typeof node !== 'object' || node === null) return []
    const isForm = (name: string) => FORM.test(name) && name.replace(FORM, '_other') in node
    return Object.entries(node).flatMap(([name, value]: [string, unknown]): Key[] => {
      if (typeof value !== 'string') return walk(value, `${path}${name}.`)
      if (!isForm(name)) return [{ key: path + name, isCounted: false }]
      return name.endsWith('_other') ? [{ key: path + name.replace(FORM, ''), isCounted: true }] : []
    })
  }
  return NAMESPACES.flatMap((namespace) => walk(resources[language]?.[namespace], `${namespace}:`))
}

describe.each(LANGUAGES)('texts that are kept (%s)', (language) => {
  const i18n = getTranslations(language)
  const translate = i18n.getFixedT(language, [...NAMESPACES]) as unknown as Translate
  const kept = keepTexts(i18n, translate)
  const keys = listKeys(language)
  const value = fc.oneof(fc.string(), fc.constantFrom('Acme, Inc.', 'أكمي', '<b>', '1.000,00 €', '$&'))

  it('are what i18next writes, however often and with whatever values', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        fc.integer({ min: 0, max: 1_200 }),
        fc.tuple(value, value),
        ({ key, isCounted }, count, both) => {
          const counted = isCounted ? { count } : {}
          const template = translate(key, { ...counted, skipInterpolation: true })
          const names = [...template.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].flatMap(([, name]) => name ?? [])
          for (const written of both) {
            const options = { ...Object.fromEntries(names.map((name) => [name, written])), ...counted }
            expect(kept(key, options)).toBe(translate(key, options))
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
