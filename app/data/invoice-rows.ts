/** A document as the rows it is stored in; members are named as the columns. Nothing of the document is lost. */
import type { InvoiceDocument, InvoiceLine } from '~/domain/invoice'
import type { InvoiceToInsert } from '~/use-cases/ports/invoice-import-repository'

export function describeInvoiceRows({ id, debtorId, document, posting, ...origin }: InvoiceToInsert) {
  return {
    invoice: {
      id,
      debtor_id: debtorId,
      kind: posting.kind,
      number: document.number,
      issue_on: document.issueOn,
      due_on: posting.dueOn,
      currency: document.currency,
      purchase_order: document.purchaseOrder ?? null,
      payable_minor: posting.payableMinor,
      net_minor: posting.netMinor,
      tax_minor: posting.taxMinor,
      open_minor: posting.openMinor,
      line_count: document.lines.length,
      content_sha256: origin.contentSha256,
      source_format: origin.format,
      source_file_id: origin.sourceFileId,
      details: describeDetails(document),
      settled_on: posting.settledOn,
    },
    lines: document.lines.map((line, index) => ({
      invoice_id: id,
      position: index + 1,
      debtor_id: debtorId,
      ...describeLine(line),
    })),
    attachments: document.attachments.map(({ reference, description, url }, index) => ({
      id: origin.attachments[index]?.id ?? null,
      debtor_id: debtorId,
      invoice_id: id,
      position: index + 1,
      reference: reference ?? null,
      description: description ?? null,
      url: url ?? null,
      file_id: origin.attachments[index]?.fileId ?? null,
    })),
  }
}

/** The document without its lines, which have a table, and without the attachments' bytes, which have a file. */
function describeDetails({ lines: _, attachments, ...rest }: InvoiceDocument) {
  return { ...rest, attachments: attachments.map(({ content: _content, ...attachment }) => attachment) }
}

/** Numbers go as text and become `numeric`, which keeps the document's own decimals. */
function describeLine({ lineId, name, quantity, unitCode, unitPrice, netMinor, taxPercent, ...rest }: InvoiceLine) {
  return {
    line_id: lineId,
    name,
    quantity,
    unit_code: unitCode ?? null,
    unit_price: unitPrice ?? null,
    net_minor: netMinor,
    tax_percent: taxPercent ?? null,
    details: Object.keys(rest).length === 0 ? null : rest,
  }
}
