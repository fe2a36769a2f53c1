/** What a debtor's browser asks of the victim. */
import { z } from 'zod'
import { isCurrencyCode } from '~/domain/currency'

const amountSchema = z.number().int()

const orderSchema = z.object({
  currency: z.string().refine(isCurrencyCode),
  items: z.array(z.object({ number: z.string(), amountMinor: amountSchema })),
  credits: z.array(
    z.object({ kind: z.enum(['credit_note', 'unapplied_credit']), id: z.string(), amountMinor: amountSchema }),
  ),
})

const sessionSchema = z.object({ sessionToken: z.string() })

export const debtorRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), token: z.string() }),
  sessionSchema.extend({ kind: z.literal('payables') }),
  sessionSchema.extend({ kind: z.literal('start'), order: orderSchema, key: z.string() }),
  sessionSchema.extend({ kind: z.literal('cancel'), paymentId: z.string() }),
])

export type DebtorRequest = z.input<typeof debtorRequestSchema>
