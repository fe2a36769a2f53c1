/** Bytes to a small tree, in bounded time and memory: nothing is built of a file that breaks a limit. */
import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { IngestLimits } from '../ingest-limits'
import { refuse } from '../ingest-refusal'
import { readXmlEncoding } from './read-xml-encoding'
import type { XmlElement } from './xml-element'

const CHUNK_BYTES = 65_536
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map()

/** Elements of other namespaces (extensions, signatures) are counted and left out of the tree. */
export interface XmlVocabulary {
  /** Canonical prefix by namespace address; the empty prefix gives bare names. */
  readonly prefixByNamespace: Pick<ReadonlyMap<string, string>, 'get'>
}

/**
 * Parses an XML file with namespaces. Refuses any document type declaration (and so every entity but the five built
 * in), files beyond `limits`, bytes that are not of the declared encoding, and XML that is not well-formed; the refusal
 * names the line. The root element is kept whatever its namespace, so that the caller can say what it is.
 */
export function parseXml(bytes: Uint8Array, vocabulary: XmlVocabulary, limits: IngestLimits): XmlElement {
  if (bytes.byteLength > limits.maxBytes) {
    refuse('limit_exceeded', `the XML has ${bytes.byteLength} bytes, more than the ${limits.maxBytes} allowed`)
  }
  const { label, offset } = readXmlEncoding(bytes)
  const builder = createTreeBuilder(vocabulary, limits)
  const decoder = new TextDecoder(label, { fatal: true })
  for (let start = offset; start < bytes.byteLength; start += CHUNK_BYTES) {
    const end = Math.min(start + CHUNK_BYTES, bytes.byteLength)
    let text: string
    try {
      text = decoder.decode(bytes.subarray(start, end), { stream: end < bytes.byteLength })
    } catch {
      return refuse('bad_encoding', `the bytes are not text of the encoding ${label}`, { line: builder.line() })
    }
    builder.write(text)
  }
  return builder.finish()
}

function createTreeBuilder(vocabulary: XmlVocabulary, limits: IngestLimits) {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const openTexts: string[] = []
  let root: XmlElement | null = null
  let current: XmlElement | null = null
  let depth = 0
  let elements = 0
  /** Depth at which an element of another vocabulary began; everything inside is left out. */
  let skippedFrom: number | null = null
  let tagLine = 1

  const refuseLimit = (reason: string): never => refuse('limit_exceeded', reason, { line: parser.line })

  parser.on('error', (error) =>
    refuse('malformed', `not well-formed XML: ${describeError(error)}`, { line: parser.line }),
  )
  parser.on('doctype', () =>
    refuse('document_type_declaration', 'document type declarations and entities are not accepted', {
      line: parser.line,
    }),
  )
  parser.on('opentagstart', () => {
    depth += 1
    elements += 1
    tagLine = parser.line
    if (depth > limits.maxDepth) refuseLimit(`elements are nested more than ${limits.maxDepth} levels deep`)
    if (elements > limits.maxElements) refuseLimit(`more than ${limits.maxElements} elements`)
  })
  let attributes = 0
  parser.on('attribute', (attribute) => {
    attributes += 1
    if (attributes > limits.maxAttributes) refuseLimit(`an element has more than ${limits.maxAttributes} attributes`)
    if (attribute.value.length > limits.maxAttributeLength) {
      refuseLimit(`an attribute is longer than ${limits.maxAttributeLength} characters`)
    }
  })
  parser.on('opentag', (tag) => {
    attributes = 0
    const prefix = vocabulary.prefixByNamespace.get(tag.uri)
    if (skippedFrom === null && prefix === undefined && depth > 1) skippedFrom = depth
    if (skippedFrom !== null) return
    const name =
      prefix === undefined ? `{${tag.uri}}${tag.local}` : prefix === '' ? tag.local : `${prefix}:${tag.local}`
    const element: XmlElement = {
      name,
      attributes: readAttributes(tag),
      children: [],
      text: '',
      line: tagLine,
      parent: current,
    }
    if (current) current.children.push(element)
    else root = element
    current = element
    openTexts.push('')
  })
  const addText = (text: string): void => {
    if (skippedFrom !== null || openTexts.length === 0) return
    openTexts.push(`${openTexts.pop() ?? ''}${text}`)
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    if (skippedFrom === null && current) {
      const text = openTexts.pop() ?? ''
      if (current.children.length === 0) current.text = text.trim()
      current = current.parent
    }
    if (skippedFrom === depth) skippedFrom = null
    depth -= 1
  })

  return {
    line: (): number => parser.line,
    write: (text: string): void => void parser.write(text),
    finish: (): XmlElement => {
      parser.close()
      return root ?? refuse('malformed', 'the XML has no root element')
    },
  }
}

function readAttributes(tag: SaxesTagNS): ReadonlyMap<string, string> {
  const plain = Object.values(tag.attributes).filter((attribute) => attribute.prefix === '')
  return plain.length === 0 ? NO_ATTRIBUTES : new Map(plain.map((attribute) => [attribute.local, attribute.value]))
}

/** saxes puts "line:column: " before its messages; the line is in the refusal's place. */
function describeError(error: Error): string {
  return error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
}
