/** One invoice or credit note of the account. */
import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { AccountFrame } from '~/components/account-frame'
import { InvoicePage } from '~/components/invoice-page'
import { useStaticModel } from '~/components/static-page'
import { permits } from '~/domain/access-scope'
import type { AccountInvoice } from '~/domain/account-invoice'
import { getFormatters } from '~/i18n/formatters'
import { getTranslate } from '~/i18n/translator.server'
import { getAccount, getReadingContext } from '~/platform/http/debtor-account.server'
import { getVisitKey, requireDebtorVisit, type DebtorVisit } from '~/platform/http/debtor-visit.server'
import { readDocumentAddress } from '~/platform/http/document-address.server'
import { readOtherWays } from '~/platform/http/other-ways.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { describeDispute } from '~/platform/http/shown-dispute.server'

/** The page may be read while the session is being confirmed. */
export const handle = { isReadOnly: true }

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
      const invoice = await context.app.readInvoice(getAccount(visit), address, getReadingContext(visit))
      if (!invoice) throw new Response(null, { status: 404 })
      return {
        creditor,
        scope: visit.scope,
        invoice,
        discounts: await describeDiscounts(context.app, visit, invoice),
        disputes: invoice.disputes.map((dispute) =>
          describeDispute({ ...dispute, invoiceNumber: invoice.number }, visit),
        ),
        ways: await readOtherWays(context, visit),
        today: visit.today,
        format: getFormatters(visit.formatLocale, creditor.timeZone),
      }
    },
  })
}

/** What paying this invoice early saves; null for nothing. */
async function describeDiscounts(app: AppLoadContext['app'], visit: DebtorVisit, invoice: AccountInvoice) {
  if (!invoice.mayBeDiscounted) return null
  const { offers, transferDays } = await app.listDiscountOffers(getAccount(visit), { number: invoice.number })
  const [offer] = offers
  return offer ? { ...offer, transferDays } : null
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
