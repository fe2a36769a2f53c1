/** The rows of a workbook's first filled sheet (Office Open XML, ECMA-376 part 1, 18). */
import type { LedgerTable } from '~/domain/ledger-columns'
import { refuse } from '../ingest-refusal'
import type { LedgerLimits } from './ledger-limits'
import { openArchive, type Archive } from './open-archive.server'
import { readSheet } from './read-sheet.server'
import { scanXml } from './scan-xml.server'

/** What a sheet needs of the rest of its workbook. */
export interface WorkbookParts {
  readonly sharedTexts: readonly string[]
  /** By the place of a cell's style. */
  readonly isDateStyle: readonly boolean[]
  /** Days are counted from 1904, not from 1900. */
  readonly countsFrom1904: boolean
}

const MAIN_PART = 'xl/workbook.xml'

export async function readWorkbook(content: Uint8Array, limits: LedgerLimits): Promise<LedgerTable> {
  const archive = await openArchive(content, limits)
  if (!archive.has('[Content_Types].xml')) refuse('unknown_format', 'the archive is no workbook')
  const main = (await readRelations(archive, '_rels/.rels', '', limits)).byType('officeDocument')[0] ?? MAIN_PART
  if (!archive.has(main)) refuse('unknown_format', 'the archive is no workbook')
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const relations = await readRelations(archive, `${folder}_rels/${main.slice(folder.length)}.rels`, folder, limits)
  const { sheetIds, countsFrom1904 } = await readMainPart(archive, main, limits)
  const parts: WorkbookParts = {
    sharedTexts: await readSharedTexts(archive, relations.byType('sharedStrings')[0], limits),
    isDateStyle: await readDateStyles(archive, relations.byType('styles')[0], limits),
    countsFrom1904,
  }
  for (const id of sheetIds) {
    const path = relations.byId(id)
    if (path === undefined || !/worksheets\//.test(path)) continue
    const table = await readSheet(archive.read(path), parts, limits)
    if (table.length > 0) return table
  }
  return []
}

async function readRelations(archive: Archive, path: string, folder: string, limits: LedgerLimits) {
  const relations: { id: string; type: string; target: string }[] = []
  await scanPart(archive, path, limits, {
    open(name, { Id = '', Type = '', Target = '', TargetMode = '' }) {
      if (name !== 'Relationship' || TargetMode === 'External') return
      relations.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target: resolvePath(folder, Target) })
    },
  })
  return {
    byId: (id: string) => relations.find((relation) => relation.id === id)?.target,
    byType: (type: string) => relations.filter((relation) => relation.type === type).map(({ target }) => target),
  }
}

function resolvePath(folder: string, target: string): string {
  const steps = target.startsWith('/') ? [] : folder.split('/').filter((step) => step !== '')
  for (const step of target.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

async function readMainPart(archive: Archive, path: string, limits: LedgerLimits) {
  const sheetIds: string[] = []
  let countsFrom1904 = false
  await scanPart(archive, path, limits, {
    open(name, attributes) {
      if (name === 'workbookPr') countsFrom1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
      if (name !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return
      const id = Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key))?.[1]
      if (id !== undefined) sheetIds.push(id)
    },
  })
  return { sheetIds, countsFrom1904 }
}

async function readSharedTexts(archive: Archive, path: string | undefined, limits: LedgerLimits): Promise<string[]> {
  const texts: string[] = []
  let current = ''
  let characters = 0
  let isText = false
  let phonetic = 0
  await scanPart(archive, path, limits, {
    open(name) {
      if (name === 'si') current = ''
      if (name === 'rPh') phonetic += 1
      isText = name === 't' && phonetic === 0
    },
    text(text) {
      if (!isText || current.length >= limits.maxCellLength) return
      current += text
      characters += text.length
      if (characters > limits.maxCharacters) refuse('limit_exceeded', `more than ${limits.maxCharacters} characters`)
    },
    close(name) {
      isText = false
      if (name === 'rPh') phonetic -= 1
      if (name === 'si') texts.push(current.slice(0, limits.maxCellLength))
      if (texts.length > limits.maxCharacters / 10) refuse('limit_exceeded', 'too many texts')
    },
  })
  return texts
}

/** The numbers of formats that every workbook knows as days: ECMA-376 part 1, 18.8.30. */
const isKnownDateFormat = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)

async function readDateStyles(archive: Archive, path: string | undefined, limits: LedgerLimits): Promise<boolean[]> {
  const codes = new Map<number, string>()
  const styles: boolean[] = []
  let isOfCells = false
  await scanPart(archive, path, limits, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      if (name === 'cellXfs') isOfCells = true
      if (name !== 'xf' || !isOfCells) return
      const id = Number(attributes['numFmtId'] ?? '0')
      const code = codes.get(id)
      styles.push(code === undefined ? isKnownDateFormat(id) : isDateCode(code))
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false
    },
  })
  return styles
}

/** Has a day or a year outside quotes, brackets and escaped signs. */
function isDateCode(code: string): boolean {
  return /[dy]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''))
}

async function scanPart(
  archive: Archive,
  path: string | undefined,
  limits: LedgerLimits,
  scan: Parameters<typeof scanXml>[2],
): Promise<void> {
  if (path !== undefined && archive.has(path)) await scanXml(archive.read(path), limits, scan)
}
