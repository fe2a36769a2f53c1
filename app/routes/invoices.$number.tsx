/** One invoice or credit note of the account. */
import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { InvoicePage } from '~/components/invoice-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount } from '~/platform/http/debtor-account.server'
import { getVisitKey, requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { readDocumentAddress } from '~/platform/http/document-address.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { describeDispute } from '~/platform/http/shown-dispute.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const { creditor, language } = visit
  const address = readDocumentAddress(request, params)
  return staticPage(context, {
    language,
    title: getTranslate(language)('invoice:pageTitle', { number: address.number, creditor: creditor.name }),
    brand: creditor.slug,
    key: getVisitKey(visit, request),
    async load() {
      const invoice = await context.app.readInvoice(getAccount(visit), address, creditor.timeZone)
      if (!invoice) throw new Response(null, { status: 404 })
      return {
        creditor,
        scope: visit.scope,
        invoice,
        disputes: invoice.kind === 'invoice' ? await listDisputes(context, visit, invoice.number) : [],
        today: visit.today,
        format: getFormatters(visit.formatLocale, creditor.timeZone),
      }
    },
  })
}

/** More of one invoice are on the page of all disputes. */
const MOST_DISPUTES = 20

async function listDisputes({ app }: AppLoadContext, visit: DebtorVisit, invoiceNumber: string) {
  const { disputes } = await app.listDisputes(getAccount(visit), {
    ...{ invoiceNumber, state: 'all', order: 'newest', offset: 0, limit: MOST_DISPUTES },
  })
  return disputes.map((dispute) => describeDispute(dispute, visit))
}

export default function InvoiceRoute() {
  const { creditor, scope, ...page } = useStaticModel<typeof loader>()
  return (
    <AccountFrame creditor={creditor} scope={scope} current="statement">
      <InvoicePage
        {...page}
        creditorName={creditor.name}
        mayPay={permits(scope, 'pay')}
        mayDispute={permits(scope, 'dispute')}
      />
    </AccountFrame>
  )
}
