import type { LoaderFunctionArgs } from '@remix-run/node'

/** 200 when the database answers, its migrations are applied and jobs can be queued; else 503 with what is wrong. */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const problems = await context.app.checkReadiness()
  return Response.json(
    { ready: problems.length === 0, problems },
    { status: problems.length === 0 ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  )
}
