import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import { createDiscountNote } from '~/domain/discount-note'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { InvoiceDocument, Party } from '~/domain/invoice'
import type { WriteEInvoice } from './ports/einvoice-writer'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

export interface DiscountEInvoiceRequest {
  readonly creditorId: CreditorId
  /** Null for the creditor, who sees everybody's. */
  readonly debtorId: DebtorId | null
  readonly noteNumber: string
}

/**
 * The credit note of a settlement discount as an e-invoice, or the invoice that takes one back; null where there is none
 * of that number. The same however often and by whomever it is asked for.
 */
export async function readDiscountEInvoice(
  { unitOfWork, writeEInvoice }: { unitOfWork: UnitOfWork; writeEInvoice: WriteEInvoice },
  request: DiscountEInvoiceRequest,
): Promise<{ filename: string; mediaType: string; content: Uint8Array } | null> {
  const { creditorId, debtorId, noteNumber } = request
  const scope =
    debtorId === null
      ? ({ kind: 'creditor', creditorId } as const)
      : ({ kind: 'debtor', creditorId, debtorId } as const)
  const document = await unitOfWork.run(scope, (transaction) => readNote(transaction, request))
  if (!document) return null
  const content = new TextEncoder().encode(writeEInvoice(document))
  return { filename: `${noteNumber}.xml`, mediaType: 'application/xml', content }
}

async function readNote(
  { creditors, debtors, discounts, disputes, invoices }: Transaction,
  { creditorId, debtorId, noteNumber }: DiscountEInvoiceRequest,
): Promise<InvoiceDocument | null> {
  const discount = await discounts.findByNote(creditorId, noteNumber)
  if (!discount || (debtorId !== null && discount.debtorId !== debtorId)) return null
  const creditor = await creditors.findById(creditorId)
  const debtor = await debtors.findById(creditorId, discount.debtorId)
  const [invoice] = await invoices.findByIds(creditorId, [discount.invoiceId])
  if (!creditor || !debtor || !invoice) return null
  const { document } = await disputes.readDisputable(creditorId, invoice.id)
  const [first] = discount.reversesId === null ? [] : await discounts.listTaken(creditorId, [discount.reversesId])
  const { number, issueOn, currency } = invoice
  return createDiscountNote({
    ...{ number: noteNumber, currency, debtorExternalId: debtor.externalId },
    issueOn: dayOfInstant(discount.at, creditor.timeZone),
    ...{ taxParts: discount.taxParts, taxMode: discount.taxMode },
    // By numbers and days, in no language.
    text: `${number} · ${discount.rateBps / 100} % · ${discount.deadlineOn}`,
    seller: describeSeller(document.seller, creditor),
    buyer: describeBuyer(document.buyer, debtor),
    invoice: { number, issueOn, document },
    cancels: discount.amountMinor < 0 ? (first?.noteNumber ?? null) : null,
  })
}

/** As the invoice names it; what it leaves out is the creditor's own. */
function describeSeller(seller: Party | undefined, { name, vatId, countryCode, addressLines }: Creditor): Party {
  const own = { name, countryCode, addressLines, ...(vatId === null ? {} : { vatId }) }
  return { ...own, ...seller }
}

function describeBuyer(buyer: Party, { vatId, countryCode, addressLines }: Debtor): Party {
  return {
    ...{ addressLines, ...(countryCode === null ? {} : { countryCode }), ...(vatId === null ? {} : { vatId }) },
    ...buyer,
  }
}
