import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { PlanProposal } from '~/domain/plan-proposal'
import type { DocumentLanguage, LetterPaper } from './document-printer'

/** What an agreement on a plan is about; the same for the text that is read before and for the document. */
export interface AgreementMatter {
  readonly creditor: Pick<Creditor, 'name' | 'timeZone' | 'supportEmail'>
  readonly debtor: Pick<Debtor, 'name' | 'externalId'>
  readonly proposal: PlanProposal
  /** What the debtor's saved method is called; null where instalments are paid by hand. */
  readonly methodLabel: string | null
  /** Null before there is one. */
  readonly reference: string | null
  /** Of the plan that this one takes the place of. */
  readonly supersedes: string | null
  /** Null before it is agreed. */
  readonly agreed: {
    readonly at: Date
    /** Who consented for the debtor, and to which address the code went. */
    readonly name: string | null
    readonly email: string
    readonly consentedAt: Date
  } | null
}

/** The agreement in the debtor's words. */
export interface AgreementText {
  readonly paper: LetterPaper
  /** What the debtor says by its code. */
  readonly consent: string
  readonly chargeNames: {
    readonly fee: string
    readonly interest: string
    readonly exemption: string
    readonly note: string
  }
}

export type WriteAgreement = (matter: AgreementMatter, language: DocumentLanguage) => AgreementText
