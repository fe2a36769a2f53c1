/** Branded identifiers: a debtor's id cannot be passed where an invoice's is wanted. All are UUIDs (version 7). */
type Brand<Name extends string> = string & { readonly __brand: Name }

export type CreditorId = Brand<'CreditorId'>
export type DebtorId = Brand<'DebtorId'>
export type InvoiceId = Brand<'InvoiceId'>
export type PaymentId = Brand<'PaymentId'>
export type DisputeId = Brand<'DisputeId'>
export type PlanId = Brand<'PlanId'>
export type UnappliedCreditId = Brand<'UnappliedCreditId'>
export type AccessLinkId = Brand<'AccessLinkId'>
export type OutcomeEventId = Brand<'OutcomeEventId'>
export type ConsoleUserId = Brand<'ConsoleUserId'>
export type StoredFileId = Brand<'StoredFileId'>
