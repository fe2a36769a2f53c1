/** What people do on the provider's own pages goes through the same API in the double, and is not the portal's doing. */
import type { CallWatcher } from '../../simulators/call-watch'

/** How a refund by hand is called at the provider. */
export const BY_HAND = 'by hand'

/** A call by hand is given up after this long. */
export const BY_HAND_TIMEOUT_MS = 1_500

export class Hands {
  private busy = 0

  async use(work: () => Promise<void>): Promise<void> {
    this.busy += 1
    try {
      await work()
    } finally {
      this.busy -= 1
    }
  }

  /** A watcher that looks away meanwhile. */
  lookAway(watcher: CallWatcher | null): CallWatcher | null {
    if (!watcher) return null
    return {
      before: async (call) => (this.busy > 0 ? true : ((await watcher.before?.(call)) ?? true)),
      after: async (call) => (this.busy > 0 ? undefined : watcher.after?.(call)),
    }
  }
}
