/**
 * A form with several files, read while it arrives: reading ends with the first file too many or too large, so that
 * nobody fills the memory with what is refused anyway. Fields that stand before the files are known by then.
 */
import {
  MaxFileSizeExceededError,
  MaxPartsExceededError,
  MaxTotalSizeExceededError,
  MultipartParseError,
  parseMultipartRequest,
} from '@remix-run/multipart-parser'
import { findUnstorableText } from '~/domain/storable-text'
import type { Upload } from './upload.server'

export interface UploadLimits {
  readonly maximumFiles: number
  /** Of each file. */
  readonly maximumBytes: number
}

/** Why reading ended before the form did. */
export type UploadRefusal = 'too_many_files' | 'file_too_large' | 'form_too_large'

export interface UploadForm {
  /** What was read of the fields. */
  readonly fields: URLSearchParams
  /** Those that were chosen and hold something; none of a form that was refused. */
  readonly files: readonly Upload[]
  /** Files that were chosen and are empty. */
  readonly emptyFiles: readonly string[]
  readonly refusal: UploadRefusal | null
}

/** More text than a person fills in. */
const LARGEST_TEXT = 1024 * 1024

const MOST_FIELDS = 5_000

/** What the parser says of the line break after the last part, where that arrives by itself: all parts are read by then. */
const AFTER_THE_END = 'Unexpected data after end of stream'

/**
 * Reads a form of `multipart/form-data`. Throws the answer 415 for another kind of body, 400 for one that is broken or
 * holds characters that PostgreSQL cannot keep.
 */
export async function readUploadForm(request: Request, limits: UploadLimits): Promise<UploadForm> {
  if (!/^multipart\/form-data\b/i.test(request.headers.get('Content-Type') ?? '')) {
    throw new Response(null, { status: 415 })
  }
  const fields = new URLSearchParams()
  const files: Upload[] = []
  const emptyFiles: string[] = []
  const refusal = await readParts(request, limits, { fields, files, emptyFiles })
  if (refusal !== null) {
    // The rest is not read any more.
    await request.body?.cancel().catch(() => undefined)
    return { fields, files: [], emptyFiles: [], refusal }
  }
  if (findUnstorableText([...fields].flat()) !== null) throw new Response(null, { status: 400 })
  return { fields, files, emptyFiles, refusal }
}

async function readParts(
  request: Request,
  { maximumFiles, maximumBytes }: UploadLimits,
  { fields, files, emptyFiles }: { fields: URLSearchParams; files: Upload[]; emptyFiles: string[] },
): Promise<UploadRefusal | null> {
  let textBytes = 0
  try {
    const parts = parseMultipartRequest(request, {
      maxHeaderSize: 4 * 1024,
      maxFileSize: maximumBytes,
      maxParts: MOST_FIELDS,
      maxTotalSize: maximumFiles * maximumBytes + LARGEST_TEXT,
    })
    for await (const part of parts) {
      if (part.name === undefined) continue
      if (part.isText) {
        textBytes += part.size
        if (textBytes > LARGEST_TEXT) return 'form_too_large'
        fields.append(part.name, part.text)
        continue
      }
      // A browser sends a field without a chosen file as one without a name.
      const filename = part.filename ?? ''
      if (filename === '' && part.size === 0) continue
      if (part.size === 0) emptyFiles.push(filename)
      else files.push({ filename, content: part.bytes })
      if (files.length + emptyFiles.length > maximumFiles) return 'too_many_files'
    }
    return null
  } catch (error) {
    if (error instanceof MaxFileSizeExceededError) return 'file_too_large'
    if (error instanceof MaxTotalSizeExceededError || error instanceof MaxPartsExceededError) return 'form_too_large'
    // A name or a text that is no UTF-8 makes a TypeError.
    const isBroken = error instanceof MultipartParseError || error instanceof TypeError
    if (!isBroken) throw error
    if (error.message === AFTER_THE_END) return null
    throw new Response(null, { status: 400 })
  }
}
