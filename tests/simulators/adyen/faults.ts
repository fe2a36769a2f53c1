/** What goes wrong on the way to Adyen, on the way back, or inside it. */
import { createChance, type Chance } from '../../faults/chance'
import type { OperationName } from './operations'

export const FAULTS = {
  /** Nothing is done and nothing is answered. */
  timeout_before: { isWorkDone: false },
  /** The work is done, its webhooks go out, and nothing is answered. */
  timeout_after: { isWorkDone: true },
  /** The connection breaks before the work. */
  reset_before: { isWorkDone: false },
  /** The connection breaks after it. */
  reset_after: { isWorkDone: true },
  /** 500, nothing done. */
  error_before: { isWorkDone: false },
  /** 500 although the work is done. */
  error_after: { isWorkDone: true },
  /** 429, nothing done. */
  rate_limited: { isWorkDone: false },
  /** 409 and 422: a request with this idempotency key is said to be in progress. */
  in_progress_409: { isWorkDone: false },
  in_progress_422: { isWorkDone: false },
} as const

export type FaultKind = keyof typeof FAULTS

interface Planned {
  kind: FaultKind
  operation: OperationName | undefined
  left: number
}

export class FaultPlan {
  private planned: Planned[] = []
  private shares: { kind: FaultKind; share: number; operations: readonly OperationName[] | undefined }[] = []
  private chance: Chance = createChance(1)

  /** Strikes the next request, or the next of one operation; `count` of them. */
  next(kind: FaultKind, { operation, count = 1 }: { operation?: OperationName; count?: number } = {}): void {
    this.planned.push({ kind, operation, left: count })
  }

  /** Strikes a share of all requests from now on, the same ones for the same seed and order of requests. */
  randomly(
    shares: Partial<Record<FaultKind, number>>,
    { seed, operations }: { seed: number; operations?: readonly OperationName[] },
  ): void {
    this.chance = createChance(seed)
    this.shares = Object.entries(shares).map(([kind, share]) => ({ kind: kind as FaultKind, share, operations }))
  }

  clear(): void {
    this.planned = []
    this.shares = []
  }

  /** The fault that strikes this request, which uses it up. */
  take(operation: OperationName): FaultKind | null {
    const planned = this.planned.find((each) => each.operation === undefined || each.operation === operation)
    if (planned) {
      planned.left -= 1
      this.planned = this.planned.filter((each) => each.left > 0)
      return planned.kind
    }
    let drawn = this.shares.length > 0 ? this.chance.next() : 1
    for (const { kind, share, operations } of this.shares) {
      if (drawn < share) return operations === undefined || operations.includes(operation) ? kind : null
      drawn -= share
    }
    return null
  }
}
