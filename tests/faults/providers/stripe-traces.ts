/** What there is at the double of Stripe for a bank to act on, learned from its events: thousands are never read again. */
import type { StripeSimulator } from '../../simulators/stripe/stripe-simulator'
import type { Chance } from '../chance'

export class StripeTraces {
  private seen = 0
  private readonly intents: string[] = []
  private readonly charges: string[] = []
  private readonly refunds: string[] = []
  private readonly disputes: string[] = []

  constructor(private readonly stripe: StripeSimulator) {}

  pickDebitUnderWay(chance: Chance) {
    return this.pick(
      this.intents,
      chance,
      (id) => this.stripe.read('payment_intent', id),
      (intent) => intent.status === 'processing',
    )
  }

  /** A charge of which something is left. */
  pickHeldCharge(chance: Chance) {
    const read = (id: string) => this.stripe.read('charge', id)
    return this.pick(this.charges, chance, read, (charge) => {
      const leftMinor = charge.amount_captured - charge.amount_refunded
      return charge.status === 'succeeded' && !charge.disputed && leftMinor > 0
    })
  }

  pickRefund(chance: Chance, status: 'pending' | 'succeeded') {
    return this.pick(
      this.refunds,
      chance,
      (id) => this.stripe.read('refund', id),
      (refund) => refund.status === status,
    )
  }

  pickUndecidedDispute(chance: Chance) {
    const read = (id: string) => this.stripe.read('dispute', id)
    return this.pick(this.disputes, chance, read, (dispute) => dispute.status === 'needs_response')
  }

  /** One that fits, of a few that are looked at; null when none of them does. */
  private pick<Item>(
    ids: readonly string[],
    chance: Chance,
    read: (id: string) => Item,
    fits: (item: Item) => boolean,
  ): Item | null {
    this.learn()
    for (let look = 0; look < 8 && ids.length > 0; look += 1) {
      // What is new is more often still open.
      const index = chance.happens(0.5) ? chance.between(Math.max(0, ids.length - 12), ids.length - 1) : null
      const item = read(index === null ? chance.pick(ids) : (ids[index] ?? chance.pick(ids)))
      if (fits(item)) return item
    }
    return null
  }

  private learn(): void {
    const { events } = this.stripe.webhooks
    for (; this.seen < events.length; this.seen += 1) {
      const event = events[this.seen]
      const { id } = (event?.data.object ?? {}) as { id?: string }
      if (id === undefined) continue
      if (event?.type === 'payment_intent.processing') this.intents.push(id)
      if (event?.type === 'charge.succeeded') this.charges.push(id)
      if (event?.type === 'refund.created') this.refunds.push(id)
      if (event?.type === 'charge.dispute.created') this.disputes.push(id)
    }
  }
}
