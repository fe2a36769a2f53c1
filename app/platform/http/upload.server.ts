/** One file sent by a form of a page. */
import { readBodyBytes } from './request-body.server'

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
  const body = await readBodyBytes(request, maximumBytes)
  if (body === null) throw new Response(null, { status: 413 })
  const copy = new Response(body, { headers: { 'Content-Type': request.headers.get('Content-Type') ?? '' } })
  const form = await copy.formData().catch(() => {
    throw new Response(null, { status: 400 })
  })
  const file = form.get(name)
  if (!(file instanceof File) || file.size === 0) return null
  return { filename: file.name.replaceAll('\0', '').slice(0, 200), content: new Uint8Array(await file.arrayBuffer()) }
}
