import type { Clock } from './ports/clock'
import type { FileStore } from './ports/file-store'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

/** What the use cases of disputing need. */
export interface DisputeServices {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  fileStore: FileStore
}
