import type { LoaderFunctionArgs } from '@remix-run/node'

/**
 * 200 when the database answers, its migrations are applied and jobs can be queued; else 503 with what is wrong. A file
 * store that is not reached is a warning: taking the portal away from debtors would not bring the files back.
 */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const [problems, warnings] = await Promise.all([context.app.checkReadiness(), context.app.listWarnings()])
  return Response.json(
    { ready: problems.length === 0, problems, warnings },
    { status: problems.length === 0 ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  )
}
