import type { AccountFile, AccountInvoice } from '~/domain/account-invoice'
import type { AccountMovement, PeriodQuery } from '~/domain/balance-forward'
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import type { DocumentKind } from '~/domain/invoice'
import type {
  CreditSum,
  NextDue,
  OpenItemsGroup,
  StatementCredit,
  StatementItem,
  StatementPayment,
  TabCounts,
} from '~/domain/statement'
import type { StatementQuery } from '~/domain/statement-query'

/** Whose account is read. */
export interface DebtorAccount {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
}

export interface StatementRecord {
  /** Of every document there is. */
  readonly currencies: readonly CurrencyCode[]
  /** The wanted one where the account has it; else the one to begin with. */
  readonly currency: CurrencyCode
  /** Of that currency, narrowed as asked. */
  readonly counts: TabCounts
  readonly groups: readonly OpenItemsGroup[]
  readonly nextDues: readonly NextDue[]
  readonly creditSums: readonly CreditSum[]
  readonly items: readonly StatementItem[]
  readonly credits: readonly StatementCredit[]
  readonly payments: readonly StatementPayment[]
  /** Invoices that may have a settlement discount today; no others have. */
  readonly discountable: readonly InvoiceId[]
  /** The last day of a pause of reminders that holds today; null where none does. */
  readonly pausedUntilOn: CalendarDay | null
}

export interface BalanceForwardRecord {
  readonly currencies: readonly CurrencyCode[]
  readonly currency: CurrencyCode
  readonly openingMinor: number
  readonly debitMinor: number
  readonly creditMinor: number
  readonly movementCount: number
  readonly broughtForwardMinor: number
  readonly movements: readonly AccountMovement[]
}

/** Days are counted in `timeZone`, and an account without documents is in `defaultCurrency`: both the creditor's. */
export interface ReadingContext {
  readonly today: CalendarDay
  readonly timeZone: string
  readonly defaultCurrency: string
  /** Chosen invoices alone are seen, and what belongs to them: by a link that was forwarded for these. */
  readonly isLimited: boolean
}

/** Names a document of an account: credit notes and invoices are numbered apart, so a number alone may mean either. */
export interface DocumentAddress {
  readonly number: string
  readonly kind: DocumentKind | null
}

/** A stored file of an account, by the hash of its content. */
export interface StoredAccountFile extends AccountFile {
  readonly sha256: string
}

/** The reading side of a debtor's account. Every method is one query, and sees nothing of any other account. */
export interface StatementReader {
  readStatement(account: DebtorAccount, context: ReadingContext, query: StatementQuery): Promise<StatementRecord>
  readBalanceForward(account: DebtorAccount, context: ReadingContext, query: PeriodQuery): Promise<BalanceForwardRecord>
  findInvoice(
    account: DebtorAccount,
    address: DocumentAddress,
    context: Pick<ReadingContext, 'timeZone' | 'today'>,
  ): Promise<AccountInvoice | null>
  /** Null when there is no such document, or it came in a file shared with others. */
  findOriginal(account: DebtorAccount, address: DocumentAddress): Promise<StoredAccountFile | null>
  /** Null when there is no such attachment, or it is not embedded. */
  findAttachment(
    account: DebtorAccount,
    address: DocumentAddress,
    attachmentId: string,
  ): Promise<StoredAccountFile | null>
}
