/** What rows that hold an id alone stand for: the debtor by its names, a link with those forwarded from it. */
import type { AccessLinkId, CreditorId } from '~/domain/ids'
import type { PrismaTransaction } from './database.server'

export interface NamedDebtor {
  /** Both empty where there is no such debtor. */
  readonly debtorExternalId: string
  readonly debtorName: string
}

/** The debtors of those rows, by id. */
export async function readDebtorNames(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  rows: readonly { readonly debtorId: string }[],
): Promise<(debtorId: string) => NamedDebtor> {
  const debtors = await prisma.debtor.findMany({
    where: { creditorId, id: { in: [...new Set(rows.map(({ debtorId }) => debtorId))] } },
    select: { id: true, externalId: true, name: true },
  })
  const known = new Map(debtors.map((debtor) => [debtor.id, debtor]))
  return (debtorId) => ({
    debtorExternalId: known.get(debtorId)?.externalId ?? '',
    debtorName: known.get(debtorId)?.name ?? '',
  })
}

/** Ids of a link and of every link that was forwarded from it. */
export async function listLinksBelow(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  linkId: AccessLinkId,
): Promise<string[]> {
  const links = await prisma.accessLink.findMany({
    where: { creditorId, OR: [{ id: linkId }, { ancestorIds: { has: linkId } }] },
    select: { id: true },
  })
  return links.map(({ id }) => id)
}
