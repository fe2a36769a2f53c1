import { METRICS_CONTENT_TYPE, renderMetrics } from '~/platform/metrics.server'

/** For Prometheus. A reverse proxy keeps it from the public: see docs/operations.md. */
export async function loader(): Promise<Response> {
  return new Response(await renderMetrics(), {
    headers: { 'Content-Type': METRICS_CONTENT_TYPE, 'Cache-Control': 'no-store' },
  })
}
