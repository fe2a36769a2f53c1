import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import http from 'node:http'

interface Weight {
  htmlBytes: number
  brotliBytes: number
  gzipBytes: number
  /** Of every module the page names, brotli-compressed where the server does. */
  scriptBytes: number
}

/** What a page costs on the wire, as the server sends it. */
export async function weighPage(url: string, cookie: string): Promise<Weight> {
  const brotli = await fetchRaw(url, { cookie, 'accept-encoding': 'br' })
  const gzip = await fetchRaw(url, { cookie, 'accept-encoding': 'gzip' })
  const html = brotliDecompressSync(brotli)
  if (!html.equals(gunzipSync(gzip))) throw new Error(`${url} is not the same in both encodings`)
  const scripts = [...html.toString().matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, source = '']) => source)
  let scriptBytes = 0
  for (const source of new Set(scripts)) {
    scriptBytes += (await fetchRaw(new URL(source, url).href, { 'accept-encoding': 'br' })).byteLength
  }
  return { htmlBytes: html.byteLength, brotliBytes: brotli.byteLength, gzipBytes: gzip.byteLength, scriptBytes }
}

/** The body as it is sent: `fetch` would decompress it. */
function fetchRaw(url: string, headers: Record<string, string>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`))
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => resolve(Buffer.concat(parts)))
      })
      .on('error', reject)
  })
}
