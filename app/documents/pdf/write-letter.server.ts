/** The frame of documents that have no layout of their own: agreements, quotes and letters. */
import type { DocumentFrame, LetterBlock, LetterPaper } from '~/use-cases/ports/document-printer'
import { BODY, closeSheet, HEADING, openSheet, SOFT_BODY, writeFacts, type Sheet } from './letterhead.server'
import { Table } from './table.server'

export function writeLetter({ title, blocks }: LetterPaper, frame: DocumentFrame, begin: (sheet: Sheet) => void): void {
  const sheet = openSheet(frame, title)
  begin(sheet)
  sheet.paper.y += 8
  for (const block of blocks) writeBlock(sheet, block)
  closeSheet(sheet)
}

const SIGNATURE_HEIGHT = 54

function writeBlock(sheet: Sheet, block: LetterBlock): void {
  const { paper } = sheet
  switch (block.kind) {
    case 'heading':
      paper.text('H2', block.text, HEADING, 3)
      return
    case 'paragraph':
      paper.text('P', block.text, BODY, 8)
      return
    case 'facts':
      writeFacts(sheet, block.facts)
      return
    case 'table': {
      const columns = block.columns.map(({ head, share, isFigure }) => ({
        ...{ head, share, align: isFigure ? ('end' as const) : ('start' as const) },
      }))
      const table = new Table(paper, { columns, caption: block.caption })
      for (const row of block.rows) table.row(row.map((text) => ({ text })))
      if (block.total)
        table.row(
          block.total.map((text) => ({ text })),
          'total',
        )
      table.close(12)
      return
    }
    case 'signatures': {
      for (const name of block.names) {
        paper.ensure(SIGNATURE_HEIGHT)
        paper.y += SIGNATURE_HEIGHT - 18
        paper.artifact('Layout', () => paper.drawRule(paper.y, 0, paper.width * 0.45))
        paper.text('P', name, SOFT_BODY)
      }
    }
  }
}
