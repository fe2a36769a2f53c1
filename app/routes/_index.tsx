import type { LoaderFunctionArgs } from '@remix-run/node'
import { useStaticModel } from '~/components/static-page'
import { staticPage } from '~/platform/http/page-slot.server'

export async function loader({ context }: LoaderFunctionArgs) {
  return staticPage(context, { language: 'en', key: ['index'], load: () => ({ title: 'Quittance' }) })
}

export default function IndexRoute() {
  const { title } = useStaticModel<typeof loader>()
  return <main>{title}</main>
}
