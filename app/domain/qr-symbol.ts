/** A QR code as a drawing: dark squares on a light ground. */
export interface QrSymbol {
  /** Squares along a side, without the quiet zone around it. */
  readonly size: number
  /** The dark squares as SVG path data, one unit a square, the upper left corner at 0 0. */
  readonly path: string
}
