import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkLocales } from '~/i18n/check-locales'
import { LANGUAGES } from '~/i18n/languages'
import { NAMESPACES } from '~/i18n/options'

describe('the texts of the portal', () => {
  it('are complete in every language, and all used', () => {
    expect(checkLocales(process.cwd())).toEqual([])
  })

  it('are there for the languages and namespaces that are offered', () => {
    expect(readdirSync('locales').sort()).toEqual([...LANGUAGES].sort())
    expect(readdirSync('locales/en').sort()).toEqual(NAMESPACES.map((name) => `${name}.json`).sort())
  })

  it('are in the browser for every page of the console', () => {
    const client = readFileSync('app/entry.client.tsx', 'utf8')
    const sent = /locales\/\*\/\{([\w,]+)\}/.exec(client)?.[1]?.split(',') ?? []
    const files = readdirSync('app', { recursive: true, encoding: 'utf8' })
    const pages = files.filter((file) => /^(?:components\/console\/|routes\/console).*\.tsx$/.test(file))
    const asked = pages.flatMap((file) =>
      [...readFileSync(path.join('app', file), 'utf8').matchAll(/useTranslation\(([^)]*)\)/g)].flatMap(
        ([, names = '']) => [...names.matchAll(/'(\w+)'/g)].map(([, name]) => name),
      ),
    )
    expect(asked.length).toBeGreaterThan(100)
    expect([...new Set(asked)].filter((name) => name !== undefined && !sent.includes(name))).toEqual([])
  })
})

let root: string

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'quittance-locales-'))
})
afterEach(() => rm(root, { recursive: true }))

type Texts = { [key: string]: string | Texts }

/** Checks a small portal: texts by language of the namespace "pay", and one source file that uses them. */
async function check(texts: Record<string, Texts>, source: string): Promise<string[]> {
  const write = async (file: string, content: string) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true })
    await writeFile(path.join(root, file), content)
  }
  for (const [language, content] of Object.entries(texts)) {
    await write(`locales/${language}/pay.json`, JSON.stringify(content))
  }
  await write('app/page.tsx', source)
  return checkLocales(root)
}

/** A component that uses `keys`. */
function using(...keys: string[]): string {
  const calls = keys.map((key) => `{t(${key})}`).join('')
  return `export function Page() { const { t } = useTranslation('pay'); return <p>${calls}</p> }`
}

describe('the check of the texts finds', () => {
  it('nothing where all is well', async () => {
    const plural = { due: { today: 'Due {{day}}' }, item_one: 'one item', item_other: '{{count}} items' }
    const ro = {
      due: { today: 'Scadent {{day}}' },
      item_one: 'o poziție',
      item_few: '{{count}} poziții',
      item_other: '{{count}} de poziții',
    }
    expect(await check({ en: plural, ro }, using(`'due.today', { day }`, `'item', { count }`))).toEqual([])
  })

  it('a text that a language lacks, and one that it has alone', async () => {
    expect(await check({ en: { a: 'A' }, de: { b: 'B' } }, using(`'a'`))).toEqual([
      'locales/de/pay.json: "b" is not in en',
      'locales/de/pay.json: "a" is missing',
    ])
  })

  it('a file that a language lacks', async () => {
    await mkdir(path.join(root, 'locales/fy'), { recursive: true })
    expect(await check({ en: { a: 'A' } }, using(`'a'`))).toEqual([
      'locales/fy/pay.json: is missing',
      'locales/fy/pay.json: "a" is missing',
    ])
  })

  it('a plural form that the grammar needs, and one that it does not know', async () => {
    const en = { item_one: 'one', item_other: '{{count}}' }
    expect(await check({ en, ro: en }, using(`'item', { count }`))).toEqual([
      'locales/ro/pay.json: "item_few" is missing',
    ])
    const german = { ...en, item_few: 'wenige' }
    expect(await check({ en, ro: { ...en, item_few: '{{count}}' }, de: german }, using(`'item', { count }`))).toEqual([
      'locales/de/pay.json: "item_few" is a form de has not',
    ])
  })

  it('all six forms of Arabic', async () => {
    const en = { item_one: 'one', item_other: '{{count}}' }
    const found = await check({ en, ar: { item_other: '{{count}}' } }, using(`'item', { count }`))
    expect(found.map((problem) => /"item_(\w+)"/.exec(problem)?.[1]).sort()).toEqual([
      'few',
      'many',
      'one',
      'two',
      'zero',
    ])
  })

  it('a text that has plural forms in one language only', async () => {
    expect(
      await check({ en: { item: 'Item' }, de: { item_one: 'Posten', item_other: 'Posten' } }, using(`'item'`)),
    ).toEqual(['locales/de/pay.json: "item" has plural forms in one of en and de only'])
  })

  it('a variable that is missing or misspelt, and no missing count', async () => {
    const en = { a: '{{amount}} by {{ day }}', item_one: 'one for {{name}}', item_other: '{{count}} for {{name}}' }
    const de = { a: '{{amount}} bis {{tag}}', item_one: 'einer', item_other: '{{count}} für {{name}}' }
    expect(await check({ en, de }, using(`'a'`, `'item'`))).toEqual([
      'locales/de/pay.json: "a" lacks {{day}}',
      'locales/de/pay.json: "a" has {{tag}}, en has not',
      'locales/de/pay.json: "item_one" lacks {{name}}',
    ])
  })

  it('an empty text', async () => {
    expect(await check({ en: { a: 'A' }, de: { a: ' ' } }, using(`'a'`))).toEqual(['locales/de/pay.json: "a" is empty'])
  })

  it('a text that nothing uses', async () => {
    expect(await check({ en: { a: 'A', b: { c: 'C' } } }, using(`'a'`))).toEqual([
      'locales/en/pay.json: "b.c" is used nowhere',
    ])
  })

  it('a text that is used and does not exist', async () => {
    expect(await check({ en: { a: 'A' } }, using(`'a'`, `'gone'`))).toEqual([
      'app/page.tsx:1: there is no text pay:gone',
    ])
  })

  it('a key that cannot be known', async () => {
    const [problem] = await check({ en: { a: 'A' } }, using(`'a'`, 'props.key'))
    expect(problem).toMatch(/^app\/page\.tsx:1: this key is only known at run time/)
  })
})

describe('the check of the texts sees a key', () => {
  const texts = { en: { ok: 'A', bad: 'B' } }

  it.each([
    ['in both arms of a condition', using(`good ? 'ok' : 'bad'`)],
    ['with its namespace', `export const text = (t) => t('pay:ok') + t('pay:bad')`],
    ['in a constant object', `const TEXTS = { fine: 'ok', not: 'bad' } as const\n${using('TEXTS[state]')}`],
    [
      'in a nested constant object',
      `const TEXTS = { fine: { title: 'ok' }, not: { title: 'bad' } }\n${using('TEXTS[state].title')}`,
    ],
    ['that is named elsewhere with its namespace', `export const codes = { fine: 'pay:ok', not: 'pay:bad' }`],
    ['that is declared', using('/* i18n: pay:ok pay:bad */ key')],
    [
      'of a translator with another name',
      `export const { t: say } = useTranslation(['pay', 'common']); say('ok'); say('bad')`,
    ],
    ['of a translator that is passed in', `export const a = (t: TFunction<'pay'>) => t('ok') + t('bad')`],
    ['of a fixed translator', `const t = i18n.getFixedT('de', 'pay'); t('ok'); t('bad')`],
    ['of Trans', `export const A = () => <><Trans ns="pay" i18nKey="ok" /><Trans i18nKey="pay:bad" /></>`],
  ])('%s', async (_how, source) => {
    expect(await check(texts, source)).toEqual([])
  })

  it('in a template, for each key it can make', async () => {
    const en = { state: { ok: 'A', bad: 'B' }, other: 'C' }
    expect(await check({ en }, using('`state.${state}`'))).toEqual(['locales/en/pay.json: "other" is used nowhere'])
  })

  it('by the namespace of the function that is around it', async () => {
    const source = `
      function A() { const { t } = useTranslation('pay'); return t('ok') }
      function B() { const { t } = useTranslation('common'); return t('bad') }`
    expect(await check({ en: { ok: 'A' } }, source)).toEqual(['app/page.tsx:3: there is no text common:bad'])
  })

  it('in another text', async () => {
    expect(await check({ en: { ok: 'see $t(bad)', bad: 'B' } }, using(`'ok'`))).toEqual([])
  })
})
