import type { Creditor } from '~/domain/creditor'
import type { PayoffQuote } from '~/domain/payoff-quote'
import type { DocumentLanguage, LetterPaper } from './document-printer'

/** Writes a quote as a letter, in the reader's words. */
export type WritePayoffQuote = (
  content: { readonly creditor: Creditor; readonly quote: PayoffQuote },
  language: DocumentLanguage,
) => LetterPaper
