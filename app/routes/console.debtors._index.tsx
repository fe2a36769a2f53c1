/** The worklist of debtors. */
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { WorklistForm, WorklistTable, type WorklistRow } from '~/components/console/worklist'
import { PageLinks } from '~/components/console/page-links'
import { TitleBlock } from '~/components/title-block'
import { WORKLIST_FILTERS, WORKLIST_SORTS, type DebtorSummary } from '~/domain/debtor-summary'
import { requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'

/** What cannot be read is left at its default: an address that was tampered with is no error worth a page. */
const querySchema = z.object({
  q: z
    .string()
    .trim()
    .max(100)
    .refine((text) => !text.includes('\0'))
    .catch(''),
  filter: z.enum(WORKLIST_FILTERS).catch('all'),
  sort: z.enum(WORKLIST_SORTS).catch('overdue'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { format, t, creditor } = visit
  const query = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams))
  const { q: search, filter, sort, page } = query
  const found = await context.app.listWorklist({ creditorId: creditor.id, search, filter, sort, page })
  return {
    title: t('console:pageTitle', { page: t('console:debtors.title'), creditor: creditor.name }),
    filters: { search, filter, sort },
    count: found.totalCount,
    total: format.integer(found.totalCount),
    page,
    pageCount: found.pageCount,
    rows: found.debtors.map((debtor) => describeRow(debtor, visit)),
  }
}

function describeRow(debtor: DebtorSummary, { format }: ConsoleVisit): WorklistRow {
  return {
    externalId: debtor.externalId,
    name: debtor.name,
    country: debtor.countryCode,
    balances: debtor.balances.map(({ currency, balanceMinor, overdueMinor }) => ({
      currency,
      balance: format.money(balanceMinor, currency),
      overdue: overdueMinor === 0 ? null : format.money(overdueMinor, currency),
    })),
    overdueSince: debtor.oldestOverdueOn && format.day(debtor.oldestOverdueOn),
    lastEvent: debtor.lastEvent && { type: debtor.lastEvent.type, at: format.instant(debtor.lastEvent.occurredAt) },
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function WorklistRoute() {
  const { filters, count, total, page, pageCount, rows } = useLoaderData<typeof loader>()
  const { t } = useTranslation('console')
  const getHref = (target: number) =>
    `?${new URLSearchParams({ q: filters.search, filter: filters.filter, sort: filters.sort, page: String(target) }).toString()}`
  return (
    <>
      <TitleBlock title={t('debtors.title')}>
        <p>{t('debtors.count', { count, total })}</p>
      </TitleBlock>
      <div className="stack">
        <WorklistForm key={JSON.stringify(filters)} {...filters} />
        <WorklistTable rows={rows} />
        <PageLinks page={page} pageCount={pageCount} getHref={getHref} />
      </div>
    </>
  )
}
