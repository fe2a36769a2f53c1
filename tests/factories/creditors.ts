import type { Creditor } from '~/domain/creditor'
import { parseCurrencyCode } from '~/domain/currency'
import type { CreditorId } from '~/domain/ids'
import type { TestDatabase } from '../setup/database'

let count = 0

/** A creditor in Amsterdam that bills in euro and takes payments through the sandbox, except as `overrides` say. */
export async function createCreditor(
  test: Pick<TestDatabase, 'ids' | 'unitOfWork'>,
  overrides: Partial<Creditor> = {},
): Promise<Creditor> {
  count += 1
  const euro = parseCurrencyCode('EUR')!
  const creditor: Creditor = {
    id: test.ids.uuid() as CreditorId,
    slug: `creditor-${count}`,
    name: `Creditor ${count} B.V.`,
    timeZone: 'Europe/Amsterdam',
    defaultLocale: 'en',
    defaultCurrency: euro,
    countryCode: 'NL',
    vatId: null,
    addressLines: ['Herengracht 1', '1015 BA Amsterdam'],
    supportEmail: `accounts@creditor-${count}.example`,
    supportPhone: null,
    brandColor: '#1f4e79',
    defaultTermsDays: 30,
    bankAccounts: [
      {
        label: 'Euro',
        accountName: `Creditor ${count} B.V.`,
        currency: euro,
        iban: 'NL91ABNA0417164300',
        bic: 'ABNANL2A',
      },
    ],
    gateways: ['sandbox'],
    linkLifetimeDays: 30,
    ...overrides,
  }
  await test.unitOfWork.run({ kind: 'system' }, (transaction) => transaction.creditors.insert(creditor))
  return creditor
}
