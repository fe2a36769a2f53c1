/** A clerk's own ledger beside the account: GET shows the form and what was sent before, POST takes a file in. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import {
  LEDGER_FILE_PROBLEMS,
  LedgerUploadsPage,
  type LedgerFileProblem,
} from '~/components/ledger/ledger-uploads-page'
import { useStaticModel } from '~/components/static-page'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readUploadForm } from '~/platform/http/upload-form.server'
import type { AppLoadContext } from '~/load-context'

const MOST_BYTES = 10 * 1024 * 1024

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const isDeleted = new URL(request.url).searchParams.has('deleted')
  return showUploads(context, visit, { problem: null, isDeleted })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const refuse = (problem: LedgerFileProblem) => showUploads(context, visit, { problem, isDeleted: false })
  const { files, emptyFiles, refusal } = await readUploadForm(request, { maximumFiles: 1, maximumBytes: MOST_BYTES })
  if (refusal !== null) return refuse('too_large')
  const [file] = files
  if (!file) return refuse(emptyFiles.length > 0 ? 'no_document' : 'no_file')
  const visitor = { ...getAccount(visit), linkId: visit.linkId }
  const dateOrder = new Intl.Locale(visit.formatLocale).region === 'US' ? 'mdy' : 'dmy'
  const uploaded = await context.app.uploadLedger(visitor, file, dateOrder)
  return uploaded.ok
    ? redirect(`/reconciliation/${uploaded.value.id}/columns`, { status: 303 })
    : refuse(toProblem(uploaded.failure.code))
}

function toProblem(code: string): LedgerFileProblem {
  if (code === 'limit_exceeded') return 'too_large'
  return LEDGER_FILE_PROBLEMS.find((problem) => problem === code) ?? 'malformed'
}

function showUploads(
  context: AppLoadContext,
  visit: DebtorVisit,
  said: { problem: LedgerFileProblem | null; isDeleted: boolean },
) {
  const { creditor, language, scope } = visit
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('ledger:pageTitle', { creditor: creditor.name }),
    status: said.problem === null ? 200 : 422,
    async load() {
      return {
        creditor,
        scope,
        page: {
          ...said,
          creditorName: creditor.name,
          uploads: await context.app.listLedgerUploads(getAccount(visit)),
          format: getFormatters(visit.formatLocale, creditor.timeZone),
        },
      }
    },
  })
}

export default function ReconciliationRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="statement" narrow>
      <LedgerUploadsPage {...page} />
    </AccountFrame>
  )
}
