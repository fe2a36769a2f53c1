/**
 * A debtor at a browser that loses its connection again and again. It keeps what it was told, so that the test can ask
 * afterwards whether anything the portal had confirmed was lost; and it sends a form again when no answer came.
 */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { isCurrencyCode } from '~/domain/currency'
import type { PaymentOrder } from '~/domain/payment-order'
import type { SandboxAction } from '~/gateways/sandbox/sandbox-checkout'
import type { Chance } from './chance'
import type { DebtorRequest } from './debtor-request'

/** A review form that was sent at least once. */
export interface SentForm {
  readonly key: string
  readonly order: PaymentOrder
  /** From the answer: the checkout it led to; null when no answer came, or nothing was left to pay by card. */
  checkoutId: string | null
  /** From the answer: credits were enough. */
  settledByCredit: boolean
  refused: boolean
  /** What was pressed on the sandbox's page. */
  pressed: SandboxAction[]
  /** What of it was answered. */
  confirmed: SandboxAction[]
}

export interface Portal {
  readonly origin: string
  /** The sandbox takes more than was asked for, as a provider's own mistake. */
  inflateCheckout(checkoutId: string, byMinor: number): Promise<void>
  reportAnswer(): void
  /** Something was answered that no debtor should see: a 500. */
  reportError(text: string): void
}

const payablesSchema = z.object({
  currencies: z.array(
    z.object({
      currency: z.string().refine(isCurrencyCode),
      invoices: z.array(z.object({ number: z.string(), dueNowMinor: z.number() })),
      credits: z.array(
        z.object({ kind: z.enum(['credit_note', 'unapplied_credit']), id: z.string(), openMinor: z.number() }),
      ),
    }),
  ),
  underWay: z.array(z.object({ id: z.string() })),
})

const startedSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    value: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('gateway'), url: z.url() }),
      z.object({ kind: z.literal('status'), id: z.string() }),
    ]),
  }),
  z.object({ ok: z.literal(false), failure: z.array(z.looseObject({ kind: z.string() })) }),
])

const sessionSchema = z.object({ sessionToken: z.string() })

/** The portal is gone in the middle of it: a debtor sees the browser's own error page. */
class ConnectionLost extends Error {}

export class DebtorAtBrowser {
  readonly forms: SentForm[] = []
  private sessionToken: string | null = null

  constructor(
    private readonly portal: Portal,
    private readonly linkToken: string,
    private readonly chance: Chance,
  ) {}

  /** Does one thing that people do. Ends quietly when the portal goes away under it. */
  async act(): Promise<void> {
    const { chance } = this
    await this.untilConnectionLost(async () => {
      const unfinished = this.forms.filter(isUnfinished)
      if (unfinished.length > 0 && chance.happens(0.45)) return this.resume(chance.pick(unfinished))
      const paid = this.forms.filter(({ confirmed }) => confirmed.includes('pay_by_card'))
      if (paid.length > 0 && chance.happens(0.06)) return this.takeBack(chance.pick(paid))
      if (chance.happens(0.05)) return this.cancelOne()
      return this.payAnew()
    })
  }

  /** Brings most of what was begun to an end, and leaves the rest as people do. */
  async finish(): Promise<void> {
    for (const form of this.forms.filter(isUnfinished)) {
      if (this.chance.happens(0.2)) continue
      await this.untilConnectionLost(() => this.resume(form))
    }
    if (this.chance.happens(0.5)) await this.untilConnectionLost(() => this.cancelOne())
  }

  private async payAnew(): Promise<void> {
    const order = await this.chooseOrder()
    if (!order) return
    const form: SentForm = {
      key: randomUUID(),
      order,
      checkoutId: null,
      settledByCredit: false,
      refused: false,
      pressed: [],
      confirmed: [],
    }
    this.forms.push(form)
    await this.resume(form)
  }

  /** Sends the form, again where it was sent before, sometimes twice at once; then goes on to the sandbox's page. */
  private async resume(form: SentForm): Promise<void> {
    const { chance } = this
    if (form.checkoutId === null || chance.happens(0.3)) {
      const times = chance.happens(0.2) ? 2 : 1
      const sent = await Promise.allSettled(Array.from({ length: times }, () => this.send(form)))
      for (const { reason } of sent.filter((result) => result.status === 'rejected')) throw reason
    }
    if (form.checkoutId === null || form.confirmed.length > 0 || chance.happens(0.1)) return
    if (chance.happens(0.2)) await this.portal.inflateCheckout(form.checkoutId, chance.between(1, 50_000))
    const action = choosePressed(chance)
    await this.press(form, action)
    if (action !== 'pay_by_card_with_authentication') return
    await this.press(form, chance.happens(0.8) ? 'authenticate' : 'fail_authentication')
  }

  private async send(form: SentForm): Promise<void> {
    const { key, order } = form
    const items = order.items.map((item) => ({ ...item }))
    const credits = order.credits.map((credit) => ({ ...credit }))
    const sessionToken = await this.openLink()
    const answer = startedSchema.parse(
      await this.ask({ kind: 'start', sessionToken, key, order: { currency: order.currency, items, credits } }),
    )
    if (!answer.ok) {
      form.refused = true
    } else if (answer.value.kind === 'gateway') {
      const checkoutId = answer.value.url.split('/').at(-1) ?? ''
      if (form.checkoutId !== null && form.checkoutId !== checkoutId) {
        this.portal.reportError(`the form ${key} led to two checkouts`)
      }
      form.checkoutId = checkoutId
    } else if (form.checkoutId === null && order.credits.length > 0) {
      form.settledByCredit = true
    }
  }

  private async press(form: SentForm, action: SandboxAction, refundMinor?: number): Promise<void> {
    if (form.checkoutId === null) return
    form.pressed.push(action)
    await this.post(`/sandbox/${form.checkoutId}`, { action, ...(refundMinor === undefined ? {} : { refundMinor }) })
    form.confirmed.push(action)
  }

  private async takeBack(form: SentForm): Promise<void> {
    const paidMinor = form.order.items.reduce((sum, item) => sum + item.amountMinor, 0)
    const whole = this.chance.happens(0.4)
    await this.press(
      form,
      this.chance.happens(0.7) ? 'refund' : 'charge_back',
      whole ? undefined : this.chance.between(1, Math.max(1, Math.floor(paidMinor / 3))),
    )
  }

  private async cancelOne(): Promise<void> {
    const { underWay } = await this.readPayables()
    if (underWay.length === 0) return
    const sessionToken = await this.openLink()
    await this.ask({ kind: 'cancel', sessionToken, paymentId: this.chance.pick(underWay).id })
  }

  /** One, two or three invoices, whole or in part, at times with a credit. Null when nothing is due. */
  private async chooseOrder(): Promise<PaymentOrder | null> {
    const { chance } = this
    const [payables] = (await this.readPayables()).currencies
    const due = payables?.invoices.filter((invoice) => invoice.dueNowMinor > 0) ?? []
    if (!payables || due.length === 0) return null
    const chosen = new Set(Array.from({ length: chance.between(1, 3) }, () => chance.pick(due)))
    const items = [...chosen].map(({ number, dueNowMinor }) => {
      const mostMinor = chance.happens(0.15) ? dueNowMinor : Math.min(dueNowMinor, chance.between(1, 100_000))
      return { number, amountMinor: mostMinor }
    })
    const totalMinor = items.reduce((sum, item) => sum + item.amountMinor, 0)
    const credit = payables.credits.length > 0 && chance.happens(0.3) ? chance.pick(payables.credits) : null
    const creditMinor = credit ? Math.min(credit.openMinor, totalMinor, chance.between(1, 40_000)) : 0
    return {
      currency: payables.currency,
      items,
      credits: credit ? [{ kind: credit.kind, id: credit.id, amountMinor: creditMinor }] : [],
    }
  }

  private async readPayables(): Promise<z.infer<typeof payablesSchema>> {
    return payablesSchema.parse(await this.ask({ kind: 'payables', sessionToken: await this.openLink() }))
  }

  /** The session of the link; a new one now and then, as from another device. */
  private async openLink(): Promise<string> {
    if (this.sessionToken === null || this.chance.happens(0.05)) {
      this.sessionToken = sessionSchema.parse(await this.ask({ kind: 'open', token: this.linkToken })).sessionToken
    }
    return this.sessionToken
  }

  private ask(request: DebtorRequest): Promise<unknown> {
    return this.post('/debtor', request)
  }

  private async post(path: string, content: unknown): Promise<unknown> {
    let status: number
    let text: string
    try {
      const response = await fetch(`${this.portal.origin}${path}`, { method: 'POST', body: JSON.stringify(content) })
      status = response.status
      text = await response.text()
    } catch (cause) {
      throw new ConnectionLost(path, { cause })
    }
    if (status !== 200) {
      this.portal.reportError(`${path} ${JSON.stringify(content)}: ${status} ${text}`)
      throw new ConnectionLost(path)
    }
    this.portal.reportAnswer()
    return JSON.parse(text)
  }

  private async untilConnectionLost(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error
    }
  }
}

function isUnfinished(form: SentForm): boolean {
  return !form.refused && !form.settledByCredit && form.confirmed.length === 0
}

function choosePressed(chance: Chance): SandboxAction {
  if (chance.happens(0.5)) return 'pay_by_card'
  return chance.pick([
    'pay_by_card_with_authentication',
    'be_declined',
    'pay_by_debit',
    'pay_by_debit',
    'pay_by_debit_that_fails',
    'cancel',
  ] as const)
}
