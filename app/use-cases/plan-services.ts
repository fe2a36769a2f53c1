import type { IssueDependencies } from './issue-document'
import type { WriteAgreement } from './ports/agreement-writer'
import type { CodeHasher } from './ports/code-hasher'
import type { DocumentLanguage } from './ports/document-printer'
import type { FileStore } from './ports/file-store'

/** What the use cases of plans need. */
export interface PlanServices extends IssueDependencies {
  fileStore: FileStore
  codeHasher: CodeHasher
  writeAgreement: WriteAgreement
  /** The language of a document for a reader of that BCP 47 tag. */
  chooseDocumentLanguage: (locale: string) => DocumentLanguage
}
