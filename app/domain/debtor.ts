/** One business account of a creditor. */
import type { CreditorId, DebtorId } from './ids'

export interface Contact {
  id: string
  name: string
  email: string
  role: string | null
  locale: string | null
  isPrimary: boolean
}

export interface Debtor {
  id: DebtorId
  creditorId: CreditorId
  /** The creditor's own number for it. */
  externalId: string
  name: string
  countryCode: string | null
  locale: string | null
  vatId: string | null
  addressLines: string[]
}
