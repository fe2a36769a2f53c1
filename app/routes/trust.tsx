/**
 * How to check that this portal is genuine, for who is signed in; and, for anyone, what was issued under the code that
 * stands on a document.
 */
import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { DocumentCheckPage, type DocumentCheckOutcome } from '~/components/document-check'
import { PageFrame } from '~/components/page-frame'
import { useStaticModel } from '~/components/static-page'
import { TrustPage } from '~/components/trust-page'
import { getFormatters, type Formatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { readDebtorVisit, readReader, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { checkTypedCode, chooseCheckStatus } from '~/platform/http/document-check.server'
import { staticPage } from '~/platform/http/page-slot.server'
import type { BankDetails } from '~/use-cases/read-bank-details'

interface TrustModel {
  frame: Pick<DebtorVisit, 'creditor' | 'scope'> | null
  page: Awaited<ReturnType<typeof describeTrust>> | null
  check: { typed: string; outcome: DocumentCheckOutcome }
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await readDebtorVisit(request, context)
  const reader = visit ?? readReader(request, { locale: null, fallback: null })
  const t = getTranslate(reader.language)
  const typed = new URL(request.url).searchParams.get('code')
  const outcome = await checkTypedCode(context, typed, reader)
  const showsTrust = visit !== null && outcome.kind === 'none'
  // Not kept: what it says of the creditor does not change with the debtor's account.
  return staticPage<TrustModel>(context, {
    language: reader.language,
    title: showsTrust ? t('access:trust.title') : t('paper:trust.pageTitle'),
    ...(visit ? { brand: visit.creditor.slug } : {}),
    status: chooseCheckStatus(outcome),
    load: async () => ({
      frame: visit && { creditor: visit.creditor, scope: visit.scope },
      page: showsTrust ? await describeTrust(context, visit) : null,
      check: { typed: (typed ?? '').slice(0, 60), outcome },
    }),
  })
}

async function describeTrust({ app }: AppLoadContext, visit: DebtorVisit) {
  const format = getFormatters(visit.formatLocale, visit.creditor.timeZone)
  const visits = await app.readAccessLog({ ...getAccount(visit), linkId: visit.linkId })
  return {
    creditor: await app.readCreditor(getAccount(visit)),
    bank: describeBank(await app.readBankDetails(getAccount(visit)), format),
    publicOrigin: app.publicOrigin,
    visits: visits.map(({ at, recipientName, ...entry }) => ({
      ...entry,
      recipient: recipientName,
      at: format.instant(at),
    })),
  }
}

function describeBank({ standings, stillInstructed, changes }: BankDetails, format: Formatters) {
  return {
    accounts: standings.map(({ account, since, coolingUntil }) => ({
      account,
      isNew: coolingUntil && { since: format.instant(since), until: format.instant(coolingUntil) },
    })),
    stillInstructed,
    changes: changes.map(({ version, changedAt, added, removed, isRenamed }) => ({
      ...{ version, added, removed, isRenamed },
      at: format.instant(changedAt),
    })),
  }
}

export default function TrustRoute() {
  const { frame, page, check } = useStaticModel<typeof loader>()
  const content = page ? <TrustPage {...page} /> : <DocumentCheckPage {...check} />
  return frame ? (
    <AccountFrame {...frame} current="trust" narrow>
      {content}
    </AccountFrame>
  ) : (
    <PageFrame creditor={null} narrow>
      {content}
    </PageFrame>
  )
}
