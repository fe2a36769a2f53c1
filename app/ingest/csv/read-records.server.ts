/** A table's bytes as records of cells, streamed. */
import { Readable, pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { FileContent } from '../file-content'
import { refuse } from '../ingest-refusal'
import type { CsvMapping } from './csv-mapping'
import { decodeText, detectEncoding } from './decode-text.server'
import { detectDelimiter } from './detect-delimiter'

const MAX_RECORD_CHARACTERS = 1_048_576

export interface RecordFormat extends Pick<CsvMapping, 'encoding' | 'delimiter'> {
  /** Lines before the header. */
  readonly skipLines?: number
}

/** Yields the header first. Refuses the file where the table itself breaks off (an open quote, another encoding). */
export async function* readRecords(content: FileContent, mapping: RecordFormat): AsyncGenerator<string[]> {
  const { skipLines = 0 } = mapping
  const encoding = await detectEncoding(content, mapping.encoding)
  const texts = decodeText(content, encoding)
  const first = await texts.next()
  const head = first.done === true ? '' : first.value
  const delimiter = mapping.delimiter === 'auto' ? detectDelimiter(cutLines(head, skipLines)) : mapping.delimiter
  async function* allTexts(): AsyncGenerator<string> {
    yield head
    yield* texts
  }
  const parser = parse({
    delimiter,
    relax_column_count: true,
    max_record_size: MAX_RECORD_CHARACTERS,
    from_line: skipLines + 1,
  })
  // A failing source ends the parser with the same error, which the loop below then throws.
  pipeline(Readable.from(allTexts()), parser, () => undefined)
  try {
    for await (const record of parser) yield record
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    refuse(
      'malformed',
      `the table cannot be read: ${error.message}`,
      typeof error.lines === 'number' ? { line: error.lines } : {},
    )
  }
}

function cutLines(text: string, count: number): string {
  return text
    .split(/\r\n|[\r\n]/)
    .slice(count)
    .join('\n')
}
