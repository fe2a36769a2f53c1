import { Facts } from '../facts'
import type { ShownLetterBlock } from './shown-plan'

/** What a document of words, facts and tables says, on a page. */
export function LetterBlocks({ blocks }: { blocks: readonly ShownLetterBlock[] }) {
  return (
    <div className="stack">
      {blocks.map((block, index) => (
        <LetterPart key={index} block={block} />
      ))}
    </div>
  )
}

function LetterPart({ block }: { block: ShownLetterBlock }) {
  switch (block.kind) {
    case 'heading':
      return <h3>{block.text}</h3>
    case 'paragraph':
      return <p>{block.text}</p>
    case 'facts':
      return <Facts facts={block.facts.map(([name, value]) => ({ name, value }))} />
    case 'signatures':
      return null
    case 'table': {
      const className = (index: number) => (block.columns[index]?.isFigure === true ? 'n' : undefined)
      return (
        <div className="scroll" tabIndex={0} role="region" aria-label={block.caption}>
          <table className="data">
            <caption>{block.caption}</caption>
            <thead>
              <tr>
                {block.columns.map(({ head }, index) => (
                  <th key={head} scope="col" className={className(index)}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, at) => (
                <TableRow key={at} row={row} className={className} />
              ))}
            </tbody>
            {block.total ? (
              <tfoot>
                <TableRow row={block.total} className={className} />
              </tfoot>
            ) : null}
          </table>
        </div>
      )
    }
  }
}

function TableRow({ row, className }: { row: readonly string[]; className: (index: number) => string | undefined }) {
  return (
    <tr>
      {row.map((text, index) =>
        index === 0 ? (
          <th key={index} scope="row">
            <bdi>{text}</bdi>
          </th>
        ) : (
          <td key={index} className={className(index)}>
            {text}
          </td>
        ),
      )}
    </tr>
  )
}
