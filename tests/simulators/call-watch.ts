/** Stands between a client and a provider's double: at each call before the work, and after it before the answer. */

export interface WatchedCall {
  provider: 'stripe' | 'adyen'
  /** Method and path: "POST /v1/refunds". */
  request: string
  /** The server as the client calls it, without the port: tells clients apart that use several names for it. */
  host: string
}

export interface CallWatcher {
  /** The request has come, and nothing was done. False leaves it so, and unanswered. */
  before?(call: WatchedCall): Promise<boolean>
  /** The work is done, and the answer has not left. */
  after?(call: WatchedCall): Promise<void>
}

export class CallWatch {
  private watcher: CallWatcher = {}

  constructor(private readonly provider: WatchedCall['provider']) {}

  /** Takes the place of whoever watched before; null for nobody. */
  watch(watcher: CallWatcher | null): void {
    this.watcher = watcher ?? {}
  }

  describe(method: string, path: string, host: string | undefined): WatchedCall {
    return { provider: this.provider, request: `${method} ${path}`, host: (host ?? '').replace(/:\d+$/, '') }
  }

  async before(call: WatchedCall): Promise<boolean> {
    return (await this.watcher.before?.(call)) ?? true
  }

  async after(call: WatchedCall): Promise<void> {
    await this.watcher.after?.(call)
  }
}
