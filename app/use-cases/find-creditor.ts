import type { Creditor } from '~/domain/creditor'
import type { UnitOfWork } from './ports/unit-of-work'

/** The creditor of a slug, as commands and addresses name it; null when there is none. */
export async function findCreditor({ unitOfWork }: { unitOfWork: UnitOfWork }, slug: string): Promise<Creditor | null> {
  return unitOfWork.run({ kind: 'system' }, ({ creditors }) => creditors.findBySlug(slug))
}
