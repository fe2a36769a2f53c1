/** What a file may cost before it is refused. */
export interface IngestLimits {
  /** Bytes of an XML, PDF or JSON file, and of an XML inside a PDF. */
  maxBytes: number
  /** Bytes of a CSV file, which is streamed. */
  maxCsvBytes: number
  /** Levels of XML elements inside one another. */
  maxDepth: number
  /** XML elements of a file. */
  maxElements: number
  /** Characters of one XML attribute, and attributes of one element. */
  maxAttributeLength: number
  maxAttributes: number
  /** Lines of one document. */
  maxLines: number
  /** Milliseconds and bytes of memory a PDF may take. */
  maxPdfMilliseconds: number
  maxPdfMemoryBytes: number
}

export const defaultIngestLimits: IngestLimits = {
  maxBytes: 50 * 1024 * 1024,
  maxCsvBytes: 2 * 1024 * 1024 * 1024,
  maxDepth: 100,
  maxElements: 500_000,
  maxAttributeLength: 65_536,
  maxAttributes: 100,
  maxLines: 20_000,
  maxPdfMilliseconds: 20_000,
  maxPdfMemoryBytes: 512 * 1024 * 1024,
}
