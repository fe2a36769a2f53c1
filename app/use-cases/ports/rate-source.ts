import type { RateTable } from '~/domain/exchange-rate'
import type { Result } from '~/domain/result'

/** `unreachable`: no answer, or none that says it worked. `malformed`: it answered with something else than rates. */
export interface RateSourceFailure {
  kind: 'unreachable' | 'malformed'
  /** For the log. */
  detail: string
}

/** Who publishes reference rates. Waits a bounded time, and never throws for what the other side did. */
export interface RateSource {
  /** The newest rates there are. */
  fetchRates(): Promise<Result<RateTable, RateSourceFailure>>
}
