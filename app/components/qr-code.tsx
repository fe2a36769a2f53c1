import type { QrSymbol } from '~/domain/qr-symbol'
import { Facts, type Fact } from './facts'

interface QrCodeProps {
  symbol: QrSymbol
  /** What it is, for those who do not see it. */
  label: string
  /** The same data to read and copy: a code alone excludes whoever holds the phone that would have to scan it. */
  facts: readonly Fact[]
  /** In its middle: the Swiss standard wants the Swiss cross. */
  mark?: 'swiss_cross'
}

/** Squares that have to stay light around the symbol (ISO/IEC 18004). */
const QUIET_ZONE = 4
/** A side of the symbol in millimetres, as the Swiss guidelines want it in print. */
const SIDE_MM = 46

/** Black on white in both colour schemes: scanners need it so. */
export function QrCode({ symbol, label, facts, mark }: QrCodeProps) {
  const { size, path } = symbol
  const whole = size + 2 * QUIET_ZONE
  const side = `${((SIDE_MM * whole) / size).toFixed(2)}mm`
  return (
    <div className="qr-code">
      <svg
        role="img"
        aria-label={label}
        width={side}
        height={side}
        viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${whole} ${whole}`}
        shapeRendering="crispEdges"
      >
        <rect x={-QUIET_ZONE} y={-QUIET_ZONE} width={whole} height={whole} fill="#fff" />
        <path d={path} fill="#000" />
        {mark === 'swiss_cross' ? <SwissCross size={size} /> : null}
      </svg>
      <Facts facts={facts} />
    </div>
  )
}

/** 7 mm in all on a symbol of 46 mm: a white rim, a black square of 6 mm, a white cross. */
function SwissCross({ size }: { size: number }) {
  const square = (widthMm: number, heightMm: number, fill: string) => {
    const [width, height] = [(size * widthMm) / SIDE_MM, (size * heightMm) / SIDE_MM]
    return <rect x={(size - width) / 2} y={(size - height) / 2} width={width} height={height} fill={fill} />
  }
  return (
    <g shapeRendering="auto">
      {square(7, 7, '#fff')}
      {square(6, 6, '#000')}
      {square(3.89, 1.17, '#fff')}
      {square(1.17, 3.89, '#fff')}
    </g>
  )
}
