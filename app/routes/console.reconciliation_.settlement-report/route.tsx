/** A provider's report of what it paid out, loaded by somebody: the form, and what the report said. */
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { ReportForm, ReportResult } from '~/components/console/settlement-report'
import { TitleBlock } from '~/components/title-block'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { loadReport } from './load-report.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { t, creditor } = await requireConsoleVisit(request, context, 'payments.manage')
  return { title: t('console:pageTitle', { page: t('money:settlementReport.title'), creditor: creditor.name }) }
}

/** The result is answered at once and stands nowhere else: sent again, the same report changes nothing. */
export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'payments.manage')
  const answer = await loadReport(context, visit, request)
  return data(answer, { status: answer.problem === null ? 200 : 422 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function SettlementReportRoute() {
  const answer = useActionData<typeof action>()
  const { t } = useTranslation('money')
  return (
    <>
      <Link className="back" to="/console/reconciliation">
        {t('reconciliation.title')}
      </Link>
      <TitleBlock title={t('settlementReport.title')}>
        <p>{t('settlementReport.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {answer?.report ? <ReportResult report={answer.report} /> : null}
        <ReportForm problem={answer?.problem ?? null} />
      </div>
    </>
  )
}
