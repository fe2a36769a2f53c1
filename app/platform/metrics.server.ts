/** Counters for Prometheus. They name no tenant, debtor or address. */
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

const registry = new Registry()
collectDefaultMetrics({ register: registry, prefix: 'quittance_' })

export const requestDuration = new Histogram({
  name: 'quittance_http_request_seconds',
  help: 'Time from a request to its answer.',
  labelNames: ['method', 'status'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
})

export const failedRequests = new Counter({
  name: 'quittance_http_failures_total',
  help: 'Requests that ended in an unexpected error.',
  registers: [registry],
})

export function renderMetrics(): Promise<string> {
  return registry.metrics()
}

export const METRICS_CONTENT_TYPE = registry.contentType
