/** What somebody wrote to the creditor, as it stands after the event. Its words and addresses are read by its id. */
export interface OutcomeContact {
  id: string
  reference: string
  kind: 'message' | 'hardship' | 'not_for_me'
  status: string
  reason?: string
  /** Number of the invoice that a message is about. */
  invoice?: string
  /** Last calendar day of the pause of reminders that was asked for. */
  wishedUntilOn?: string
  /** The pause that was granted; instants, and its last calendar day. Where it ended before its time: when, and by whom. */
  pause?: { startsAt: string; endsAt: string; untilOn: string; endedAt?: string; endedBy?: 'creditor' | 'debtor' }
  /** Of a link that went to another person: those that were withdrawn, and the one that was issued. */
  revokedLinkIds?: string[]
  issuedLinkId?: string
}
