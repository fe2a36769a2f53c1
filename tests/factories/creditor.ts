import type { Creditor } from '~/domain/creditor'
import { parseCurrencyCode } from '~/domain/currency'
import type { CreditorId } from '~/domain/ids'
import { createIdSource } from '~/platform/ids.server'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'

const ids = createIdSource()

/** A creditor in Hamburg with thirty days' terms. */
export function buildCreditor(overrides: Partial<Creditor> = {}): Creditor {
  const id = ids.uuid() as CreditorId
  return {
    id,
    slug: `creditor-${id.slice(-12)}`,
    name: 'Elbkontor Handels GmbH',
    timeZone: 'Europe/Berlin',
    defaultLocale: 'de',
    defaultCurrency: parseCurrencyCode('EUR')!,
    countryCode: 'DE',
    vatId: 'DE999999999',
    addressLines: ['Kehrwieder 9', '20457 Hamburg'],
    supportEmail: 'konto@elbkontor.example',
    supportPhone: null,
    brandColor: '#0b5d6b',
    logoFileId: null,
    defaultTermsDays: 30,
    bankAccounts: [],
    gateways: ['sandbox'],
    linkLifetimeDays: 30,
    ...overrides,
  }
}

export async function insertCreditor(unitOfWork: UnitOfWork, overrides: Partial<Creditor> = {}): Promise<Creditor> {
  const creditor = buildCreditor(overrides)
  await unitOfWork.run({ kind: 'system' }, ({ creditors }) => creditors.insert(creditor))
  return creditor
}
