/**
 * A document as it is written: a tagged PDF (PDF/UA-1) of A4 pages that are handed on as soon as they are full, so that
 * memory does not grow with the document. Measures are points, from the page's edge where a line begins: left of text
 * that runs left to right, right of text that runs right to left.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import { FONT_NAMES, getFont } from './fonts.server'
import { chooseDirection, typeset, typesetLine, type Direction, type TextLine } from './typeset.server'

export interface PaperSettings {
  readonly title: string
  readonly author: string
  /** BCP 47. */
  readonly language: string
  readonly direction: Direction
  /** `#rrggbb`, readable on white. */
  readonly color: string
  readonly createdAt: Date
  /** Stands at the head of every page after the first, and at the foot of each; `page` is from 1. */
  readonly runningHead: string
  readonly foot: string
  readonly pageLabel: (page: number) => string
}

export interface TextStyle {
  /** Points. */
  readonly size: number
  readonly isBold?: boolean
  readonly color?: string
  readonly align?: 'start' | 'end'
}

/** An element of the structure tree. */
export type Element = PDFKit.PDFStructureElement

export const INK = '#1a1c20'
export const SOFT = '#4d5058'
export const RULE = '#c9c6bc'

const PAGE = { width: 595.28, height: 841.89 }
const MARGIN = { side: 48, top: 46, bottom: 56 }
const HEAD_GAP = 22
/** Line height over letter size: enough for the marks of Arabic. */
const LEADING = 1.5
/** Of a line's size, from its top to where its letters stand. */
export const BASELINE = 1.08
/** What may wait to be taken before writing pauses. */
const WAITING_BYTES = 256 * 1024

/** pdfkit writes the title into XML as it is. */
class EscapingDocument extends PDFDocument {
  override endMetadata(): void {
    const { info } = this
    const escape = (text: string | undefined) => (text ?? '').replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    info.Title = escape(info.Title)
    info.Author = escape(info.Author)
    super.endMetadata()
  }
}

export class Paper {
  /** Emits the file's bytes. */
  readonly stream: NodeJS.ReadableStream & { readonly readableLength: number }
  readonly width = PAGE.width - 2 * MARGIN.side
  /** Where the next block begins, from the page's top. */
  y = MARGIN.top
  pageNumber = 0

  private readonly pdf: PDFKit.PDFDocument
  private readonly root: Element
  private readonly finishedPages: number[] = []
  private color = ''
  private onPageEnd: (() => void) | null = null

  constructor(readonly settings: PaperSettings) {
    this.pdf = new EscapingDocument({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: settings.language,
      // The types know PDF/A alone.
      subset: 'PDF/UA' as string as PDFKit.Mixins.PDFSubsets,
      fontLayoutCache: false,
      info: {
        Title: settings.title,
        Author: settings.author,
        Creator: 'Quittance',
        Producer: 'Quittance',
        CreationDate: settings.createdAt,
      },
    })
    // A stream in its own right, which the types do not say.
    this.stream = this.pdf
    for (const name of FONT_NAMES) {
      // pdfkit takes any object that lays out text like a font of fontkit's.
      this.pdf.registerFont(name, getFont(name).source as unknown as Uint8Array)
    }
    this.root = this.pdf.struct('Document', { lang: settings.language, title: settings.title })
    this.pdf.addStructure(this.root)
    this.addPage()
  }

  get bottom(): number {
    return PAGE.height - MARGIN.bottom
  }

  get isRightToLeft(): boolean {
    return this.settings.direction === 'rtl'
  }

  /** Begins a page. What stands at its head and foot, `onEnd` included, is no part of what is read. */
  addPage(): void {
    this.endPage()
    this.pdf.addPage()
    this.settleFinishedPages()
    this.pageNumber += 1
    this.color = ''
    this.y = MARGIN.top
    this.artifact('Pagination', () => this.drawMargins())
    if (this.pageNumber > 1) this.y += HEAD_GAP
  }

  /** Called once when the page is full or the document ends. */
  whenPageEnds(draw: (() => void) | null): void {
    this.onPageEnd = draw
  }

  /** Begins a page unless `height` is left on this one. */
  ensure(height: number): void {
    if (this.y + height > this.bottom) this.addPage()
  }

  /** Lets what is written be taken, when much of it waits. */
  async settle(): Promise<void> {
    while (this.stream.readableLength > WAITING_BYTES) await nextTurn()
  }

  finish(): void {
    this.endPage()
    this.root.end()
    this.pdf.end()
  }

  /** Adds an element below `parent` (the document itself by default). */
  open(type: string, options: PDFKit.Mixins.StructureElementOptions = {}, parent: Element = this.root): Element {
    const element = this.pdf.struct(type, options)
    parent.add(element)
    return element
  }

  /** Says that a cell takes several columns. */
  spanColumns(cell: Element, count: number, isRowHeader: boolean): void {
    const attributes = { O: 'Table', ColSpan: count, ...(isRowHeader ? { Scope: 'Row' } : {}) }
    ;(cell.dictionary as { data: { A?: object } }).data.A = attributes
  }

  /** Draws what is content of `element`, on the present page. */
  fill(element: Element, draw: () => void): void {
    element.add(draw)
  }

  /** Draws what is not read: rules, colour, what stands on every page. */
  artifact(type: 'Pagination' | 'Layout', draw: () => void): void {
    this.pdf.markContent('Artifact', { type })
    draw()
    this.pdf.endMarkedContent()
  }

  /** The lines of a text in a box of `width` points. */
  break(text: string, width: number, style: TextStyle): TextLine[] {
    const direction = chooseDirection(text, this.settings.direction)
    const isBold = style.isBold ?? false
    const line = text.includes('\n') ? null : typesetLine(text, direction, isBold)
    if (line && line.width * style.size <= width) return [line]
    return typeset(text, { direction, isBold, maxWidth: width / style.size })
  }

  /** In points, on one line however long. */
  measure(text: string, { size, isBold = false }: TextStyle): number {
    return typesetLine(text, chooseDirection(text, this.settings.direction), isBold).width * size
  }

  lineHeight({ size }: TextStyle): number {
    return size * LEADING
  }

  /** Draws one line in a box that begins `start` points from the margin. `top` is the line's own, from the page's. */
  drawLine(line: TextLine, start: number, top: number, width: number, style: TextStyle): void {
    const { pdf } = this
    const lineWidth = line.width * style.size
    const isLeft = (style.align === 'end') === this.isRightToLeft
    const left = this.toLeft(start, width)
    let x = isLeft ? left : left + width - lineWidth
    const baseline = top + style.size * BASELINE
    this.setColor(style.color ?? INK)
    if (line.actual !== null) pdf.markContent('Span', { actual: line.actual })
    for (const { text, font, width: runWidth } of line.runs) {
      const textWidth = runWidth * style.size
      pdf.font(font.name, style.size * font.scale)
      // With features named, a text is laid out whole; without, word by word, which puts Arabic words in the wrong order.
      pdf.text(text, x, baseline, {
        ...{ lineBreak: false, baseline: 'alphabetic', features: [], textWidth, wordCount: 1 },
      })
      x += textWidth
    }
    if (line.actual !== null) pdf.endMarkedContent()
  }

  /** A heading or a paragraph in the flow; it goes on on the next page where it must. */
  text(type: 'H1' | 'H2' | 'H3' | 'P', text: string, style: TextStyle, after = 0): void {
    const lines = this.break(text, this.width, style)
    const height = this.lineHeight(style)
    // A heading is not left alone at the foot of a page.
    this.ensure(type === 'P' ? Math.min(lines.length, 3) * height : lines.length * height + 60)
    const element = this.open(type)
    for (let next = 0; next < lines.length;) {
      if (this.y + height > this.bottom) this.addPage()
      const room = Math.max(1, Math.floor((this.bottom - this.y) / height))
      const part = lines.slice(next, next + room)
      this.fill(element, () => {
        for (const line of part) {
          this.drawLine(line, 0, this.y, this.width, style)
          this.y += height
        }
      })
      next += part.length
    }
    element.end()
    this.y += after
  }

  /** A rule across the text, or across a part of it. */
  drawRule(top: number, start = 0, width = this.width, color = RULE, thickness = 0.5): void {
    const left = this.toLeft(start, width)
    this.pdf.lineWidth(thickness).strokeColor(color)
    this.pdf
      .moveTo(left, top)
      .lineTo(left + width, top)
      .stroke()
  }

  fillRectangle(start: number, top: number, width: number, height: number, color: string): void {
    this.setColor(color)
    this.pdf.rect(this.toLeft(start, width), top, width, height).fill()
  }

  /** A drawing of `units` by `units`, as a path of SVG, that says `alt` to whoever cannot see it. */
  figure(path: string, units: number, start: number, size: number, alt: string): void {
    const left = this.toLeft(start, size)
    const top = this.y
    const element = this.open('Figure', { alt, bbox: [left, top, left + size, top + size], placement: 'Block' })
    this.fill(element, () => {
      this.setColor('#000000')
      this.pdf.save()
      this.pdf.translate(left, top).scale(size / units)
      this.pdf.path(path).fill()
      this.pdf.restore()
    })
    element.end()
  }

  /** A picture (PNG or JPEG) within a box, in the box's first corner. Its size is returned; null where it is none. */
  picture(content: Uint8Array, start: number, width: number, height: number, alt: string): number | null {
    const image = this.openImage(content)
    if (!image) return null
    const scale = Math.min(width / image.width, height / image.height)
    const [shownWidth, shownHeight] = [image.width * scale, image.height * scale]
    const left = this.toLeft(start, shownWidth)
    const element = this.open('Figure', {
      ...{ alt, bbox: [left, this.y, left + shownWidth, this.y + shownHeight], placement: 'Block' },
    })
    this.fill(element, () =>
      this.pdf.image(Buffer.from(content), left, this.y, { width: shownWidth, height: shownHeight }),
    )
    element.end()
    return shownHeight
  }

  private openImage(content: Uint8Array): { width: number; height: number } | null {
    try {
      return this.pdf.openImage(Buffer.from(content))
    } catch {
      return null
    }
  }

  private toLeft(start: number, width: number): number {
    return this.isRightToLeft ? PAGE.width - MARGIN.side - start - width : MARGIN.side + start
  }

  private setColor(color: string): void {
    if (this.color === color) return
    this.pdf.fillColor(color)
    this.color = color
  }

  private drawMargins(): void {
    const { color, runningHead, foot, pageLabel } = this.settings
    const style: TextStyle = { size: 7.5, color: SOFT }
    const one = (text: string, start: number, top: number, width: number, align: 'start' | 'end') => {
      const [line] = this.break(text, width, style)
      if (line) this.drawLine(line, start, top, width, { ...style, align })
    }
    this.fillRectangle(-MARGIN.side, 0, PAGE.width, 6, color)
    if (this.pageNumber > 1) {
      one(runningHead, 0, MARGIN.top - 12, this.width, 'start')
      this.drawRule(MARGIN.top + 4)
    }
    const footTop = PAGE.height - MARGIN.bottom + 16
    this.drawRule(footTop - 6)
    one(foot, 0, footTop, this.width - 90, 'start')
    one(pageLabel(this.pageNumber), this.width - 90, footTop, 90, 'end')
  }

  private endPage(): void {
    const draw = this.onPageEnd
    this.onPageEnd = null
    draw?.()
    if (this.pageNumber > 0) this.finishedPages.push(this.pdf.page.structParentTreeKey)
  }

  /**
   * The tree that leads from a page's content to its elements would keep every cell of the document in memory: of the
   * pages that are done, it is written out.
   */
  private settleFinishedPages(): void {
    const tree = this.pdf.getStructParentTree()
    for (const key of this.finishedPages.splice(0)) {
      const parents = this.pdf.ref(tree.get(key))
      parents.end()
      ;(parents as { data: object }).data = {}
      tree.add(key, parents)
    }
  }
}
