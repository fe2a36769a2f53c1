/** A debtor's collection record, and the links into its account. */
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { ContactRequestTable } from '~/components/console/contact-requests'
import { RunningPause } from '~/components/console/reminder-pause'
import { CollectionRecord } from '~/components/console/collection-record'
import { OpenCredits } from '~/components/console/open-credits'
import { DebtorAside } from '~/components/console/debtor-aside'
import { ShownOnce } from '~/components/console/shown-once'
import { ACCESS_RIGHTS } from '~/domain/access-scope'
import type { AccessLinkId } from '~/domain/ids'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { describeContactRequest } from '~/platform/http/contact-view.server'
import { readForm } from '~/platform/http/request-body.server'
import { describeRecord } from './describe-record.server'

const beforeSchema = z.coerce.number().int().min(1).nullable().catch(null)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { app } = context
  const { creditor, t, format } = visit
  const before = beforeSchema.parse(new URL(request.url).searchParams.get('before'))
  const externalId = params['externalId'] ?? ''
  const record = await app.readCollectionRecord({ creditorId: creditor.id, externalId, before })
  if (!record) throw new Response(null, { status: 404 })
  const requests = await app.listContactRequests({
    ...{ creditorId: creditor.id, isOpen: null, debtorExternalId: externalId, limit: 20 },
  })
  const now = app.clock.now()
  const described = describeRecord(record, visit, now)
  const disputes = await app.listDisputes(
    { creditorId: creditor.id, debtorId: record.debtor.id },
    { state: 'all', order: 'newest', offset: 0, limit: 0 },
  )
  return {
    ...described,
    requests: requests.map((entry) => describeContactRequest(entry, visit, now)),
    title: t('console:pageTitle', { page: described.debtor.name, creditor: creditor.name }),
    olderHref: record.nextBefore === null ? null : `?before=${record.nextBefore}`,
    disputes: disputes.count === 0 ? null : format.integer(disputes.count),
    isNewest: before === null,
    mayManageLinks: visit.may('links.manage'),
    mayManagePayments: visit.may('payments.manage'),
    mayManageAgreements: visit.may('agreements.manage'),
  }
}

const intentSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('create-link') }),
  z.object({ intent: z.literal('revoke-link'), link: z.uuid() }),
])

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'links.manage')
  const { app } = context
  const intent = intentSchema.safeParse(Object.fromEntries(await readForm(request)))
  if (!intent.success) throw new Response(null, { status: 400 })
  const creditorId = visit.creditor.id
  if (intent.data.intent === 'revoke-link') {
    await app.revokeAccessLink({ creditorId, linkId: intent.data.link as AccessLinkId, by: visit.user.id })
    return redirect(`/console/debtors/${encodeURIComponent(params['externalId'] ?? '')}`, { status: 303 })
  }
  const issued = await app.issueAccessLink({
    creditorId,
    debtorExternalId: params['externalId'] ?? '',
    scope: [...ACCESS_RIGHTS],
    lifetimeHours: null,
    locale: null,
    recipient: null,
    issuedBy: 'console',
  })
  if (!issued.ok) throw new Response(null, { status: 404 })
  // Not a redirect: the address is in this answer and nowhere else.
  return data({ url: issued.value.url, until: visit.format.instant(issued.value.link.expiresAt) })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function CollectionRecordRoute() {
  const model = useLoaderData<typeof loader>()
  const created = useActionData<typeof action>()
  const { t } = useTranslation(['console', 'agreement', 'claims', 'contact', 'offer', 'promise', 'reminder'])
  const { debtor } = model
  return (
    <>
      <Link className="back" to="/console/debtors">
        {t('nav.debtors')}
      </Link>
      <div className="title">
        <div>
          <h1>
            <bdi>{debtor.name}</bdi>
          </h1>
          <p>
            <bdi>{debtor.externalId}</bdi>
            {debtor.country === null ? '' : ` · ${debtor.country}`} · {t('record.title')}
          </p>
        </div>
        {model.mayManageLinks ? (
          <Form method="post" className="actions">
            <button className="btn" name="intent" value="create-link">
              {t('record.createLink')}
            </button>
            {model.mayManagePayments ? (
              <Link
                className="btn quiet"
                to={`/console/debtors/${encodeURIComponent(debtor.externalId)}/record-payment`}
              >
                {t('record.recordPayment')}
              </Link>
            ) : null}
            {model.mayManageAgreements ? (
              <>
                <Link className="btn quiet" to={`/console/debtors/${encodeURIComponent(debtor.externalId)}/plan`}>
                  {t('agreement:console.offer.title')}
                </Link>
                <Link className="btn quiet" to={`/console/debtors/${encodeURIComponent(debtor.externalId)}/offer`}>
                  {t('offer:console.new')}
                </Link>
                <Link className="btn quiet" to={`/console/debtors/${encodeURIComponent(debtor.externalId)}/promise`}>
                  {t('promise:console.new')}
                </Link>
              </>
            ) : null}
          </Form>
        ) : null}
      </div>
      <div className="stack">
        {created ? (
          <ShownOnce
            id="new-link"
            label={t('record.linkCreated', { until: created.until })}
            hint={t('record.linkOnce')}
            value={created.url}
          />
        ) : null}
        {model.balances.length === 0 ? <p>{t('record.nothingOpen')}</p> : null}
        {model.balances.map(({ currency, figures }) => (
          <dl key={currency} className="figures">
            {figures.map(({ kind, text }) => (
              <div key={kind}>
                <dt>{t(`balance.${kind}`)}</dt>
                <dd className={kind === 'overdue' ? 'late' : undefined}>{text}</dd>
              </div>
            ))}
          </dl>
        ))}
        {model.disputes === null ? null : (
          <p>
            <Link
              to={`/console/disputes?${new URLSearchParams({ debtor: debtor.externalId, state: 'all' }).toString()}`}
            >
              {t('claims:navOpen', { total: model.disputes })}
            </Link>
          </p>
        )}
        <p>
          <Link to={`/console/reminders/debtors/${encodeURIComponent(debtor.externalId)}`}>
            {t('reminder:console.manage')}
          </Link>
        </p>
        <OpenCredits credits={model.credits} mayManage={model.mayManagePayments} />
        {model.requests.map(({ id, pause }) =>
          pause?.isRunning ? (
            <RunningPause key={id} requestId={id} until={pause.until} mayEnd={model.mayManageLinks} from="record" />
          ) : null,
        )}
        {model.requests.length === 0 ? null : (
          <ContactRequestTable requests={model.requests} title={t('contact:console.ofDebtor')} />
        )}
        <div className="beside">
          <CollectionRecord
            entries={model.entries}
            olderHref={model.olderHref}
            newestHref={model.isNewest ? null : '?'}
          />
          <DebtorAside
            language={debtor.language}
            contacts={model.contacts}
            links={model.links}
            mayManageLinks={model.mayManageLinks}
            visits={model.visits}
          />
        </div>
      </div>
    </>
  )
}
