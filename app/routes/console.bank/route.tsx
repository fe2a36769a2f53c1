/** The creditor's bank: statements loaded, and the transfers that somebody has to look at. */
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Callout } from '~/components/callout'
import { LoadStatementForm, StatementFiles } from '~/components/console/bank-files'
import { BankTransactions } from '~/components/console/bank-transactions'
import { Tabs } from '~/components/tabs'
import { TitleBlock } from '~/components/title-block'
import { KEPT_STATUSES } from '~/domain/kept-transaction'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { changeBank } from './change-bank.server'
import { describeListed } from './describe-bank.server'

const PAGE_SIZE = 30

const querySchema = z.object({
  status: z.enum(KEPT_STATUSES).catch('open'),
  after: z.uuid().nullable().catch(null),
  done: z.enum(['loaded', 'assigned', 'ignored', 'undone']).nullable().catch(null),
  added: z.coerce.number().int().min(0).catch(0),
  known: z.coerce.number().int().min(0).catch(0),
  matched: z.coerce.number().int().min(0).catch(0),
  open: z.coerce.number().int().min(0).catch(0),
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t, format } = visit
  const searched = new URL(request.url).searchParams
  const query = querySchema.parse({ after: null, done: null, ...Object.fromEntries(searched) })
  const { status, after, done, ...counted } = query
  const found = await context.app.readBankWorklist({ creditorId: creditor.id, status, after, limit: PAGE_SIZE })
  const last = found.transactions.at(-1)
  return {
    title: t('console:pageTitle', { page: t('console:bank.title'), creditor: creditor.name }),
    mayManage: visit.may('payments.manage'),
    status,
    done,
    counted,
    counts: KEPT_STATUSES.map((key) => ({ key, count: format.integer(found.counts[key]) })),
    files: found.files.map(({ id, name, format: kind, fileId, sha256, transactionCount, newCount, loadedAt }) => ({
      ...{ id, name, format: kind, loadedAt: format.instant(loadedAt) },
      href: fileId === null ? null : `/console/bank/files/${id}`,
      columnsHref: fileId === null || kind !== 'csv' ? null : writeColumnsAddress(sha256, name),
      ...{ transactionCount: format.integer(transactionCount), newCount: format.integer(newCount) },
    })),
    transactions: found.transactions.map((listed) => describeListed(listed, visit)),
    nextHref: found.hasMore && last ? `/console/bank?status=${status}&after=${last.kept.id}` : null,
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { creditor, user } = await requireConsoleVisit(request, context, 'payments.manage')
  const change = await changeBank(context, { creditorId: creditor.id, by: `user:${user.id}` }, request)
  if (!change) throw new Response(null, { status: 400 })
  if (change.kind === 'failed') return data(change, { status: 422 })
  if (change.kind === 'columns') {
    return redirect(writeColumnsAddress(change.sha256, change.filename), { status: 303 })
  }
  const { kind: done, ...counted } = change
  const query = new URLSearchParams({ done })
  for (const [name, count] of Object.entries(counted)) query.set(name, String(count))
  return redirect(`/console/bank?${query.toString()}`, { status: 303 })
}

const writeColumnsAddress = (file: string, name: string) =>
  `/console/bank/columns?${new URLSearchParams({ file, name }).toString()}`

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function BankRoute() {
  const { mayManage, status, done, counted, counts, files, transactions, nextHref } = useLoaderData<typeof loader>()
  const failed = useActionData<typeof action>()
  const { t } = useTranslation('console')
  const problem = failed && {
    transactionId: failed.transactionId,
    text: t(`bank.failure.${failed.failure.kind}`, { number: failed.failure.number }),
  }
  return (
    <>
      <TitleBlock title={t('bank.title')}>
        <p>{t('bank.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {problem ? <Callout tone="bad">{problem.text}</Callout> : null}
        {done === 'loaded' ? (
          <Callout tone="good">
            {t('bank.done.loaded', { count: counted.added })} {t('bank.done.known', { count: counted.known })}{' '}
            {t('bank.done.matched', { count: counted.matched })} {t('bank.done.open', { count: counted.open })}
          </Callout>
        ) : done === null ? null : (
          <Callout tone="good">{t(`bank.done.${done}`)}</Callout>
        )}
        {mayManage ? <LoadStatementForm /> : null}
        <section aria-labelledby="transactions-title" className="stack">
          <h2 id="transactions-title">{t('bank.transactions')}</h2>
          <Tabs
            label={t('bank.filter')}
            current={status}
            tabs={counts.map(({ key, count }) => ({
              ...{ key, count, text: t(`bank.status.${key}`), href: `/console/bank?status=${key}` },
            }))}
          />
          <BankTransactions transactions={transactions} mayManage={mayManage} />
          {nextHref === null ? null : (
            <p className="actions">
              <a className="btn quiet" href={nextHref}>
                {t('bank.more')}
              </a>
            </p>
          )}
        </section>
        <StatementFiles files={files} mayManage={mayManage} />
      </div>
    </>
  )
}
