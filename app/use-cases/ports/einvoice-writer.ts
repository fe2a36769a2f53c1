import type { InvoiceDocument } from '~/domain/invoice'

/** Writes a document that the portal issues as XML that accounting systems read. */
export type WriteEInvoice = (document: InvoiceDocument) => string
