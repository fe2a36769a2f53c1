/**
 * By which of a buyer's identifiers the creditor knows the debtor, where the file does not say so itself.
 *
 * BT-46 buyer identifier (usually the seller's own customer number), else BT-47 legal registration, BT-48 VAT, BT-49
 * electronic address, else a slug of name and postal code. Every file of one creditor goes by the same order, so the
 * same buyer with the same identifiers is the same debtor in UBL, CII and PDF.
 */
import type { Party } from '~/domain/invoice'

/** The debtor's external id, or null when the buyer has neither an identifier nor a name. */
export function identifyDebtor(buyer: Party): string | null {
  const identifier =
    buyer.identifiers?.[0] ??
    buyer.legalRegistrationId ??
    buyer.vatId?.replace(/\s+/g, '') ??
    buyer.electronicAddress?.value ??
    slugify(`${buyer.name} ${buyer.postalCode ?? ''}`)
  return identifier === '' ? null : identifier
}

/** Lower-case letters and digits of any script, joined by hyphens. */
export function slugify(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
}
