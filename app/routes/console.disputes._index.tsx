/** The worklist of disputes. */
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import {
  DISPUTE_ORDERS,
  DISPUTE_STATES,
  DisputeFilterForm,
  DisputeTable,
  type DisputeRow,
} from '~/components/console/dispute-worklist'
import { PageLinks } from '~/components/console/page-links'
import { WorklistTitle } from '~/components/console/worklist-frame'
import { readTurn, type Dispute } from '~/domain/dispute'
import { requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'
import { countPages, readPart, worklistParameters } from '~/platform/http/worklist-query.server'

const querySchema = z.object({
  state: z.enum(DISPUTE_STATES).catch('open'),
  order: z.enum(DISPUTE_ORDERS).catch('age'),
  ...worklistParameters,
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { format, t, creditor } = visit
  const { state, order, debtor, page } = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams))
  const { app } = context
  const { disputes, count } = await app.listDisputes(
    { creditorId: creditor.id },
    {
      ...{ state, order, ...readPart(page) },
      ...(debtor === '' ? {} : { debtorExternalId: debtor }),
    },
  )
  const now = app.clock.now()
  return {
    title: t('console:pageTitle', { page: t('claims:list.title'), creditor: creditor.name }),
    filter: { state, order, debtor },
    debtor: debtor === '' ? null : { externalId: debtor, name: disputes[0]?.debtorName ?? debtor },
    count,
    total: format.integer(count),
    page,
    pageCount: countPages(count),
    rows: disputes.map((dispute): DisputeRow => ({
      ...{ id: dispute.id, reference: dispute.reference, reason: dispute.reason, status: dispute.status },
      debtor: { externalId: dispute.debtorExternalId, name: dispute.debtorName },
      invoiceNumber: dispute.invoiceNumber,
      currency: dispute.currency,
      claimed: format.money(dispute.claimedMinor, dispute.currency),
      granted: dispute.grantedMinor === null ? null : format.money(dispute.grantedMinor, dispute.currency),
      openedAt: format.instant(dispute.openedAt),
      turn: describeTurn(dispute, visit, now),
    })),
  }
}

function describeTurn({ status, answerDueAt }: Dispute, { format }: ConsoleVisit, now: Date): DisputeRow['turn'] {
  const side = readTurn(status)
  return side && answerDueAt && { side, at: format.instant(answerDueAt), isOverdue: answerDueAt < now }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function DisputesRoute() {
  const { filter, debtor, count, total, page, pageCount, rows } = useLoaderData<typeof loader>()
  const { t } = useTranslation('claims')
  const getHref = (target: number) => `?${new URLSearchParams({ ...filter, page: String(target) }).toString()}`
  return (
    <>
      <WorklistTitle
        title={debtor === null ? t('list.title') : t('list.ofDebtor', { debtor: debtor.name })}
        count={t('list.count', { count, total })}
        debtor={debtor}
      />
      <div className="stack">
        <DisputeFilterForm key={JSON.stringify(filter)} {...filter} />
        <DisputeTable rows={rows} isByCurrency={filter.order === 'amount'} />
        <PageLinks page={page} pageCount={pageCount} getHref={getHref} />
      </div>
    </>
  )
}
