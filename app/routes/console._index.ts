import { redirect } from '@remix-run/node'

/** The worklist is where the day begins. */
export function loader() {
  return redirect('/console/debtors')
}
