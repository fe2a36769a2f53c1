import type { LoaderFunctionArgs } from '@remix-run/node'
import { useTranslation } from 'react-i18next'
import { PageFrame } from '~/components/page-frame'
import { useStaticModel } from '~/components/static-page'
import { getTranslate } from '~/i18n/translator.server'
import { readReader } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'

/** Where a visit without a session ends up: how to get back in. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { language } = readReader(request, { locale: null, fallback: null })
  const left = new URL(request.url).searchParams.get('by') === 'you'
  const t = getTranslate(language)
  return staticPage(context, {
    language,
    title: left ? t('access:left.title') : t('access:ended.title'),
    load: () => ({ left }),
  })
}

export default function SessionEndedRoute() {
  const { left } = useStaticModel<typeof loader>()
  const { t } = useTranslation('access')
  return (
    <PageFrame creditor={null}>
      <div className="letter card">
        <h1>{left ? t('left.title') : t('ended.title')}</h1>
        <p>{left ? t('left.text') : t('ended.text')}</p>
      </div>
    </PageFrame>
  )
}
