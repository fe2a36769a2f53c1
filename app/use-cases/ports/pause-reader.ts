import type { ReminderPause } from '~/domain/reminder-pause'
import type { DebtorAccount } from './statement-reader'

/** The reading side of pauses: one query, for pages that are opened often. */
export interface PauseReader {
  /** The pause that holds at an instant; of several the one that ends last. */
  findPause(account: DebtorAccount, at: Date): Promise<ReminderPause | null>
}
