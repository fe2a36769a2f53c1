/** Where a loader leaves what the page is to show, and the pages already written for an unchanged debtor. */
import { crc32 } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import type { StaticLoaderData } from '~/components/static-page'
import type { Language } from '~/i18n/languages'

/** Bytes that an answer takes as they are, without a copy. */
export type PageBytes = Uint8Array<ArrayBuffer>

/** A written page and its compressed forms, made when first asked for. */
export interface WrittenPage {
  readonly body: PageBytes
  /**
   * Names the very text, so that a browser's copy of an earlier build or of other settings is not taken for it. Null
   * for a page that must be fresh.
   */
  readonly etag: string | null
  compressed: Map<string, PageBytes> | null
}

const MEMORY_FOR_PAGES = 64 * 1024 * 1024

const writtenPages = new LRUCache<string, WrittenPage>({
  maxSize: MEMORY_FOR_PAGES,
  sizeCalculation: (page) => page.body.byteLength * 2 + 1,
})

/** One request's page: filled by the route's loader, read when it is written. */
export class PageSlot {
  model: unknown = null
  language: Language | null = null
  title: string | null = null
  /** Slug of the creditor whose colour the page wears. */
  brand: string | null = null
  status = 200
  headers: Readonly<Record<string, string>> = {}
  key: string | null = null
  written: WrittenPage | null = null
  /**
   * A file that the page's form is answered with instead: what an action returns by itself Remix takes for data of the
   * page, and asks the loader for the rest.
   */
  file: Response | null = null
  /** Set when the page carries inline scripts, which then need the nonce in its policy. */
  hydrates = false

  /** As before any loader was asked. */
  clear(): void {
    Object.assign(this, new PageSlot())
  }

  keep(body: PageBytes): WrittenPage {
    const page: WrittenPage = { body, etag: this.key === null ? null : nameText(body), compressed: null }
    if (this.key !== null && this.isPlain) writtenPages.set(this.key, page)
    return page
  }

  /** Settles what this page is; the page itself when it is kept already. */
  findKept(key: readonly (string | number)[]): WrittenPage | null {
    this.key = JSON.stringify(key)
    this.written = writtenPages.get(this.key) ?? null
    return this.written
  }

  /** Whether a page of that key is there to be sent again; settles nothing. */
  static isKept(key: readonly (string | number)[]): boolean {
    return writtenPages.has(JSON.stringify(key))
  }

  /** Nothing but its text has to be known to send it again. */
  private get isPlain(): boolean {
    return this.status === 200 && Object.keys(this.headers).length === 0
  }
}

/**
 * Weak, because the same text is sent in several encodings. It tells apart the few texts that one address has had for
 * one reader, and nobody gains by a collision, so the quickest checksum will do.
 */
function nameText(body: PageBytes): string {
  return `W/"${crc32(body).toString(36)}-${body.byteLength.toString(36)}"`
}

export interface StaticPageOptions<Model> {
  language: Language
  /** For the browser's tab, in the reader's language. */
  title: string
  /** Slug of the creditor whose colour the page wears; absent before anyone is known. */
  brand?: string
  /**
   * Names everything the page depends on: debtor and its version, address, language, today, scope. With it the page
   * is written once until the debtor's version is raised. Leave it out for a page that must be fresh.
   */
  key?: readonly (string | number)[]
  status?: number
  headers?: Readonly<Record<string, string>>
  load(): Promise<Model> | Model
}

/** What a static route's loader returns. `load` runs only when the page is not kept already. */
export async function staticPage<Model>(
  { page }: { page: PageSlot },
  options: StaticPageOptions<Model>,
): Promise<StaticLoaderData<Model>> {
  // An action that shows the page itself has settled it; the loader that runs after it changes nothing.
  if (page.model !== null || page.file !== null) return null
  page.language = options.language
  page.title = options.title
  page.brand = options.brand ?? null
  page.status = options.status ?? 200
  page.headers = options.headers ?? {}
  // A page that must be fresh is never kept, whatever was looked for before its route was known.
  if (!options.key) page.key = null
  else if (page.findKept(options.key)) return null
  page.model = await options.load()
  return null
}
