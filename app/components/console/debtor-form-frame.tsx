/** What stands around a form about one debtor: the way back to its record, what is wrong, and other currencies. */
import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { ErrorSummary, type FieldProblem } from '../form-field'
import { OtherCurrencies } from '../other-currencies'
import { TitleBlock } from '../title-block'

interface DebtorFormFrameProps {
  readonly debtor: { readonly externalId: string; readonly name: string }
  readonly title: string
  readonly lead: string
  readonly problems: readonly FieldProblem[]
  /** In which the same form can be had; absent where it asks for the currency itself. */
  readonly others?: { readonly label: string; readonly currencies: readonly string[] }
  readonly children: ReactNode
}

export function DebtorFormFrame({ debtor, title, lead, problems, others, children }: DebtorFormFrameProps) {
  return (
    <>
      <Link className="back" to={`/console/debtors/${encodeURIComponent(debtor.externalId)}`}>
        <bdi>{debtor.name}</bdi>
      </Link>
      <TitleBlock title={title}>
        <p>{lead}</p>
      </TitleBlock>
      <div className="stack">
        <ErrorSummary problems={problems} />
        {children}
        {others === undefined ? null : <OtherCurrencies {...others} path="" />}
      </div>
    </>
  )
}
