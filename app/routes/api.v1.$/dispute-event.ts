/** What an outcome event says of a dispute. */
import { z } from 'zod'
import { DISPUTE_STATUSES, DISPUTE_STEPS } from '~/domain/dispute'
import { currency, instant, minor } from './scalars'

export const disputeEvent = z
  .looseObject({
    id: z.uuid(),
    reference: z.string(),
    status: z.string().meta({ description: `As it stands after the event: ${DISPUTE_STATUSES.join(', ')}` }),
    reasonCode: z.string().meta({ description: 'Peppol invoice response, OPStatusReason' }),
    actionCode: z.string().meta({ description: 'Peppol invoice response, OPStatusAction: what is asked for' }),
    currency,
    claimedMinor: minor.meta({ description: 'Gross of tax' }),
    grantedMinor: minor.meta({ description: 'Of it, once it is decided' }),
    lines: z.array(
      z
        .looseObject({
          position: z.int().meta({ description: 'Of the invoice’s line from 1; 0 for the invoice as a whole' }),
          kind: z.enum(['whole', 'quantity', 'price', 'amount']),
          claimedMinor: minor,
          grantedMinor: minor,
        })
        .partial({ grantedMinor: true }),
    ),
    side: z.enum(['debtor', 'creditor']).meta({ description: 'Whose step the event is' }),
    step: z.string().meta({ description: DISPUTE_STEPS.join(', ') }),
    text: z.string().meta({ description: 'What was said with it' }),
    fileCount: z.int(),
    answerDueAt: instant.meta({ description: 'When the side whose turn it is should have answered' }),
    creditNoteNumber: z.string().meta({ description: 'Of the credit note that the decision issued' }),
  })
  .partial({ grantedMinor: true, text: true, fileCount: true, answerDueAt: true, creditNoteNumber: true })
