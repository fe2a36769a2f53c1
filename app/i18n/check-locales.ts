/**
 * Checks the texts at build time: every language has every text with the plural forms its grammar needs and the same
 * variables; none is empty, unused, or asked for and missing. Never part of the portal itself.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { z } from 'zod'
import { findUsedKeys, type SourceText } from './used-keys'

const MEASURE = 'en'
const DEFAULT_NAMESPACE = 'common'
const PLURAL_SUFFIX = /_(?:ordinal_)?(zero|one|two|few|many|other)$/

type Texts = { [key: string]: string | Texts }
const textsSchema: z.ZodType<Texts> = z.lazy(() => z.record(z.string(), z.union([z.string(), textsSchema])))

/** One text of a namespace. A text without plural forms has the single form ''. */
type Forms = ReadonlyMap<string, string>
type Catalogue = ReadonlyMap<string, Forms>

/** Lists what is wrong, one line each; empty when all is well. `root` holds `locales/` and `app/`. */
export function checkLocales(root: string): string[] {
  const folder = path.join(root, 'locales')
  const languages = readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
  const namespaces = listNamespaces(folder, MEASURE)
  const problems: string[] = []
  const measure = new Map(namespaces.map((name) => [name, readCatalogue(folder, MEASURE, name, problems)] as const))

  for (const language of languages) {
    for (const extra of listNamespaces(folder, language).filter((name) => !namespaces.includes(name))) {
      problems.push(`locales/${language}/${extra}.json: there is no such namespace in ${MEASURE}`)
    }
    for (const [namespace, expected] of measure) {
      const actual = language === MEASURE ? expected : readCatalogue(folder, language, namespace, problems)
      problems.push(
        ...compareCatalogues(expected, actual, language).map(
          (text) => `locales/${language}/${namespace}.json: ${text}`,
        ),
      )
    }
  }
  return [...problems, ...checkUse(root, measure)]
}

/** Makes a build fail on any of it. */
export function checkLocalesPlugin(): Plugin {
  return {
    name: 'quittance-locales',
    apply: (_config, { command, isSsrBuild }) => command === 'build' && isSsrBuild !== true,
    buildStart() {
      const problems = checkLocales(process.cwd())
      if (problems.length > 0) this.error(`The texts are not complete:\n${problems.join('\n')}`)
    },
  }
}

function listNamespaces(folder: string, language: string): string[] {
  return readdirSync(path.join(folder, language))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace(/\.json$/, ''))
    .sort()
}

function readCatalogue(folder: string, language: string, namespace: string, problems: string[]): Catalogue {
  const name = `${language}/${namespace}.json`
  const file = path.join(folder, name)
  const catalogue = new Map<string, Map<string, string>>()
  if (!existsSync(file)) {
    problems.push(`locales/${name}: is missing`)
    return catalogue
  }
  const parsed = textsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) {
    problems.push(`locales/${name}: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')} is no text`)
    return catalogue
  }
  const flat = flatten(parsed.data)
  for (const [key, text] of flat) {
    const base = key.replace(PLURAL_SUFFIX, '')
    // "step_one" without "step_other" is a name that happens to end so.
    const isPlural = base !== key && flat.has(`${base}${key.includes('_ordinal_') ? '_ordinal' : ''}_other`)
    const id = isPlural ? base : key
    const forms = catalogue.get(id) ?? new Map<string, string>()
    forms.set(isPlural ? key.slice(base.length + 1) : '', text)
    catalogue.set(id, forms)
  }
  return catalogue
}

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  )
}

function compareCatalogues(expected: Catalogue, actual: Catalogue, language: string): string[] {
  const problems: string[] = []
  for (const key of actual.keys()) {
    if (!expected.has(key)) problems.push(`"${key}" is not in ${MEASURE}`)
  }
  for (const [key, measure] of expected) {
    const forms = actual.get(key)
    if (!forms) {
      problems.push(`"${key}" is missing`)
      continue
    }
    problems.push(...checkForms(key, measure, forms, language), ...checkVariables(key, measure, forms))
    for (const [form, text] of forms) {
      if (text.trim() === '') problems.push(`"${key}${form === '' ? '' : `_${form}`}" is empty`)
    }
  }
  return problems
}

/** A plural text has exactly the forms of the language's grammar, as CLDR knows it. */
function checkForms(key: string, measure: Forms, forms: Forms, language: string): string[] {
  if (measure.has('') !== forms.has('')) return [`"${key}" has plural forms in one of ${MEASURE} and ${language} only`]
  if (forms.has('')) return []
  return (['cardinal', 'ordinal'] as const).flatMap((type) => {
    const prefix = type === 'ordinal' ? 'ordinal_' : ''
    const isOfType = (form: string) => form.startsWith('ordinal_') === (type === 'ordinal')
    if (![...measure.keys()].some(isOfType)) return []
    const needed = new Intl.PluralRules(language, { type })
      .resolvedOptions()
      .pluralCategories.map((name) => prefix + name)
    const present = [...forms.keys()].filter(isOfType)
    return [
      ...needed.filter((form) => !present.includes(form)).map((form) => `"${key}_${form}" is missing`),
      ...present
        .filter((form) => !needed.includes(form))
        .map((form) => `"${key}_${form}" is a form ${language} has not`),
    ]
  })
}

/** The same variables as in English; a plural form may say its number in words and leave `count` out. */
function checkVariables(key: string, measure: Forms, forms: Forms): string[] {
  const expected = new Set([...measure.values()].flatMap(listVariables))
  return [...forms].flatMap(([form, text]) => {
    const actual = new Set(listVariables(text))
    const name = form === '' ? key : `${key}_${form}`
    const mayOmit = (variable: string) => form !== '' && variable === 'count'
    return [
      ...[...expected]
        .filter((variable) => !actual.has(variable) && !mayOmit(variable))
        .map((v) => `"${name}" lacks {{${v}}}`),
      ...[...actual]
        .filter((variable) => !expected.has(variable))
        .map((v) => `"${name}" has {{${v}}}, ${MEASURE} has not`),
    ]
  })
}

function listVariables(text: string): string[] {
  return [...text.matchAll(/\{\{-?\s*([\w.]+)[^}]*\}\}/g)].map((match) => match[1] ?? '')
}

function checkUse(root: string, measure: ReadonlyMap<string, Catalogue>): string[] {
  const sources = listSources(path.join(root, 'app'), root)
  const { uses, mentions, problems } = findUsedKeys(sources, [...measure.keys()], DEFAULT_NAMESPACE)
  const known = [...measure].flatMap(([namespace, catalogue]) =>
    [...catalogue.keys()].map((key) => `${namespace}:${key}`),
  )
  const used = new Set([...mentions, ...listNestedKeys(measure)])

  const missing: string[] = []
  for (const { pattern, place } of uses) {
    const matches = findMatches(pattern, known)
    if (matches.length === 0) missing.push(`${place}: there is no text ${pattern}`)
    for (const key of matches) used.add(key)
  }
  const unused = known
    .filter((key) => !used.has(key))
    .map((key) => `locales/${MEASURE}/${key.replace(':', '.json: "')}" is used nowhere`)
  return [...problems, ...missing, ...unused]
}

function findMatches(pattern: string, known: readonly string[]): string[] {
  const expression = new RegExp(`^${pattern.split('*').map(escapeForPattern).join('.+')}$`)
  return known.filter((key) => expression.test(key))
}

function escapeForPattern(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
}

/** Texts that other texts quote: $t(namespace:key). */
function listNestedKeys(measure: ReadonlyMap<string, Catalogue>): string[] {
  return [...measure].flatMap(([namespace, catalogue]) =>
    [...catalogue.values()].flatMap((forms) =>
      [...forms.values()].flatMap((text) =>
        [...text.matchAll(/\$t\(\s*([^,)\s]+)/g)].map(({ 1: key = '' }) =>
          key.includes(':') ? key : `${namespace}:${key}`,
        ),
      ),
    ),
  )
}

function listSources(folder: string, root: string): SourceText[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$|\.d\.ts$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${path.sep}generated${path.sep}`))
    .sort()
    .map((file) => ({ path: path.relative(root, file), text: readFileSync(file, 'utf8') }))
}
