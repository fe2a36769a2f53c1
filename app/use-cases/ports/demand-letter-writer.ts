import type { DocumentLanguage, LetterPaper } from './document-printer'
import type { ReminderInMail } from './mail-renderer'

/** Writes a formal payment request in the reader's language; `items` are what it asks for. */
export type WriteDemandLetter = (
  content: Pick<
    ReminderInMail,
    'creditor' | 'debtor' | 'items' | 'claims' | 'payByOn' | 'reference' | 'today' | 'note'
  >,
  language: DocumentLanguage,
) => LetterPaper
