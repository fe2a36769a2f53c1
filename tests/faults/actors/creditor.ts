/**
 * A creditor's system at the API: gives money back in parts, enters what came otherwise, corrects it, and compares its
 * books. What got no answer it asks for again under the same key.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Chance } from '../chance'
import type { CreditorAccount } from '../portal/population'
import { ask, ConnectionLost, type Portal } from './browser'

/** A request that was sent at least once. */
export interface SentRequest {
  readonly kind: 'refund' | 'manual_payment' | 'correction' | 'reconciliation'
  readonly key: string
  readonly path: string
  readonly body: object
  /** Of the first answer that was no refusal: the id of what was made. */
  madeId: string | null
  isRefused: boolean
}

const eventsSchema = z.object({
  events: z.array(
    z.object({ type: z.string(), data: z.looseObject({ payment: z.looseObject({ id: z.string() }).optional() }) }),
  ),
  nextAfter: z.number(),
})
const paymentSchema = z.looseObject({
  id: z.string(),
  gateway: z.string(),
  refundableMinor: z.number(),
  currency: z.string(),
})
const madeSchema = z.looseObject({ id: z.string() })
const runsSchema = z.object({
  runs: z.array(z.looseObject({ gateway: z.string(), endedAt: z.string().nullable(), correctedCount: z.number() })),
})
const differencesSchema = z.object({ differences: z.array(z.unknown()) })

export class CreditorAtApi {
  readonly requests: SentRequest[] = []
  private readonly paymentIds: string[] = []
  private after = 0

  constructor(
    private readonly portal: Portal,
    private readonly account: CreditorAccount,
    private readonly chance: Chance,
  ) {}

  async act(): Promise<void> {
    const { chance } = this
    try {
      const unanswered = this.requests.filter(isUnanswered)
      if (unanswered.length > 0 && chance.happens(0.6)) await this.send(chance.pick(unanswered))
      else if (chance.happens(0.3)) await this.readEvents()
      else if (chance.happens(0.6)) await this.giveBack()
      else if (chance.happens(0.7)) await this.enterPayment({ isTooMuch: chance.happens(0.2) })
      else await this.send(this.prepare('reconciliation', '/reconciliations', {}))
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error
    }
    await sleep(chance.between(50, 400))
  }

  /** Asks again for whatever got no answer, until it has one; what chance has left out so far is done last. */
  async finish(): Promise<void> {
    for (const request of this.requests.filter(isUnanswered)) await this.send(request)
    await this.enterPayment({ isTooMuch: true })
    await this.readEvents()
    await this.giveBackPart()
  }

  async startReconciliation(): Promise<void> {
    await this.send(this.prepare('reconciliation', '/reconciliations', {}))
  }

  /** Of the newest run of each provider; null while one is under way. */
  async readReconciliation(): Promise<{ correctedCount: number; openDifferences: unknown[] } | null> {
    const { runs } = runsSchema.parse(await this.get('/reconciliations'))
    const newest = [...new Map(runs.toReversed().map((run) => [run.gateway, run])).values()]
    if (newest.some(({ endedAt }) => endedAt === null)) return null
    const { differences } = differencesSchema.parse(await this.get('/reconciliation-differences?state=open'))
    return {
      correctedCount: newest.reduce((sum, run) => sum + run.correctedCount, 0),
      openDifferences: differences,
    }
  }

  private async readEvents(): Promise<void> {
    const page = eventsSchema.parse(await this.get(`/events?after=${this.after}&limit=200`))
    this.after = page.nextAfter
    for (const { type, data } of page.events) {
      if (type === 'payment.succeeded' && data.payment) this.paymentIds.push(data.payment.id)
    }
  }

  private async giveBack(): Promise<void> {
    const { chance } = this
    if (this.paymentIds.length === 0) return this.readEvents()
    const payment = paymentSchema.parse(await this.get(`/payments/${chance.pick(this.paymentIds)}`))
    if (payment.refundableMinor === 0) return
    const amountMinor = chance.happens(0.4) ? payment.refundableMinor : chance.between(1, payment.refundableMinor)
    // What Adyen and Stripe count in other units is not paid in here; yen have none smaller.
    const kind = payment.gateway === 'manual' ? 'correction' : 'refund'
    const body = { ...(chance.happens(0.2) ? {} : { amountMinor }), reason: 'returned goods' }
    const request = this.prepare(kind, `/payments/${payment.id}/${kind}s`, body)
    await Promise.all(Array.from({ length: chance.happens(0.2) ? 2 : 1 }, () => this.send(request)))
  }

  /** The least there is, of the newest payment that a provider took and that has more left. */
  private async giveBackPart(): Promise<void> {
    for (const id of this.paymentIds.toReversed()) {
      const payment = paymentSchema.parse(await this.get(`/payments/${id}`))
      if (payment.gateway === 'manual' || payment.refundableMinor < 2) continue
      const request = this.prepare('refund', `/payments/${id}/refunds`, { amountMinor: 1, reason: 'returned goods' })
      await this.send(request)
      if (!request.isRefused) return
    }
  }

  /** Too much: all of it is for one invoice, and more than that can take. */
  private async enterPayment({ isTooMuch }: { isTooMuch: boolean }): Promise<void> {
    const { chance, account } = this
    const { externalId, invoiceNumbers } = chance.pick(account.debtors)
    await this.send(
      this.prepare('manual_payment', `/debtors/${encodeURIComponent(externalId)}/payments`, {
        currency: account.currency,
        amountMinor: isTooMuch ? 1_000_000 : chance.between(100, 60_000),
        ...(isTooMuch ? { invoices: [chance.pick(invoiceNumbers)] } : {}),
        way: chance.pick(['cash', 'cheque', 'other']),
        receivedOn: '2026-10-30',
      }),
    )
  }

  private prepare(kind: SentRequest['kind'], path: string, body: object): SentRequest {
    const request = { kind, key: randomUUID(), path, body, madeId: null, isRefused: false }
    this.requests.push(request)
    return request
  }

  private async send(request: SentRequest): Promise<void> {
    const answer = await ask(this.portal, `/api/v1${request.path}`, {
      method: 'POST',
      body: JSON.stringify(request.body),
      headers: {
        Authorization: `Bearer ${this.account.apiKey}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': request.key,
      },
    })
    const text = await answer.text()
    if (!answer.ok) {
      // The same key is being worked on: it is asked for again.
      if (answer.status === 409 && text.includes('in-progress')) return
      if (answer.status !== 409 && answer.status !== 422) this.report(request.path, answer.status, text)
      if (request.madeId !== null) this.report(`${request.path} again`, answer.status, text)
      request.isRefused = true
      return
    }
    const madeId = madeSchema.safeParse(JSON.parse(text)).data?.id ?? 'made'
    if (request.madeId !== null && request.madeId !== madeId) this.report(request.path, answer.status, text)
    request.madeId = madeId
  }

  private async get(path: string): Promise<unknown> {
    const headers = { Authorization: `Bearer ${this.account.apiKey}` }
    const answer = await ask(this.portal, `/api/v1${path}`, { headers })
    const text = await answer.text()
    if (!answer.ok) this.report(path, answer.status, text)
    return JSON.parse(text)
  }

  private report(path: string, status: number, text: string): void {
    this.portal.reportError(`API ${path}: ${status} ${text.slice(0, 400)}`)
  }
}

function isUnanswered({ madeId, isRefused }: SentRequest): boolean {
  return madeId === null && !isRefused
}
