/** Where the jobs of a past that is played go: mails and deliveries of then are not made up for, the rest is asked for. */
import { z } from 'zod'
import type { JobSender } from '~/data/job-queue.server'

const account = { creditorId: z.string(), debtorId: z.string() }

const mailSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('one-time-code'), ...account, codeId: z.string(), to: z.string(), locale: z.string() }),
  z.object({ kind: z.literal('reminder'), ...account, noticeId: z.string(), to: z.string(), locale: z.string() }),
])

const chargeSchema = z.object({ ...account, paymentId: z.string() })

type PastMail = z.infer<typeof mailSchema>
type PastCharge = z.infer<typeof chargeSchema>

export interface PastJobs {
  sender: JobSender
  /** Mails with a code and reminders that were to be sent since it was last asked. */
  takeMails(): PastMail[]
  /** Charges of kept methods that were to be made since it was last asked. */
  takeCharges(): PastCharge[]
}

export function createPastJobs(): PastJobs {
  let mails: PastMail[] = []
  let charges: PastCharge[] = []
  return {
    sender: {
      send(_prisma, name, payload) {
        const mail = name === 'send-mail' ? mailSchema.safeParse(payload) : undefined
        if (mail?.success) mails.push(mail.data)
        if (name === 'charge-saved-method') charges.push(chargeSchema.parse(payload))
        return Promise.resolve()
      },
    },
    takeMails() {
      const taken = mails
      mails = []
      return taken
    },
    takeCharges() {
      const taken = charges
      charges = []
      return taken
    },
  }
}
