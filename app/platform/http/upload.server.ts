/** One file sent by a form of a page. */

export interface Upload {
  filename: string
  content: Uint8Array
}

export function isUpload(request: Request): boolean {
  return /^multipart\/form-data\b/i.test(request.headers.get('Content-Type') ?? '')
}

/**
 * The file of the field `name`, read no further than it may be long; null where none was chosen. Throws the answer 413
 * for a larger one, 400 for a body that is no such form.
 */
export async function readUpload(request: Request, name: string, maximumBytes: number): Promise<Upload | null> {
  const body = await readBounded(request, maximumBytes)
  const copy = new Response(body, { headers: { 'Content-Type': request.headers.get('Content-Type') ?? '' } })
  const form = await copy.formData().catch(() => {
    throw new Response(null, { status: 400 })
  })
  const file = form.get(name)
  if (!(file instanceof File) || file.size === 0) return null
  return { filename: file.name.replaceAll('\0', '').slice(0, 200), content: new Uint8Array(await file.arrayBuffer()) }
}

async function readBounded(request: Request, maximumBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.byteLength
    if (length > maximumBytes) {
      await reader.cancel()
      throw new Response(null, { status: 413 })
    }
    chunks.push(value)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
