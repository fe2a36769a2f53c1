/** The API for the creditor's own systems. One route: its operations are a table that also describes it. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { answerRequest } from './answer-request'

export function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  return answerRequest(request, context)
}

export function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  return answerRequest(request, context)
}
