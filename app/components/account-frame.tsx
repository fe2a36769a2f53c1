import type { ReactNode } from 'react'
import { permits, type AccessRight } from '~/domain/access-scope'
import { PageFrame, type FrameCreditor, type Section } from './page-frame'

interface AccountFrameProps {
  creditor: FrameCreditor
  /** What the reader's link permits; decides which sections there are. */
  scope: readonly AccessRight[]
  current?: Section
  narrow?: boolean
  children: ReactNode
}

/** The frame of a page in an opened account. */
export function AccountFrame({ scope, ...frame }: AccountFrameProps) {
  const sections: Section[] = [
    'statement',
    ...(permits(scope, 'pay') ? (['pay'] as const) : []),
    ...(frame.creditor.offersPlans === true ? (['plans'] as const) : []),
    ...(['disputes', 'documents', 'trust'] as const),
  ]
  return <PageFrame sections={sections} inSession {...frame} />
}
