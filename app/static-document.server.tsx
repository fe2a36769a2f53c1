/**
 * The HTML of pages that are rendered on the server alone. Nothing in them navigates by script, so they are spared the
 * router, which would match every route once more; and what surrounds a page, its document and its frame, is the same on
 * every visit of a reader, so it is rendered once and kept.
 */
import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { ComponentType, ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { html } from './components/html'
import { PageDocument } from './components/page-document'
import { FrameAround, type FrameAppearance } from './components/page-frame'
import { StaticRenderingContext, type StaticRendering } from './components/static-page'
import type { Language } from './i18n/languages'
import { getTranslations } from './i18n/translator.server'
import { links } from './root'

/** What a page's loader has settled, and the query of its address, from `?`. */
export interface StaticPage extends Pick<StaticRendering, 'title' | 'brand' | 'model'> {
  readonly language: Language
  readonly search: string
}

interface StaticModule {
  default?: unknown
  handle?: unknown
}

/** What stands around a page's title and content. */
interface Shell {
  readonly beforeTitle: string
  /** From the title to the content, in pieces: between them stands what the links to other languages begin with. */
  readonly beforeContent: readonly string[]
  readonly afterContent: string
}

/** The document of a page that went well, of its route's module. */
export function writeStaticDocument(page: StaticPage, { default: Page, handle }: StaticModule): string {
  const shellRequest: NonNullable<StaticRendering['shell']> = { frame: null }
  const languagePrefix = writeLanguagePrefix(page.search)
  const rendering: StaticRendering = { ...page, languagePrefix, shell: shellRequest }
  const Content = Page as ComponentType | undefined
  const markup = Content ? render(page, rendering, <Content />) : ''
  const bodyClass = (handle as { bodyClass?: string } | undefined)?.bodyClass
  const { beforeTitle, beforeContent, afterContent } = findShell(page, bodyClass, shellRequest.frame)
  const title = html`${page.title ?? 'Quittance'}`.text
  const frame = beforeContent.join(html`${languagePrefix}`.text)
  return beforeTitle + title + frame + markup + afterContent
}

/** The document that Remix composes itself: of errors, and of pages in a layout. */
export function writeWholeDocument(page: StaticPage, document: ReactNode): string {
  const languagePrefix = writeLanguagePrefix(page.search)
  const rendering: StaticRendering = { ...page, languagePrefix, shell: null }
  return `<!DOCTYPE html>${render(page, rendering, document)}`
}

function writeLanguagePrefix(search: string): string {
  if (search === '') return '?'
  const parameters = new URLSearchParams(search)
  parameters.delete('lang')
  return parameters.size === 0 ? '?' : `?${parameters.toString()}&`
}

const shells = new LRUCache<string, Shell>({ max: 1000 })

function findShell(page: StaticPage, bodyClass: string | undefined, frame: FrameAppearance | null): Shell {
  const creditor = frame?.creditor && [frame.creditor.name, frame.creditor.slug]
  const key = JSON.stringify([page.language, page.brand, bodyClass, frame && { ...frame, creditor }])
  let shell = shells.get(key)
  if (!shell) {
    shell = renderShell(page, bodyClass, frame)
    shells.set(key, shell)
  }
  return shell
}

/** Stands for the prefix in a shell; nobody's name can have it. */
const PREFIX_MARK = randomUUID()

function renderShell(page: StaticPage, bodyClass: string | undefined, frame: FrameAppearance | null): Shell {
  const markup = render(
    page,
    { ...page, languagePrefix: PREFIX_MARK, shell: null },
    <PageDocument head={writeLinks()} bodyClass={bodyClass} title={null}>
      {frame === null ? null : <FrameAround {...frame}>{null}</FrameAround>}
    </PageDocument>,
  )
  // React escapes "<" in every text and attribute, so no data is taken for these.
  const [head, afterTitle] = splitBefore(markup, '</title>')
  const [beforeContent, afterContent] = splitBefore(afterTitle, frame === null ? '</body>' : '</main>')
  const beforeTitle = `<!DOCTYPE html>${head.slice(0, head.indexOf('<title>') + '<title>'.length)}`
  return { beforeTitle, beforeContent: beforeContent.split(PREFIX_MARK), afterContent }
}

function splitBefore(markup: string, mark: string): [string, string] {
  const at = markup.indexOf(mark)
  if (at < 0) throw new Error(`the document around a page has no ${mark}`)
  return [markup.slice(0, at), markup.slice(at)]
}

function writeLinks(): ReactNode {
  return links().map((link) => ('rel' in link ? <link key={link.href} {...link} /> : null))
}

function render({ language }: StaticPage, rendering: StaticRendering, content: ReactNode): string {
  return renderToStaticMarkup(
    <I18nextProvider i18n={getTranslations(language)}>
      <StaticRenderingContext.Provider value={rendering}>{content}</StaticRenderingContext.Provider>
    </I18nextProvider>,
  )
}
