const urls = new WeakMap<Request, URL>()

/** The address of a request, parsed once for all who ask. It is theirs together: nobody may change it. */
export function readRequestUrl(request: Request): URL {
  let url = urls.get(request)
  if (!url) {
    url = new URL(request.url)
    urls.set(request, url)
  }
  return url
}

/** The first parameter of that name in the query. Most addresses have none at all, and then none is looked for. */
export function readQueryParameter(request: Request, name: string): string | null {
  const url = readRequestUrl(request)
  return url.search === '' ? null : url.searchParams.get(name)
}
