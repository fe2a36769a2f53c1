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
  const sections: Section[] = permits(scope, 'pay')
    ? ['statement', 'pay', 'disputes', 'documents', 'trust']
    : ['statement', 'disputes', 'documents', 'trust']
  return <PageFrame sections={sections} inSession {...frame} />
}
