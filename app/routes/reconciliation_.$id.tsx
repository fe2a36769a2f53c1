/** The result of comparing a ledger. POST compares it again with the account of today, or deletes it. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { LEDGER_PAGE_SIZE, LedgerResultPage } from '~/components/ledger/ledger-result-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { LEDGER_FINDING_KINDS, type LedgerCounts, type LedgerFindingKind } from '~/domain/ledger'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { getLedgerAddress } from '~/platform/http/ledger-address.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readForm } from '~/platform/http/request-body.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope } = visit
  const { app } = context
  const address = getLedgerAddress(visit, params['id'])
  const head = await app.readLedgerResult(address, { kind: null, offset: 0, limit: 1 })
  if (!head) throw new Response(null, { status: 404 })
  const { upload } = head
  const { result } = upload
  if (result === null) throw redirect(`/reconciliation/${upload.id}/columns`)
  const { kind, page } = readView(new URL(request.url).searchParams, result.counts)
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
        page: {
          ...{ kind, page, upload: { ...upload, result }, findings: part?.findings ?? [] },
          mayPay: permits(scope, 'pay'),
          mayDispute: permits(scope, 'dispute'),
          format: getFormatters(visit.formatLocale, creditor.timeZone),
        },
      }
    },
  })
}

/** The first kind of which there is something, unless one is asked for. */
function readView(parameters: URLSearchParams, counts: LedgerCounts): { kind: LedgerFindingKind; page: number } {
  const asked = LEDGER_FINDING_KINDS.find((kind) => kind === parameters.get('show'))
  const kind = asked ?? LEDGER_FINDING_KINDS.find((one) => counts[one] > 0) ?? 'matched'
  const page = /^[1-9]\d{0,4}$/.test(parameters.get('page') ?? '') ? Number(parameters.get('page')) : 1
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
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="statement">
      <LedgerResultPage {...page} />
    </AccountFrame>
  )
}
