import type { Creditor } from '~/domain/creditor'
import type { CreditorId } from '~/domain/ids'

export interface CreditorRepository {
  findById(id: CreditorId): Promise<Creditor | null>
  findBySlug(slug: string): Promise<Creditor | null>
  list(): Promise<Creditor[]>
  /** Adds a creditor and the beginning of its outcome log. */
  insert(creditor: Creditor): Promise<void>
  /** Sets everything there is to know of a creditor, found by its id. */
  update(creditor: Creditor): Promise<void>
}
