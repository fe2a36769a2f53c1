import type { Creditor } from '~/domain/creditor'
import type { Contact, Debtor } from '~/domain/debtor'
import type { DebtorId } from '~/domain/ids'
import type { TestDatabase } from '../setup/database'

let count = 0

/** A debtor of `creditor` with one contact, who is its primary one, unless `contacts` are given. */
export async function createDebtor(
  test: Pick<TestDatabase, 'ids' | 'unitOfWork'>,
  creditor: Creditor,
  overrides: Partial<Debtor> = {},
  contacts?: readonly Contact[],
): Promise<Debtor> {
  count += 1
  const debtor: Debtor = {
    id: test.ids.uuid() as DebtorId,
    creditorId: creditor.id,
    externalId: `D-${String(count).padStart(4, '0')}`,
    name: `Debtor ${count} GmbH`,
    countryCode: 'DE',
    locale: 'de',
    vatId: null,
    addressLines: ['Lindenallee 4', '20259 Hamburg'],
    ...overrides,
  }
  const contact: Contact = {
    id: test.ids.uuid(),
    name: 'Greta Lüders',
    email: `greta@debtor-${count}.example`,
    role: null,
    locale: null,
    isPrimary: true,
  }
  await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, (transaction) =>
    transaction.debtors.insert(debtor, contacts ?? [contact]),
  )
  return debtor
}
