import type { Initiator } from '~/domain/actor'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { Transaction } from './ports/unit-of-work'

export interface Correspondent {
  /** Null where the creditor began it. */
  readonly linkId: AccessLinkId | null
  /** Null where there is nobody to write to. */
  readonly email: string | null
  readonly locale: string
}

/** Who of the debtor is written to: whoever began it, else the first contact. */
export async function findCorrespondent(
  { debtors }: Transaction,
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
  initiator: Initiator,
  defaultLocale: string,
): Promise<Correspondent> {
  if (initiator.side === 'debtor') {
    const { linkId, email, locale } = initiator
    return { linkId, email, locale }
  }
  const debtor = await debtors.findById(creditorId, debtorId)
  const [contact] = await debtors.listContacts(creditorId, debtorId)
  return {
    ...{ linkId: null, email: contact?.email ?? null },
    locale: contact?.locale ?? debtor?.locale ?? defaultLocale,
  }
}
