/** Workbooks for tests, written part by part so that every part can be wrong. */
import { Uint8ArrayWriter, ZipWriter, TextReader } from '@zip.js/zip.js'

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export async function writeTestArchive(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, dataDescriptor: false })
  for (const [path, text] of Object.entries(files)) await writer.add(path, new TextReader(text))
  return writer.close()
}

/** `sheets` are rows as XML, `shared` the items of the shared texts. Style 1 is a known day, style 2 one of its own code. */
export function writeTestWorkbook({
  sheets,
  shared = '',
  countsFrom1904 = false,
}: {
  sheets: readonly string[]
  shared?: string
  countsFrom1904?: boolean
}): Promise<Uint8Array> {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
  const numbers = sheets.map((_sheet, index) => index + 1)
  return writeTestArchive({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships>${relation('rId1', 'officeDocument', '/xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml':
      `<workbook xmlns:r="${RELATIONS}"><workbookPr date1904="${countsFrom1904 ? 1 : 0}"/><sheets>` +
      `${numbers.map((number) => `<sheet name="S${number}" sheetId="${number}" r:id="s${number}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relation('t', 'sharedStrings', 'sharedStrings.xml')}${relation('f', 'styles', 'styles.xml')}${numbers
      .map((number) => relation(`s${number}`, 'worksheet', `worksheets/sheet${number}.xml`))
      .join('')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst>${shared}</sst>`,
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="&quot;d&quot; dd/mm/yyyy"/></numFmts>' +
      '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>',
    ...Object.fromEntries(
      sheets.map((rows, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
      ]),
    ),
  })
}
