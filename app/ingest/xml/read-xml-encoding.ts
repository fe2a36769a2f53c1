/** Finds out how an XML file's bytes are text: byte order mark, then the bytes' pattern, then the declaration. */
import { refuse } from '../ingest-refusal'

export interface XmlEncoding {
  /** A label of the WHATWG Encoding Standard, for TextDecoder. */
  label: string
  /** Bytes of the byte order mark to pass over. */
  offset: number
}

const ENCODING_DECLARATION = /^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/

/** As XML 1.0, appendix F. Refuses an encoding that is not known here. */
export function readXmlEncoding(bytes: Uint8Array): XmlEncoding {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return { label: 'utf-8', offset: 3 }
  if (a === 0xff && b === 0xfe) return { label: 'utf-16le', offset: 2 }
  if (a === 0xfe && b === 0xff) return { label: 'utf-16be', offset: 2 }
  if (a === 0x3c && b === 0 && c === 0x3f && d === 0) return { label: 'utf-16le', offset: 0 }
  if (a === 0 && b === 0x3c && c === 0 && d === 0x3f) return { label: 'utf-16be', offset: 0 }
  const head = new TextDecoder('iso-8859-1').decode(bytes.subarray(0, 200))
  const declared = ENCODING_DECLARATION.exec(head)?.[1] ?? 'utf-8'
  try {
    return { label: new TextDecoder(declared).encoding, offset: 0 }
  } catch {
    return refuse('bad_encoding', `the encoding "${declared}" is not known`, { line: 1 })
  }
}
