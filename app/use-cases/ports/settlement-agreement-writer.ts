import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { DocumentLanguage, LetterPaper } from './document-printer'
import type { ListedOffer } from './settlement-offer-repository'

export interface AgreementInWords {
  readonly creditor: Creditor
  readonly debtor: Debtor
  readonly offer: ListedOffer
  /** Who agrees, and when. */
  readonly agreedBy: string | null
  readonly agreedAt: Date
}

/** Writes the agreement of a settlement as a letter in the reader's words. */
export type WriteSettlementAgreement = (agreement: AgreementInWords, language: DocumentLanguage) => LetterPaper
