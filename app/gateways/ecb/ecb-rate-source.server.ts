/** Fetches the European Central Bank's daily reference rates. */
import type { RateSource } from '~/use-cases/ports/rate-source'
import { fail, succeed, type Result } from '~/domain/result'
import { parseDailyRates } from './parse-daily-rates'

export const ECB_DAILY_RATES_URL = 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml'

/** From the first byte sent to the last one read. */
const TIMEOUT_MS = 10_000

/** The file has about two kilobytes. */
const MOST_BYTES = 64 * 1024

export function createEcbRateSource({ url, timeoutMs = TIMEOUT_MS }: { url: string; timeoutMs?: number }): RateSource {
  return {
    async fetchRates() {
      const text = await download(url, timeoutMs)
      if (!text.ok) return fail({ kind: 'unreachable', detail: text.failure })
      const table = parseDailyRates(text.value)
      return table.ok ? table : fail({ kind: 'malformed', detail: table.failure })
    },
  }
}

async function download(url: string, timeoutMs: number): Promise<Result<string, string>> {
  try {
    const response = await fetch(url, {
      headers: { Accept: 'application/xml, text/xml' },
      // Rates decide what people pay: they come from the address that was meant, or not at all.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) {
      await response.body?.cancel()
      return fail(`it answered ${response.status}`)
    }
    return await readText(response)
  } catch (error) {
    return fail(describeError(error))
  }
}

async function readText(response: Response): Promise<Result<string, string>> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [text, length] = ['', 0]
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.byteLength
    if (length > MOST_BYTES) {
      await reader.cancel()
      return fail(`it answered with more than ${MOST_BYTES} bytes`)
    }
    text += decoder.decode(value, { stream: true })
  }
  return succeed(text + decoder.decode())
}

/** What fetch failed of stands in its error's cause. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message
}
