/**
 * Work to be done after a commit. A job is a row written in the transaction that makes it necessary; it runs at least
 * once, so every handler is idempotent.
 */
export interface JobPayloads {
  /** Apply one event of a payment provider's inbox. */
  'process-gateway-event': { inboxEntryId: string }
  /** Ask the provider for a payment's fee and kept method, `attempt` counting from 1: a fee is known only after a while. */
  'learn-payment-details': { creditorId: string; debtorId: string; paymentId: string; attempt: number }
  /** Ask the provider for a refund. */
  'send-refund': { creditorId: string; debtorId: string; paymentId: string; reversalId: string }
  /** Have the provider take what was authorised. */
  'capture-payment': { creditorId: string; debtorId: string; paymentId: string; transactionReference: string }
  /** Compare our books with a provider's. */
  'reconcile-payments': { creditorId: string; runId: string }
  /** Begin the nightly comparison with every provider. Scheduled. */
  'start-reconciliations': Record<string, never>
  /** Charge a kept method for a payment that was opened with it. */
  'charge-saved-method': { creditorId: string; debtorId: string; paymentId: string }
  /** Have a provider forget a method. */
  'remove-saved-method': { creditorId: string; gateway: string; customerReference: string; methodReference: string }
  /** Match what is left of a bank statement whose loading was cut short. */
  'match-bank-transactions': { creditorId: string; statementId: string }
  /** Remove a bank's table that nobody has said how to read within a day. */
  'forget-bank-upload': { creditorId: string; sha256: string }
  /** End payments, and prepared ones that wait for a second person, whose time is over. Scheduled every minute. */
  'expire-payments': Record<string, never>
  /** Compare a large ledger with its account. */
  'compare-ledger': { creditorId: string; debtorId: string; uploadId: string; comparisonId: string }
  /** Decide what became of promises to pay. Scheduled every hour: it is night somewhere. */
  'decide-promises': Record<string, never>
  /** End settlement offers whose time is over, and decide what became of those agreed. Scheduled every hour. */
  'decide-settlement-offers': Record<string, never>
  /** Bill what is left of the interest of invoices that were paid late. Scheduled every night. */
  'bill-interest': Record<string, never>
  /** Delete the ledgers that debtors sent, once their time is over. Scheduled every night. */
  'delete-expired-ledgers': Record<string, never>
  /** Begin the day of reminders of every creditor that sends at this hour. Scheduled every hour. */
  'send-reminders': Record<string, never>
  /** Say to a creditor's debtors what is due to be said on a calendar day of its zone. */
  'remind-debtors': { creditorId: string; on: string }
  /** Take the plans in force on to today. Scheduled every hour. */
  'run-plans': Record<string, never>
  /** Fetch the newest reference rates. Scheduled on the afternoons of working days, and added when a worker starts. */
  'refresh-exchange-rates': Record<string, never>
  /** Send the first outcome event that is due to one endpoint of the creditor. There are as many of these as deliveries pending. */
  'deliver-webhook': { creditorId: string; endpointId: string }
  /** Make the events after a sequence pending again for one endpoint, a slice at a time. */
  'replay-webhooks': { creditorId: string; endpointId: string; after: number }
  /** Render and send one mail. */
  'send-mail': MailJob
  /** The sandbox provider delivers one of its events. */
  'sandbox-deliver-event': { eventId: string }
  /** The sandbox provider settles a bank debit. */
  'sandbox-settle-debit': { checkoutId: string }
}

/** What a mail is about; the text is written in the reader's language when it is sent. */
export type MailJob =
  | {
      kind: 'access-link'
      creditorId: string
      debtorId: string
      to: string
      locale: string
      linkId: string
      renewal: boolean
      /** Who forwarded it, by name; absent where the creditor issued it. */
      invitedBy?: string
    }
  /** To the creditor: somebody in the account does not know this link. */
  | {
      kind: 'link-reported'
      creditorId: string
      debtorId: string
      linkId: string
      reportedBy: string
      to: string
      locale: string
    }
  /** To those who may approve a payment, when it waits; to both people, when it was decided. */
  | {
      kind: 'approval-requested' | 'approval-decided'
      creditorId: string
      debtorId: string
      approvalId: string
      to: string
      locale: string
    }
  /** One step of a dispute, to the other side. */
  | {
      kind: 'dispute-step'
      creditorId: string
      debtorId: string
      disputeId: string
      entryId: string
      /** Which side reads it. */
      reader: 'creditor' | 'debtor'
      to: string
      locale: string
    }
  /** One step of a plan that is talked over or agreed, to one side. */
  | {
      kind: 'plan-step'
      creditorId: string
      debtorId: string
      planId: string
      entryId: string
      reader: 'creditor' | 'debtor'
      to: string
      locale: string
    }
  /** To the creditor, and to whoever wrote: what was written, that it came, and what became of it. */
  | {
      kind: 'contact-received' | 'contact-confirmed'
      creditorId: string
      debtorId: string
      requestId: string
      to: string
      locale: string
    }
  | {
      kind: 'contact-answered'
      creditorId: string
      debtorId: string
      requestId: string
      /** What of it was written; null for a decision without a word. */
      replyId: string | null
      to: string
      locale: string
    }
  /** To whoever asked for a pause of reminders: the creditor has ended it. */
  | { kind: 'pause-ended'; creditorId: string; debtorId: string; requestId: string; to: string; locale: string }
  /** What is open, and why; with the formal letter where it is a demand. */
  | { kind: 'reminder'; creditorId: string; debtorId: string; noticeId: string; to: string; locale: string }
  /** To the debtor: what happens with an agreed plan, or one instalment of it. */
  | {
      kind: 'plan-notice'
      creditorId: string
      debtorId: string
      planId: string
      notice: PlanNotice
      /** Of the instalment; null where it is about the plan. */
      number: number | null
      /** When it happened, ISO 8601. */
      at: string
      to: string
      locale: string
    }
  /** To whoever promised to pay: that it is noted, that the money did not come, or that the creditor ended it. */
  | {
      kind: 'promise-step'
      creditorId: string
      debtorId: string
      promiseId: string
      step: 'made' | 'broken' | 'canceled'
      to: string
      locale: string
    }
  /** One step of a settlement offer, to the other side. */
  | {
      kind: 'settlement-step'
      creditorId: string
      debtorId: string
      offerId: string
      entryId: string
      /** Which side reads it. */
      reader: 'creditor' | 'debtor'
      to: string
      locale: string
    }
  /** To the creditor: its bank accounts are others now. */
  | { kind: 'bank-details-changed'; creditorId: string; version: number; to: string; locale: string }
  | { kind: 'receipt'; creditorId: string; debtorId: string; paymentId: string; to: string; locale: string }
  | { kind: 'payment-failed'; creditorId: string; debtorId: string; paymentId: string; to: string; locale: string }
  /** The bank wants the payer, who was not there: a link to the payment. */
  | { kind: 'payment-to-confirm'; creditorId: string; debtorId: string; paymentId: string; to: string; locale: string }
  | { kind: 'one-time-code'; creditorId: string; debtorId: string; codeId: string; to: string; locale: string }
  | {
      /** To one of the creditor's own people. */
      kind: 'password-link'
      creditorId: string
      userId: string
      passwordLinkId: string
      to: string
      locale: string
      invitation: boolean
    }

/** What a debtor is told of a plan that goes on: see app/emails/plan-notices. */
export type PlanNotice =
  /** An instalment comes. */
  | 'upcoming'
  /** It could not be collected from the kept method. */
  | 'collection_failed'
  /** Its money went back. */
  | 'owed_again'
  | 'missed'
  | 'moved'
  | 'defaulted'
  | 'completed'
  | 'canceled'

export type JobName = keyof JobPayloads

export interface EnqueueOptions {
  /** Not before this instant. */
  startAt?: Date
  /** A second job of that key is a no-op while the first waits. */
  key?: string
  /** Of the jobs of one group, one runs at a time, in however many processes. */
  group?: string
}

export interface JobQueue {
  /** Adds a job in the surrounding transaction. */
  enqueue<Name extends JobName>(name: Name, payload: JobPayloads[Name], options?: EnqueueOptions): Promise<void>
}
