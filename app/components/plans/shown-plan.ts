/** A plan as its pages show it. */
import type { Instalment, PaymentPlan, PlanEntry, PlanInvoice } from '~/domain/payment-plan'
import type { PlanProposal } from '~/domain/plan-proposal'

export interface ShownPlan {
  readonly plan: PaymentPlan
  /** The terms that stand. */
  readonly proposal: PlanProposal
  /** Oldest first. */
  readonly entries: readonly PlanEntry[]
  /** Both empty until agreed. */
  readonly instalments: readonly Instalment[]
  readonly invoices: readonly (PlanInvoice & { readonly number: string })[]
  /** What the method is called that instalments are collected from; null where there is none. */
  readonly methodLabel: string | null
  /** The plan whose place it takes, and the one that took its place; null where there is none. */
  readonly before: Pick<PaymentPlan, 'id' | 'reference'> | null
  readonly after: Pick<PaymentPlan, 'id' | 'reference'> | null
}

/** A part of a document of words, facts and tables, in the reader's words. */
export type ShownLetterBlock =
  | { readonly kind: 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: readonly { readonly head: string; readonly isFigure?: boolean }[]
      readonly rows: readonly (readonly string[])[]
      readonly total?: readonly string[]
    }
  /** Places to sign, which a page has none of. */
  | { readonly kind: 'signatures' }
