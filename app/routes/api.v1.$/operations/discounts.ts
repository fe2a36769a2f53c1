import { z } from 'zod'
import { findUnstorableText } from '~/domain/storable-text'
import { discountSource } from '../discount-event'
import { defineOperation } from '../operation'
import { currency, day, externalIdPath, minor } from '../schemas'

const offer = z
  .object({
    number: z.string(),
    currency,
    dueNowMinor: minor,
    deadlines: z
      .array(
        z.object({
          deadlineOn: day.meta({ description: 'Counts whole, in your time zone' }),
          amountMinor: minor.meta({ description: 'What paying all that is due now saves until then' }),
          source: discountSource,
          rateBps: z.int(),
        }),
      )
      .meta({ description: 'From today on, in order' }),
  })
  .meta({ id: 'DiscountOffer' })

export const getDiscountNote = defineOperation({
  method: 'GET',
  path: '/discount-notes/{number}',
  id: 'getDiscountNote',
  summary: 'The credit note of a discount that was taken, as UBL CreditNote',
  description:
    'By EN 16931, with the VAT that the discount corrects by rate; where the tax stays as it was charged, outside the scope of VAT. The note that takes a discount back is an Invoice that refers to it.',
  pathSchema: z.object({ number: z.string().max(200) }),
  output: { status: 200, schema: null, mediaType: 'application/xml' },
  problems: ['unknown-discount-note'],
  async handle({ app, creditor, path }) {
    const wanted = { creditorId: creditor.id, debtorId: null, noteNumber: path.number }
    const file = findUnstorableText(path.number) === null ? await app.readDiscountEInvoice(wanted) : null
    return file ? { body: null, file } : { problem: 'unknown-discount-note' }
  },
})

export const listDiscounts = defineOperation({
  method: 'GET',
  path: '/debtors/{externalId}/discounts',
  id: 'listDiscounts',
  summary: 'What a debtor can save today by paying early',
  pathSchema: externalIdPath,
  output: {
    status: 200,
    schema: z.object({
      transferDays: z.int().meta({ description: 'That a transfer ordered on the last day may take' }),
      offers: z.array(offer),
    }),
  },
  problems: ['unknown-debtor'],
  async handle({ app, creditor, path }) {
    const found = await app.findDebtor({ creditorId: creditor.id, externalId: path.externalId })
    if (!found) return { problem: 'unknown-debtor' }
    const account = { creditorId: creditor.id, debtorId: found.id }
    const { offers, transferDays } = await app.listDiscountOffers(account, 'all')
    return {
      body: {
        transferDays,
        offers: offers.map(({ number, currency: code, dueNowMinor, deadlines }) => ({
          ...{ number, currency: code, dueNowMinor },
          deadlines: deadlines.map(({ deadlineOn, amountMinor, source, rateBps }) => ({
            ...{ deadlineOn, amountMinor, source, rateBps },
          })),
        })),
      },
    }
  },
})
