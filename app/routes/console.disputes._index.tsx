/** The worklist of disputes. */
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
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
import { TitleBlock } from '~/components/title-block'
import { readTurn, type Dispute } from '~/domain/dispute'
import { requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'

const PAGE_SIZE = 50

/** What cannot be read is left at its default: an address that was tampered with is no error worth a page. */
const querySchema = z.object({
  state: z.enum(DISPUTE_STATES).catch('open'),
  order: z.enum(DISPUTE_ORDERS).catch('age'),
  debtor: z
    .string()
    .max(200)
    .refine((text) => !text.includes('\0'))
    .catch(''),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { format, t, creditor } = visit
  const { state, order, debtor, page } = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams))
  const { app } = context
  const { disputes, count } = await app.listDisputes(
    { creditorId: creditor.id },
    {
      ...{ state, order, offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE },
      ...(debtor === '' ? {} : { debtorExternalId: debtor }),
    },
  )
  const now = app.clock.now()
  return {
    title: t('console:pageTitle', { page: t('claims:list.title'), creditor: creditor.name }),
    filter: { state, order, debtor },
    debtorName: debtor === '' ? null : (disputes[0]?.debtorName ?? debtor),
    count,
    total: format.integer(count),
    page,
    pageCount: Math.max(1, Math.ceil(count / PAGE_SIZE)),
    rows: disputes.map((dispute): DisputeRow => ({
      ...{ id: dispute.id, reference: dispute.reference, reason: dispute.reason, status: dispute.status },
      debtor: { externalId: dispute.debtorExternalId, name: dispute.debtorName },
      invoiceNumber: dispute.invoiceNumber,
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
  const { filter, debtorName, count, total, page, pageCount, rows } = useLoaderData<typeof loader>()
  const { t } = useTranslation('claims')
  const getHref = (target: number) => `?${new URLSearchParams({ ...filter, page: String(target) }).toString()}`
  return (
    <>
      {debtorName === null ? null : (
        <Link className="back" to={`/console/debtors/${encodeURIComponent(filter.debtor)}`}>
          {debtorName}
        </Link>
      )}
      <TitleBlock title={debtorName === null ? t('list.title') : t('list.ofDebtor', { debtor: debtorName })}>
        <p>{t('list.count', { count, total })}</p>
      </TitleBlock>
      <div className="stack">
        <DisputeFilterForm key={JSON.stringify(filter)} {...filter} />
        <DisputeTable rows={rows} />
        <PageLinks page={page} pageCount={pageCount} getHref={getHref} />
      </div>
    </>
  )
}
