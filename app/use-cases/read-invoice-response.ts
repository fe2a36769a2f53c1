import { dayOfInstant } from '~/domain/calendar-day'
import type { CreditorId, DisputeId } from '~/domain/ids'
import {
  addressParty,
  chooseResponseCode,
  describeClarifications,
  type InvoiceResponse,
} from '~/domain/invoice-response'
import type { UnitOfWork } from './ports/unit-of-work'

/** UNTDID 1001: commercial invoice, where the document names no type. */
const INVOICE = '380'

/**
 * A dispute as its debtor opened it, as the answer to the invoice that systems exchange. Null when it is not there.
 * The same however often it is asked for: what was said or decided later is no part of it.
 */
export async function readInvoiceResponse(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, disputeId }: { creditorId: CreditorId; disputeId: string },
): Promise<{ reference: string; response: InvoiceResponse } | null> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ creditors, debtors, disputes, invoices }) => {
    const creditor = await creditors.findById(creditorId)
    const dispute = await disputes.findById(creditorId, disputeId as DisputeId)
    const debtor = dispute && (await debtors.findById(creditorId, dispute.debtorId))
    const [invoice] = dispute ? await invoices.findByIds(creditorId, [dispute.invoiceId]) : []
    if (!creditor || !dispute || !debtor || !invoice) return null
    const { document, lines: ofInvoice } = await disputes.readDisputable(creditorId, dispute.invoiceId)
    const [contact] = await debtors.listContacts(creditorId, debtor.id)
    const [opened] = await disputes.listEntries(creditorId, dispute.id)
    const lines = (await disputes.listLines(creditorId, dispute.id)).map((line) => {
      const source = ofInvoice.find(({ position }) => position === line.position)
      return {
        ...line,
        ...{ lineId: source?.lineId ?? null, quantity: source?.quantity ?? null, netMinor: source?.netMinor ?? null },
      }
    })
    const email = dispute.openedByEmail ?? contact?.email
    const { buyer, seller } = document
    return {
      reference: dispute.reference,
      response: {
        id: dispute.reference,
        issuedAt: dispute.openedAt,
        note: null,
        sender: addressParty(
          buyer,
          { name: debtor.name, vatId: debtor.vatId ?? buyer.vatId ?? null, email: email ?? creditor.supportEmail },
          { name: dispute.openedByName ?? contact?.name ?? null, email: email ?? null },
        ),
        receiver: addressParty(
          seller,
          { name: creditor.name, vatId: creditor.vatId ?? seller?.vatId ?? null, email: creditor.supportEmail },
          null,
        ),
        code: chooseResponseCode(dispute, invoice.payableMinor),
        effectiveOn: dayOfInstant(dispute.openedAt, creditor.timeZone),
        clarifications: describeClarifications(dispute, lines, opened?.text ?? ''),
        invoice: { number: invoice.number, issueOn: invoice.issueOn, typeCode: document.typeCode ?? INVOICE },
      },
    }
  })
}
