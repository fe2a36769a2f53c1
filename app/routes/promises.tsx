/** What was promised from this account. POST takes an open promise back. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { AccountFrame } from '~/components/account-frame'
import { PromisesPage } from '~/components/promises/promises-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { describeActor, getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { describePromise } from '~/platform/http/promise-form.server'
import { readForm } from '~/platform/http/request-body.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope } = visit
  const parameters = new URL(request.url).searchParams
  const format = getFormatters(visit.formatLocale, creditor.timeZone)
  return staticPage(context, {
    ...{ language, brand: creditor.slug },
    title: getTranslate(language)('promise:pageTitle.list', { creditor: creditor.name }),
    async load() {
      const own = await context.app.readOwnPromises({ ...getAccount(visit), linkId: visit.linkId })
      // Whatever the address says: only what there is.
      const find = (name: string, status: string) =>
        own.promises.find((promise) => promise.reference === parameters.get(name) && promise.status === status)
      return {
        ...{ creditor, scope },
        page: {
          creditorName: creditor.name,
          promises: own.promises.map((promise) => describePromise(promise, format)),
          mayPromise: own.policy.isOffered && permits(scope, 'pay') && !visit.isLimited,
          justMade: find('made', 'open')?.reference ?? null,
          justCanceled: find('canceled', 'canceled')?.reference ?? null,
        },
      }
    },
  })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context, 'pay')
  const promiseId = z.uuid().safeParse((await readForm(request)).get('promise'))
  if (!promiseId.success) throw new Response(null, { status: 400 })
  const canceled = await context.app.cancelPromise({ actor: describeActor(visit), promiseId: promiseId.data })
  if (!canceled.ok && canceled.failure === 'unknown_promise') throw new Response(null, { status: 404 })
  const query = canceled.ok ? `?${new URLSearchParams({ canceled: canceled.value.reference }).toString()}` : ''
  return redirect(`/promises${query}`, { status: 303 })
}

export default function PromisesRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} narrow>
      <PromisesPage {...page} />
    </AccountFrame>
  )
}
