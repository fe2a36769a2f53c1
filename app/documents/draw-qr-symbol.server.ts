/** Texts as QR codes with error correction M, which both payment standards want. */
import { create, type QRCodeSegment } from 'qrcode'
import type { QrSymbol } from '~/domain/qr-symbol'

/** The largest symbols that the standards allow: EPC069-12, Swiss Implementation Guidelines, ISO/IEC 18004. */
const LARGEST_VERSION = { epc: 13, swiss: 25, link: 40 } as const

/**
 * Draws a payload of `createEpcQrPayload` or `createSwissQrPayload`, or an address, as bytes of UTF-8. Throws a RangeError for a text
 * that is larger than the standard's largest symbol; such a payload is never made.
 */
export function drawQrSymbol(payload: string, standard: keyof typeof LARGEST_VERSION): QrSymbol {
  const segment: QRCodeSegment = { data: new TextEncoder().encode(payload), mode: 'byte' }
  const { modules, version } = create([segment], { errorCorrectionLevel: 'M' })
  if (version > LARGEST_VERSION[standard]) throw new RangeError(`the payload needs a symbol of version ${version}`)
  let path = ''
  for (let row = 0; row < modules.size; row += 1) {
    let column = 0
    while (column < modules.size) {
      const start = column
      while (column < modules.size && modules.get(row, column) === 1) column += 1
      if (column > start) path += `M${start} ${row}h${column - start}v1H${start}z`
      else column += 1
    }
  }
  return { size: modules.size, path }
}
