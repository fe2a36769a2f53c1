/** What pdfkit 0.20 takes and its published types do not name yet. */
declare namespace PDFKit {
  interface PDFStructureElement {
    readonly dictionary: PDFKitReference
  }
  interface PDFKitReference {
    end(chunk?: unknown): void
  }
  interface PDFPage {
    readonly structParentTreeKey: number
  }
  interface PDFNumberTree {
    /** The elements of a page's marked contents, in their order. */
    get(key: number): object
    add(key: number, value: object): void
  }
  interface PDFDocument {
    info: DocumentInfo
    getStructParentTree(): PDFNumberTree
    openImage(content: Uint8Array): { width: number; height: number }
  }
  namespace Mixins {
    interface StructureElementOptions {
      /** Of a header cell. */
      scope?: 'Row' | 'Column'
      /** Left, top, right and bottom from the page's top left corner. */
      bbox?: [number, number, number, number]
      placement?: string
    }
    interface TextOptions {
      /** What was measured already. */
      textWidth?: number
      wordCount?: number
    }
  }
}
