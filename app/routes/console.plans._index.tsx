/** The worklist of payment plans. */
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { PageLinks } from '~/components/console/page-links'
import { PLAN_ORDERS, PLAN_STATES, PlanFilterForm, PlanTable, type PlanRow } from '~/components/console/plan-worklist'
import { WorklistTitle } from '~/components/console/worklist-frame'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { countPages, readPart, worklistParameters } from '~/platform/http/worklist-query.server'

const querySchema = z.object({
  state: z.enum(PLAN_STATES).catch('all'),
  order: z.enum(PLAN_ORDERS).catch('newest'),
  ...worklistParameters,
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { format, t, creditor } = await requireConsoleVisit(request, context)
  const { state, order, debtor, page } = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams))
  const { plans, count } = await context.app.listPlans(
    { creditorId: creditor.id },
    {
      ...{ state, order, ...readPart(page) },
      ...(debtor === '' ? {} : { debtorExternalId: debtor }),
    },
  )
  return {
    title: t('console:pageTitle', { page: t('agreement:console.title'), creditor: creditor.name }),
    filter: { state, order, debtor },
    debtor: debtor === '' ? null : { externalId: debtor, name: plans[0]?.debtorName ?? debtor },
    ...{ count, page, total: format.integer(count), pageCount: countPages(count) },
    rows: plans.map((plan): PlanRow => ({
      ...{ id: plan.id, reference: plan.reference, status: plan.status, proposedBy: plan.proposedBy },
      debtor: { externalId: plan.debtorExternalId, name: plan.debtorName },
      total: format.money(plan.totalMinor, plan.currency),
      frequency: t(/* i18n: planning:frequency.* */ `planning:frequency.${plan.frequency}`),
      proposedAt: format.instant(plan.proposedAt),
    })),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function PlansRoute() {
  const { filter, debtor, count, total, page, pageCount, rows } = useLoaderData<typeof loader>()
  const { t } = useTranslation('agreement')
  const getHref = (target: number) => `?${new URLSearchParams({ ...filter, page: String(target) }).toString()}`
  return (
    <>
      <WorklistTitle
        title={debtor === null ? t('console.title') : t('console.ofDebtor', { debtor: debtor.name })}
        count={t('console.count', { count, total })}
        debtor={debtor}
      />
      <div className="stack">
        <p>
          <Link to="/console/plans/policy">{t('console.policy')}</Link>
        </p>
        <PlanFilterForm key={JSON.stringify(filter)} {...filter} />
        <PlanTable rows={rows} />
        <PageLinks page={page} pageCount={pageCount} getHref={getHref} />
      </div>
    </>
  )
}
