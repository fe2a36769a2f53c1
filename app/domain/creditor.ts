/** The tenant: a business whose invoices the portal collects. */
import type { CurrencyCode } from './currency'
import type { CreditorId } from './ids'

export interface BankAccount {
  label: string
  accountName: string
  currency: CurrencyCode
  iban?: string
  bic?: string
  accountNumber?: string
  /** UK sort code or US routing number. */
  routingCode?: string
  bankName?: string
}

export interface Creditor {
  id: CreditorId
  slug: string
  name: string
  /** IANA zone in which deadlines and "today" are counted. */
  timeZone: string
  defaultLocale: string
  defaultCurrency: CurrencyCode
  countryCode: string
  vatId: string | null
  addressLines: string[]
  supportEmail: string
  supportPhone: string | null
  /** #rrggbb */
  brandColor: string
  defaultTermsDays: number
  bankAccounts: BankAccount[]
  /** In order of preference. */
  gateways: string[]
  linkLifetimeDays: number
}
