import type { OfferEndReason, OfferStep, SettlementOfferStatus } from '~/domain/settlement-offer'
import type { BadgeTone } from '../badge'

/** A settlement offer, written in the reader's language. */
export interface ShownOffer {
  readonly id: string
  readonly reference: string
  readonly status: SettlementOfferStatus
  readonly debtor: { readonly externalId: string; readonly name: string }
  readonly owed: string
  readonly offered: string
  readonly waived: string
  readonly payBy: string
  readonly answerBy: string
  readonly openedAt: string
  readonly agreedAt: string | null
  readonly agreedBy: string | null
  readonly agreementSha256: string | null
  /** Of the plan that it takes the place of. */
  readonly planReference: string | null
  readonly endedReason: OfferEndReason | null
  readonly invoices: readonly {
    readonly number: string
    readonly dueOn: string
    readonly due: string
    readonly paid: string
    readonly waived: string
  }[]
}

/** What one side did and said. */
export interface ShownOfferEntry {
  readonly id: string
  readonly step: OfferStep
  readonly who: string
  readonly at: string
  readonly amount: string
  readonly day: string
  readonly text: string
}

export const OFFER_TONES: Readonly<Record<SettlementOfferStatus, BadgeTone>> = {
  proposed: 'note',
  offered: 'note',
  agreed: 'good',
  fulfilled: 'good',
  broken: 'warn',
  declined: 'plain',
  withdrawn: 'plain',
  expired: 'plain',
}
