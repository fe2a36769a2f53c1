import type { Creditor } from '~/domain/creditor'
import type { CreditorId } from '~/domain/ids'

export interface CreditorRepository {
  findById(id: CreditorId): Promise<Creditor | null>
  findBySlug(slug: string): Promise<Creditor | null>
  list(): Promise<Creditor[]>
  insert(creditor: Creditor): Promise<void>
}
