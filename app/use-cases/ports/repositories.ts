/** What a transaction offers: one repository a concept. Each is described in its own file beside this one. */
import type { CreditorRepository } from './creditor-repository'
import type { DebtorRepository } from './debtor-repository'
import type { OutcomeLog } from './outcome-log'

export interface Repositories {
  readonly creditors: CreditorRepository
  readonly debtors: DebtorRepository
  readonly outcomeLog: OutcomeLog
}
