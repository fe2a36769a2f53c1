/** The result of comparing a ledger. POST compares it again with the account of today, or deletes it. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { LEDGER_PAGE_SIZE } from '~/domain/ledger-choice'
import { LedgerResultPage } from '~/components/ledger/ledger-result-page'
import { LedgerProgressPage } from '~/components/ledger/ledger-progress-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { LEDGER_FINDING_KINDS, type LedgerCounts, type LedgerFindingKind } from '~/domain/ledger'
import type { LedgerUpload } from '~/domain/ledger-upload'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { getLedgerAddress } from '~/platform/http/ledger-address.server'
import { describeRefresh, NO_REFRESH } from '~/platform/http/page-refresh.server'
import { readPageNumber } from '~/platform/http/page-number'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'
import type { AppLoadContext } from '~/load-context'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope } = visit
  const { app } = context
  const address = getLedgerAddress(visit, params['id'])
  const head = await app.readLedgerResult(address, { kind: null, offset: 0, limit: 1 })
  if (!head) throw new Response(null, { status: 404 })
  const { upload } = head
  const { result } = upload
  const query = new URL(request.url).searchParams
  if (upload.awaited !== null || upload.failedAt !== null) return showProgress(context, visit, upload, query)
  if (result === null) throw redirect(`/reconciliation/${upload.id}/columns`)
  const { kind, page } = readView(query, result.counts)
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('ledger:result.pageTitle', { creditor: creditor.name }),
    async load() {
      const wanted = { kind, offset: (page - 1) * LEDGER_PAGE_SIZE, limit: LEDGER_PAGE_SIZE }
      const part = await app.readLedgerResult(address, wanted)
      return {
        creditor,
        scope,
        step: 'result' as const,
        page: {
          ...{ kind, page, upload: { ...upload, result }, findings: part?.findings ?? [] },
          mayPay: permits(scope, 'pay'),
          mayDispute: permits(scope, 'dispute'),
          problem: (['none', 'copies'] as const).find((name) => query.has(name)) ?? null,
          format: getFormatters(visit.formatLocale, creditor.timeZone),
        },
      }
    },
  })
}

/** While a job compares it, and where that came to no end. */
function showProgress(context: AppLoadContext, visit: DebtorVisit, upload: LedgerUpload, query: URLSearchParams) {
  const { creditor, language, scope } = visit
  const address = `/reconciliation/${upload.id}`
  const { headers, stopHref } = upload.awaited === null ? NO_REFRESH : describeRefresh(address, query)
  return staticPage(context, {
    ...{ language, brand: creditor.slug, headers },
    title: getTranslate(language)('ledger:result.pageTitle', { creditor: creditor.name }),
    load: () => ({
      creditor,
      scope,
      step: 'progress' as const,
      page: { upload, stopHref, format: getFormatters(visit.formatLocale, creditor.timeZone) },
    }),
  })
}

/** The first kind of which there is something, unless one is asked for. */
function readView(parameters: URLSearchParams, counts: LedgerCounts): { kind: LedgerFindingKind; page: number } {
  const asked = LEDGER_FINDING_KINDS.find((kind) => kind === parameters.get('show'))
  const kind = asked ?? LEDGER_FINDING_KINDS.find((one) => counts[one] > 0) ?? 'matched'
  const page = readPageNumber(parameters)
  return { kind, page: Math.min(page, Math.max(1, Math.ceil(counts[kind] / LEDGER_PAGE_SIZE))) }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const address = getLedgerAddress(visit, params['id'])
  const intent = (await readForm(request)).get('intent')
  if (intent === 'delete') {
    await context.app.deleteLedgerUpload(address)
    return redirect('/reconciliation?deleted', { status: 303 })
  }
  if (intent !== 'compare') throw new Response(null, { status: 400 })
  const upload = await context.app.compareLedgerUpload(address, null)
  if (!upload) throw new Response(null, { status: 404 })
  return redirect(`/reconciliation/${upload.id}`, { status: 303 })
}

export default function LedgerResultRoute() {
  const { creditor, scope, ...model } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="statement" narrow={model.step === 'progress'}>
      {model.step === 'progress' ? <LedgerProgressPage {...model.page} /> : <LedgerResultPage {...model.page} />}
    </AccountFrame>
  )
}
