/**
 * The demo's three creditors and their debtors, as `<creditor>/creditor.json` states them.
 *
 * Everyone and everything in those files is invented. E-mail domains are reserved ones, bank codes belong to no bank
 * (their check digits are right, so that software which checks them accepts them) and telephone numbers come from the
 * ranges kept free for fiction.
 */
import { z } from 'zod'
import { isCurrencyCode, type CurrencyCode } from '~/domain/currency'
import cedarwick from './cedarwick/creditor.json' with { type: 'json' }
import pellbrook from './pellbrook/creditor.json' with { type: 'json' }
import wattenhorst from './wattenhorst/creditor.json' with { type: 'json' }

const text = z.string().trim().min(1)
const currencyCode = z.custom<CurrencyCode>((value) => typeof value === 'string' && isCurrencyCode(value))
const electronicAddress = z.strictObject({ scheme: text, value: text })

const partySchema = {
  name: text,
  addressLines: z.array(text).min(1),
  city: text,
  postalCode: text,
  region: z.exactOptional(text),
  countryCode: z.string().regex(/^[A-Z]{2}$/),
  vatId: z.exactOptional(text),
  legalRegistrationId: z.exactOptional(text),
  electronicAddress,
}

const contactSchema = z.strictObject({ name: text, email: z.email(), role: text, isPrimary: z.boolean() })

const debtorSchema = z.strictObject({
  ...partySchema,
  /** The creditor's own number for the debtor. */
  externalId: text,
  /** BCP 47; the language its links and letters are written in. */
  locale: text,
  /** The currency most of its invoices are in. */
  currency: currencyCode,
  contacts: z.array(contactSchema).min(1),
})

const bankAccountSchema = z.strictObject({
  label: text,
  currency: currencyCode,
  accountName: text,
  iban: z.exactOptional(text),
  bic: z.exactOptional(text),
  accountNumber: z.exactOptional(text),
  /** A sort code in the United Kingdom, an ABA routing number in the United States. */
  routing: z.exactOptional(text),
})

const creditorSchema = z.strictObject({
  ...partySchema,
  slug: z.string().regex(/^[a-z0-9-]+$/),
  tradingName: text,
  /** IANA name. */
  timeZone: text,
  defaultCurrency: currencyCode,
  defaultLocale: text,
  brandColor: z.string().regex(/^#[0-9a-f]{6}$/),
  supportContact: text,
  supportEmail: z.email(),
  supportPhone: text,
  defaultTermsDays: z.int().positive(),
  bankAccounts: z.array(bankAccountSchema).min(1),
  /** `password` is the demo's, printed when it starts; never reuse it. */
  consoleUsers: z.array(
    z.strictObject({ name: text, email: z.email(), role: z.enum(['owner', 'collector', 'viewer']), password: text }),
  ),
  debtors: z.array(debtorSchema).min(1),
})

export type SampleCreditor = z.infer<typeof creditorSchema>
export type SampleDebtor = z.infer<typeof debtorSchema>

export const sampleCreditors: readonly SampleCreditor[] = [wattenhorst, pellbrook, cedarwick].map((json) =>
  creditorSchema.parse(json),
)

/** Throws when there is no such creditor among the samples. */
export function getSampleCreditor(slug: string): SampleCreditor {
  const creditor = sampleCreditors.find((candidate) => candidate.slug === slug)
  if (!creditor) throw new RangeError(`no sample creditor ${slug}`)
  return creditor
}

/** Throws when the creditor has no such debtor among the samples. */
export function getSampleDebtor(creditor: SampleCreditor, externalId: string): SampleDebtor {
  const debtor = creditor.debtors.find((candidate) => candidate.externalId === externalId)
  if (!debtor) throw new RangeError(`no sample debtor ${externalId} of ${creditor.slug}`)
  return debtor
}
