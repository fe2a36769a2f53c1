/** The account's disputes. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { DisputesPage, type DisputesTab } from '~/components/disputes/disputes-page'
import { useStaticModel } from '~/components/static-page'
import { findUnstorableText } from '~/domain/storable-text'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { getVisitKey, requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { readPageNumber } from '~/platform/http/page-number'
import { staticPage } from '~/platform/http/page-slot.server'
import { describeDispute } from '~/platform/http/shown-dispute.server'

const PAGE_SIZE = 50

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language, scope } = visit
  return staticPage(context, {
    language,
    brand: creditor.slug,
    title: getTranslate(language)('dispute:pageTitle.list', { creditor: creditor.name }),
    key: getVisitKey(visit, request),
    async load() {
      const parameters = new URL(request.url).searchParams
      const invoiceNumber = readNumber(parameters.get('invoice'))
      const page = readPageNumber(parameters)
      const list = (state: DisputesTab, offset: number) =>
        context.app.listDisputes(getAccount(visit), {
          ...(invoiceNumber === null ? {} : { invoiceNumber }),
          ...{ state, order: 'newest', offset, limit: PAGE_SIZE },
        })
      const [open, ended] = [await list('open', (page - 1) * PAGE_SIZE), await list('ended', (page - 1) * PAGE_SIZE)]
      const asked = parameters.get('state')
      const preferred: DisputesTab = open.count === 0 && ended.count > 0 ? 'ended' : 'open'
      const tab: DisputesTab = asked === 'open' || asked === 'ended' ? asked : preferred
      return {
        creditor,
        scope,
        page: {
          creditorName: creditor.name,
          ...{ invoiceNumber, tab, page },
          counts: { open: open.count, ended: ended.count },
          disputes: (tab === 'open' ? open : ended).disputes.map((dispute) => describeDispute(dispute, visit)),
          pageSize: PAGE_SIZE,
          format: getFormatters(visit.formatLocale, creditor.timeZone),
        },
      }
    },
  })
}

function readNumber(text: string | null): string | null {
  return text === null || text === '' || findUnstorableText(text) !== null ? null : text
}

export default function DisputesRoute() {
  const { creditor, scope, page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="disputes" narrow>
      <DisputesPage {...page} />
    </AccountFrame>
  )
}
