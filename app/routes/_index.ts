import { redirect, type LoaderFunctionArgs } from '@remix-run/node'

/** The bare address leads into the account, or to how to get there. */
export function loader(_: LoaderFunctionArgs) {
  return redirect('/statement')
}
