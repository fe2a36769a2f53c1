import type { CreditorId } from '~/domain/ids'

/** A job that was given up after every attempt. It does not run again by itself. */
export interface FailedJob {
  id: string
  /** A JobName, or one of an earlier version. */
  name: string
  queuedAt: Date
  failedAt: Date
  attemptCount: number
  /** What its handler threw at last. */
  error: string | null
  /** The payment it is about, where it is about one. */
  paymentId: string | null
}

/** Jobs that failed for good: seen, and begun again. Jobs are kept for a week after that. */
export interface JobInspector {
  /** Latest first; of one creditor, or of all for whoever runs the portal. */
  listFailed(of: CreditorId | 'all', limit: number): Promise<FailedJob[]>
  /** By name; may be some seconds old. */
  countFailed(): Promise<{ name: string; count: number }[]>
  /** Has it tried again, soon. False when it is not a failed job any more. */
  rerun(job: Pick<FailedJob, 'name' | 'id'>): Promise<boolean>
}
