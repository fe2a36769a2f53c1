/** A creditor's colour as it gave it (`#rrggbb`), by its slug; null for an unknown one. */
import type { UnitOfWork } from './ports/unit-of-work'

export async function readBrandColor({ unitOfWork }: { unitOfWork: UnitOfWork }, slug: string): Promise<string | null> {
  const creditor = await unitOfWork.run({ kind: 'system' }, ({ creditors }) => creditors.findBySlug(slug))
  return creditor?.brandColor ?? null
}
