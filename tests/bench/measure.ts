import autocannon from 'autocannon'

export interface Measurement {
  /** Mean over the round. */
  requestsPerSecond: number
  /** Latencies in milliseconds. */
  p50: number
  p99: number
  /** Answered in the round. */
  requests: number
}

interface Load {
  url: string
  connections: number
  seconds: number
  /** What each request is made of, from a GET of `url` without anything. */
  prepare: (request: autocannon.Request) => autocannon.Request
}

let asked = 0

/** `fresh` asks for an address that was never asked before, so that nothing kept can answer. */
export function preparePage(cookie: string, fresh: boolean): Load['prepare'] {
  return (request) => {
    const headers = { ...request.headers, cookie }
    if (!fresh) return { ...request, headers }
    asked += 1
    return { ...request, headers, path: `${request.path ?? '/'}?n=${asked}` }
  }
}

/** One round of load. Throws when anything but 200 is answered. */
export async function measureRound({ url, connections, seconds, prepare }: Load): Promise<Measurement> {
  const { pathname } = new URL(url)
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [{ method: 'GET', path: pathname, setupRequest: prepare }],
  })
  if (result.non2xx > 0 || result.errors > 0 || result.timeouts > 0) {
    throw new Error(
      `${url}: ${result.non2xx} answers were not 200, ${result.errors} errors, ${result.timeouts} timeouts`,
    )
  }
  return {
    requestsPerSecond: result.requests.mean,
    p50: result.latency.p50,
    p99: result.latency.p99,
    requests: result.requests.total,
  }
}

/** The round in the middle by its rate; p50 and p99 are that round's own. */
export function chooseMedian<Round extends Measurement>(rounds: readonly Round[]): Round {
  const sorted = [...rounds].sort((left, right) => left.requestsPerSecond - right.requestsPerSecond)
  const median = sorted[Math.floor(sorted.length / 2)]
  if (!median) throw new Error('nothing was measured')
  return median
}
