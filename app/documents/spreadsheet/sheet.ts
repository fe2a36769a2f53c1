/** Tables of typed cells, as every format of spreadsheet is written from them. */
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'

export type Cell =
  | null
  | string
  | { readonly kind: 'day'; readonly day: CalendarDay }
  | { readonly kind: 'amount'; readonly amountMinor: number; readonly currency: CurrencyCode }
  /** A plain decimal ("2.5"), with all the decimals it has. */
  | { readonly kind: 'number'; readonly text: string }

export interface Column {
  readonly header: string
  /** About so many characters. */
  readonly width: number
}

export interface Sheet {
  /** For people; a spreadsheet's tab. */
  readonly name: string
  readonly columns: readonly Column[]
  /** In batches; pulled as they are written. */
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]> | Iterable<readonly (readonly Cell[])[]>
}
