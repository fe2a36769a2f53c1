/** What debtors promised to pay. POST ends an open promise without a verdict. */
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Callout } from '~/components/callout'
import { PromiseTable } from '~/components/console/promise-table'
import { SelectField } from '~/components/form-field'
import { TitleBlock } from '~/components/title-block'
import { PROMISE_STATUSES } from '~/domain/promise-to-pay'
import { describeClerk, requireConsoleVisit } from '~/platform/http/console-visit.server'
import { describePromise } from '~/platform/http/promise-form.server'
import { readForm } from '~/platform/http/request-body.server'

/** Of a promise that was just taken down. */
const madeSchema = z
  .string()
  .regex(/^[A-Z0-9-]{1,40}$/)
  .nullable()
  .catch(null)

/** What cannot be read is left at its default. */
const statusSchema = z.enum(PROMISE_STATUSES).catch('open')

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t, format } = visit
  const status = statusSchema.parse(new URL(request.url).searchParams.get('status'))
  const promises = await context.app.listPromises({ creditorId: creditor.id, status })
  return {
    title: t('console:pageTitle', { page: t('promise:console.title'), creditor: creditor.name }),
    status,
    made: madeSchema.parse(new URL(request.url).searchParams.get('made')),
    mayManage: visit.may('agreements.manage'),
    promises: promises.map((promise) => ({
      ...describePromise(promise, format),
      debtor: { externalId: promise.debtorExternalId, name: promise.debtorName },
      isOwn: !promise.madeBy.startsWith('link:'),
      enteredBy: promise.madeBy.startsWith('link:') ? null : promise.madeByName,
    })),
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'agreements.manage')
  const promiseId = z.uuid().safeParse((await readForm(request)).get('promise'))
  if (!promiseId.success) throw new Response(null, { status: 400 })
  const canceled = await context.app.cancelPromise({
    ...{ actor: describeClerk(visit), promiseId: promiseId.data },
  })
  if (!canceled.ok && canceled.failure === 'unknown_promise') throw new Response(null, { status: 404 })
  // Somebody was quicker: the list says how it ended.
  return canceled.ok ? redirect('/console/promises', { status: 303 }) : data(null, { status: 409 })
}

export const meta: MetaFunction<typeof loader> = ({ data: model }) => [{ title: model?.title ?? 'Quittance' }]

export default function PromisesRoute() {
  const { promises, status, made, mayManage } = useLoaderData<typeof loader>()
  const { t } = useTranslation(['promise', 'console'])
  return (
    <>
      <TitleBlock title={t('console.title')}>
        <p>{t('console.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {made === null ? null : <Callout tone="good">{t('console.noted', { reference: made })}</Callout>}
        <p>
          <Link to="/console/settings/agreements#promise-title">{t('console:nav.settings')}</Link>
        </p>
        <Form method="get" className="filter" key={status}>
          <SelectField
            id="status"
            name="status"
            label={t('console.state')}
            defaultValue={status}
            options={PROMISE_STATUSES.map((value) => ({ value, text: t(`status.${value}`) }))}
          />
          <button className="btn quiet">{t('console.show')}</button>
        </Form>
        <PromiseTable promises={promises} mayManage={mayManage} />
      </div>
    </>
  )
}
