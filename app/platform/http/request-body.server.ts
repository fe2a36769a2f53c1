/** Bodies of requests, read no further than they may be long. */

/** The body's bytes; null when there are more than `maximumBytes`, of which no more are read. */
export async function readBodyBytes(request: Request, maximumBytes: number): Promise<Buffer<ArrayBuffer> | null> {
  if (Number(request.headers.get('Content-Length') ?? '0') > maximumBytes) return null
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.byteLength
    if (length > maximumBytes) {
      await reader.cancel()
      return null
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}

/** The body as text (UTF-8), byte for byte as a signature covers it; null when it is longer than `maximumBytes`. */
export async function readBodyText(request: Request, maximumBytes: number): Promise<string | null> {
  const bytes = await readBodyBytes(request, maximumBytes)
  return bytes && bytes.toString('utf8')
}

/** Thousands of invoices with their amounts fit; nothing a person fills in is larger. */
const LARGEST_FORM = 1024 * 1024

/**
 * The fields of a form as browsers send it. Throws the answer 413 for a larger one, 415 for another kind of body, 400
 * for one with a NUL character, which no person types and PostgreSQL cannot keep.
 */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const mediaType = (request.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType !== 'application/x-www-form-urlencoded') throw new Response(null, { status: 415 })
  const text = await readBodyText(request, LARGEST_FORM)
  if (text === null) throw new Response(null, { status: 413 })
  if (text.includes('\0') || text.includes('%00')) throw new Response(null, { status: 400 })
  return new URLSearchParams(text)
}
