/** What a transaction offers: one repository a concept. Each is described in its own file beside this one. */
import type { CreditorRepository } from './creditor-repository'
import type { DebtorRepository } from './debtor-repository'

export interface Repositories {
  readonly creditors: CreditorRepository
  readonly debtors: DebtorRepository
}
