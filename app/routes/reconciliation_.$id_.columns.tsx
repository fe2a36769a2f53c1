/** Which column of an uploaded ledger says what. POST compares it as answered and leads to the result. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { LedgerColumnsPage } from '~/components/ledger/ledger-columns-page'
import { useStaticModel } from '~/components/static-page'
import { readLedgerColumnsForm, type LedgerFormFault } from '~/domain/ledger-columns-form'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import type { AppLoadContext } from '~/load-context'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { getLedgerAddress } from '~/platform/http/ledger-address.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const found = await findUpload(context, visit, params['id'])
  return showColumns(context, visit, found, { entered: null, faults: [] })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const found = await findUpload(context, visit, params['id'])
  const form = await readForm(request)
  const { upload, width } = found
  const columns = readLedgerColumnsForm(form, { lineCount: upload.lineCount, width })
  if (!columns.ok) return showColumns(context, visit, found, { entered: form, faults: columns.failure })
  await context.app.compareLedgerUpload(getLedgerAddress(visit, upload.id), columns.value)
  return redirect(`/reconciliation/${upload.id}`, { status: 303 })
}

async function findUpload({ app }: AppLoadContext, visit: DebtorVisit, id: string | undefined) {
  const found = await app.readLedgerUpload(getLedgerAddress(visit, id))
  if (!found) throw new Response(null, { status: 404 })
  return found
}

function showColumns(
  context: AppLoadContext,
  visit: DebtorVisit,
  found: Awaited<ReturnType<typeof findUpload>>,
  said: { entered: URLSearchParams | null; faults: readonly LedgerFormFault[] },
) {
  const { creditor, language, scope } = visit
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('ledger:columns.pageTitle', { creditor: creditor.name }),
    status: said.faults.length === 0 ? 200 : 422,
    load: () => ({
      creditor,
      scope,
      page: { ...found, ...said, format: getFormatters(visit.formatLocale, creditor.timeZone) },
    }),
  })
}

export default function LedgerColumnsRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="statement" narrow>
      <LedgerColumnsPage {...page} />
    </AccountFrame>
  )
}
