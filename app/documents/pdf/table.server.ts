/** Tables: header cells with their scope, rows that break over pages, the header again on each page as an artifact. */
import { BASELINE, INK, RULE, SOFT, type Element, type Paper, type TextStyle } from './paper.server'
import type { TextLine } from './typeset.server'

export interface Column {
  readonly head: string
  /** Of the width that is left beside the other columns' shares. */
  readonly share: number
  readonly align?: 'start' | 'end'
}

export interface Cell {
  readonly text: string
  /** Below it, smaller. */
  readonly note?: string | null
  /** How many columns it takes; one by default. */
  readonly span?: number
  readonly align?: 'start' | 'end'
}

export type RowKind = 'plain' | 'detail' | 'total'

export interface TableOptions {
  readonly columns: readonly Column[]
  /** What the table is called, above it; null where a heading says it. */
  readonly caption: string | null
  /** Which cell of a row names the row; the first by default. */
  readonly rowHeader?: number
  readonly size?: number
  /** Tables of names and values have none. */
  readonly hasHead?: boolean
  /** In points; the whole width by default. */
  readonly width?: number
}

const PADDING = { x: 4, y: 3 }
const MINIMUM_ROW = 3
/** How far a figure may shrink to stay on one line: an amount of hundreds of millions fits a column of the statement. */
const SMALLEST_FIGURE = 0.75

interface LaidLine {
  readonly line: TextLine
  readonly style: TextStyle
  /** By how much it is lowered to stand on the row's line all the same. */
  readonly drop: number
}

interface LaidCell {
  readonly start: number
  readonly width: number
  readonly span: number
  readonly lines: readonly LaidLine[]
}

export class Table {
  private readonly element: Element
  private readonly widths: readonly number[]
  private readonly starts: readonly number[]
  private readonly size: number
  private readonly width: number
  private readonly head: readonly LaidCell[] | null
  private body: Element | null = null
  private rules: number[] = []

  constructor(
    private readonly paper: Paper,
    private readonly options: TableOptions,
  ) {
    const { columns, caption } = options
    this.size = options.size ?? 8
    this.width = options.width ?? paper.width
    const shares = columns.reduce((sum, { share }) => sum + share, 0)
    this.widths = columns.map(({ share }) => (share / shares) * this.width)
    this.starts = this.widths.map((_, index) => this.widths.slice(0, index).reduce((sum, width) => sum + width, 0))
    this.head =
      options.hasHead === false
        ? null
        : this.lay(
            columns.map(({ head }) => ({ text: head })),
            'head',
          )
    this.element = paper.open('Table')
    if (caption !== null) this.writeCaption(caption)
    // A header is not left alone at the foot of a page.
    paper.ensure((this.head ? heightOf(this.head) : 0) + 4 * this.lineHeight)
    this.begin()
  }

  /** One row: a cell a column, a cell that spans several counted as such. */
  row(cells: readonly Cell[], kind: RowKind = 'plain'): void {
    const { paper } = this
    const laid = this.lay(cells, kind)
    const height = heightOf(laid)
    const room = paper.bottom - paper.y
    if (height > room && (height <= this.pageRoom() || room < MINIMUM_ROW * this.lineHeight)) this.turnPage()
    const row = paper.open('TR', {}, this.openBody())
    const elements = laid.map((cell, index) => this.openCell(cell, index === (this.options.rowHeader ?? 0), row))
    let next = 0
    const most = Math.max(...laid.map(({ lines }) => lines.length))
    do {
      const free = paper.bottom - paper.y - 2 * PADDING.y
      const count = Math.max(1, Math.floor(free / this.lineHeight))
      const from = next
      const top = paper.y + PADDING.y
      laid.forEach((cell, index) => {
        const element = elements[index]
        const lines = cell.lines.slice(from, from + count)
        if (element && (lines.length > 0 || from === 0)) paper.fill(element, () => this.drawCell(cell, lines, top))
      })
      const tallest = Math.max(...laid.map((cell) => sumHeights(cell.lines.slice(from, from + count))))
      paper.y = top + tallest + PADDING.y
      next += count
      // What is taller than a page goes on on the next, in the same cells.
      if (next < most) this.turnPage(false)
    } while (next < most)
    for (const element of elements) element.end()
    row.end()
    this.rules.push(kind === 'total' ? -paper.y : paper.y)
  }

  close(after = 10): void {
    this.drawRules()
    this.paper.whenPageEnds(null)
    this.endBody()
    this.element.end()
    this.paper.y += after
  }

  private get lineHeight(): number {
    return this.size * 1.5
  }

  /** Of a page that this table alone fills. */
  private pageRoom(): number {
    return this.paper.bottom - 90 - (this.head ? heightOf(this.head) : 0)
  }

  private writeCaption(caption: string): void {
    const { paper } = this
    const style = { size: this.size + 1, isBold: true }
    const lines = paper.break(caption, this.width, style)
    paper.ensure(lines.length * paper.lineHeight(style) + 6 * this.lineHeight)
    const element = paper.open('Caption', {}, this.element)
    paper.fill(element, () => {
      for (const line of lines) {
        paper.drawLine(line, 0, paper.y, this.width, style)
        paper.y += paper.lineHeight(style)
      }
    })
    element.end()
    paper.y += 2
  }

  private begin(): void {
    const { paper, head } = this
    paper.whenPageEnds(() => this.drawRules())
    if (!head) return
    const group = paper.open('THead', {}, this.element)
    const row = paper.open('TR', {}, group)
    const top = paper.y + PADDING.y
    for (const cell of head) {
      const element = paper.open('TH', { scope: 'Column' }, row)
      paper.fill(element, () => this.drawCell(cell, cell.lines, top))
      element.end()
    }
    row.end()
    group.end()
    this.endHead()
  }

  private endHead(): void {
    if (!this.head) return
    this.paper.y += heightOf(this.head)
    this.rules.push(-this.paper.y)
  }

  /** The rows of a page are a body of their own, so that those of the pages before need not be kept. */
  private turnPage(isRowDone = true): void {
    const { paper, head } = this
    if (isRowDone) this.endBody()
    paper.addPage()
    paper.whenPageEnds(() => this.drawRules())
    if (!head) return
    const top = paper.y + PADDING.y
    paper.artifact('Pagination', () => {
      for (const cell of head) this.drawCell(cell, cell.lines, top)
    })
    this.endHead()
  }

  private openBody(): Element {
    this.body ??= this.paper.open('TBody', {}, this.element)
    return this.body
  }

  private endBody(): void {
    this.body?.end()
    this.body = null
  }

  private openCell(cell: LaidCell, isRowHeader: boolean, row: Element): Element {
    const element = this.paper.open(isRowHeader ? 'TH' : 'TD', isRowHeader ? { scope: 'Row' } : {}, row)
    if (cell.span > 1) this.paper.spanColumns(element, cell.span, isRowHeader)
    return element
  }

  private lay(cells: readonly Cell[], kind: RowKind | 'head'): LaidCell[] {
    const isBold = kind === 'head' || kind === 'total'
    const size = kind === 'detail' ? this.size - 0.5 : kind === 'head' ? this.size - 0.5 : this.size
    const color = kind === 'detail' || kind === 'head' ? SOFT : INK
    let column = 0
    return cells.map((cell) => {
      const span = cell.span ?? 1
      const start = this.starts[column] ?? 0
      const width = this.widths.slice(column, column + span).reduce((sum, each) => sum + each, 0)
      const align = cell.align ?? this.options.columns[column]?.align ?? 'start'
      column += span
      const room = width - 2 * PADDING.x
      const write = (text: string, style: TextStyle, drop = 0): LaidLine[] =>
        this.paper.break(text, room, style).map((line) => ({ line, style, drop }))
      const style = this.fit(cell.text, room, { size, isBold, color, align })
      return {
        ...{ start, width, span },
        lines: [
          ...(cell.text === '' ? [] : write(cell.text, style, (size - style.size) * BASELINE)),
          ...(cell.note ? write(cell.note, { size: size - 1, color: SOFT, align }) : []),
        ],
      }
    })
  }

  /** A figure that is too wide is written smaller rather than parted from its currency. */
  private fit(text: string, room: number, style: TextStyle): TextStyle {
    if (style.align !== 'end' || text.includes(' ')) return style
    const needed = this.paper.measure(text, style)
    if (needed <= room) return style
    const fitting = Math.floor(((style.size * room) / needed) * 20) / 20
    return { ...style, size: Math.max(style.size * SMALLEST_FIGURE, fitting) }
  }

  private drawCell(cell: LaidCell, lines: LaidCell['lines'], top: number): void {
    let y = top
    for (const { line, style, drop } of lines) {
      this.paper.drawLine(line, cell.start + PADDING.x, y + drop, cell.width - 2 * PADDING.x, style)
      y += this.paper.lineHeight(style)
    }
  }

  /** Of a page, in one go: below a header and above a total a dark one, else a light one. */
  private drawRules(): void {
    const rules = this.rules.splice(0)
    if (rules.length === 0) return
    this.paper.artifact('Layout', () => {
      for (const rule of rules) {
        this.paper.drawRule(Math.abs(rule), 0, this.width, rule < 0 ? SOFT : RULE, rule < 0 ? 0.8 : 0.4)
      }
    })
  }
}

function sumHeights(lines: LaidCell['lines']): number {
  return lines.reduce((sum, { style }) => sum + style.size * 1.5, 0)
}

function heightOf(cells: readonly LaidCell[]): number {
  return Math.max(...cells.map(({ lines }) => sumHeights(lines)), 0) + 2 * PADDING.y
}
