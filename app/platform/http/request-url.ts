import { createRequestNote } from './request-note'

const urls = createRequestNote<Request, URL>('url')

/** The address of a request, parsed once for all who ask. It is theirs together: nobody may change it. */
export function readRequestUrl(request: Request): URL {
  let url = urls.read(request)
  if (!url) {
    url = new URL(request.url)
    urls.write(request, url)
  }
  return url
}

/** The first parameter of that name in the query. Most addresses have none at all, and then none is looked for. */
export function readQueryParameter(request: Request, name: string): string | null {
  const url = readRequestUrl(request)
  return url.search === '' ? null : url.searchParams.get(name)
}
