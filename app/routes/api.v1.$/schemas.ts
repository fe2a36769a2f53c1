/** Schemas that several operations share. Amounts are integers of the currency's ISO 4217 minor unit. */
import { z } from 'zod'
import { currency, minor } from './scalars'

export { currency, day, instant, minor, sha256 } from './scalars'

export const sequence = z.int().min(0).meta({ description: 'Place in the creditor’s log, from 1, without gaps' })

export const externalIdPath = z.object({
  externalId: z.string().min(1).max(200).meta({ description: 'The creditor’s own number for the debtor' }),
})

/** A debtor as what is about it names it. */
export const namedDebtor = z.object({ externalId: z.string(), name: z.string() })

/** The debtor that a request is about. */
export const debtorNumber = z.string().min(1).max(200).meta({ description: 'External id' })

/** The invoices that a request is about: one to five hundred, or none to mean all that is due. */
export const chosenInvoices = z
  .array(z.string().min(1))
  .min(1)
  .max(500)
  .optional()
  .meta({ description: 'Numbers; else all that is due' })

/** A page's size, as text of the query. */
export const pageLimit = (maximum: number, standard: number) =>
  z.coerce.number().int().min(1).max(maximum).default(standard).meta({ description: 'Entries a page', type: 'integer' })

export const balance = z
  .object({
    currency,
    openMinor: minor.meta({ description: 'Of invoices: payable less what was allocated' }),
    overdueMinor: minor.meta({
      description:
        'The part of openMinor that is due now and whose due date has passed: without what is disputed, being paid or left to instalments',
    }),
    disputedMinor: minor,
    pendingMinor: minor.meta({ description: 'Reserved by payments under way' }),
    plannedMinor: minor.exactOptional().meta({
      description: 'What instalments that were agreed will pay; absent in events from before there were plans',
    }),
    creditMinor: minor.meta({ description: 'Left on credit notes' }),
    unappliedCreditMinor: minor.meta({ description: 'Paid beyond what was open' }),
    balanceMinor: minor.meta({ description: 'openMinor - creditMinor - unappliedCreditMinor' }),
  })
  .meta({ id: 'Balance', description: 'Where a debtor stands in one currency' })

export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: 'Stable: go by this' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z
      .array(z.object({ in: z.enum(['path', 'query', 'body']), pointer: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'Each wrong parameter or field, by JSON pointer' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' })

/** A file that is kept byte for byte. */
export const file = z.object({ filename: z.string(), mediaType: z.string(), byteSize: z.int() })
