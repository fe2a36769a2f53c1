/** Carries out what happened on the sample accounts, through the same use cases as a debtor's visit. */
import { randomUUID } from 'node:crypto'
import type { CreditorId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import { createMoney } from '~/domain/money'
import type { PaymentOrder } from '~/domain/payment-order'
import type {
  CreditApplied,
  DisputeOpened,
  LinkIssued,
  PaymentFailed,
  PaymentSucceeded,
  SampleScenario,
  ScenarioInvoice,
} from '../../prisma/samples/scenario'
import { listAgreementSteps } from './play-agreement'
import {
  describePayer,
  findSampleAccount,
  issueSampleLink,
  momentOf,
  readCurrency,
  type HistoryStep,
  type ScenarioContext,
  type Seeder,
} from './sample-account'

type PaymentScenario = Extract<SampleScenario, { method: unknown }>

export function listScenarioSteps(scenario: SampleScenario, context: ScenarioContext): HistoryStep[] {
  switch (scenario.kind) {
    case 'link_issued':
      return listLinkSteps(scenario, context)
    case 'dispute_opened':
      return listDisputeSteps(scenario, context)
    case 'plan_proposed':
    case 'promise_made':
    case 'settlement_offered':
      return listAgreementSteps(scenario, context)
    case 'credit_applied':
      return [
        {
          at: momentOf(context, scenario.daysAgo, 0),
          play: (seeder) => applyCredit(seeder, scenario, context),
        },
      ]
    default:
      return listPaymentSteps(scenario, context)
  }
}

function listPaymentSteps(scenario: PaymentScenario, context: ScenarioContext): HistoryStep[] {
  const { creditorId, index } = context
  const key = `sample-${index}`
  // A checkout that still waits for its payer was left a moment ago: older ones have expired.
  const startedAt =
    scenario.kind === 'payment_needs_authentication' ? context.now : momentOf(context, scenario.daysAgo, 0)
  const start: HistoryStep = {
    at: startedAt,
    play: (seeder) => startSamplePayment(seeder, scenario, creditorId, key),
  }
  const tell = (at: Date, kind: 'processing' | 'succeeded' | 'failed' | 'canceled' | 'expired'): HistoryStep => ({
    at,
    play: (seeder) => tellOutcome(seeder, scenario, { creditorId, key, kind, at }),
  })
  const soon = momentOf(context, scenario.daysAgo, 1)
  const isDebit = scenario.method === 'bank_debit'
  switch (scenario.kind) {
    case 'payment_needs_authentication':
      return [start]
    case 'payment_processing':
      return [start, tell(soon, 'processing')]
    case 'payment_canceled':
      return [start, tell(soon, 'canceled')]
    case 'payment_expired':
      return [start, tell(momentOf(context, scenario.daysAgo, 61), 'expired')]
    case 'payment_succeeded':
    case 'payment_failed': {
      const days = countDaysUntilOutcome(scenario)
      const outcome = scenario.kind === 'payment_succeeded' ? 'succeeded' : 'failed'
      const end = tell(days === 0 ? soon : momentOf(context, scenario.daysAgo - days, 1), outcome)
      return isDebit && days > 0 ? [start, tell(soon, 'processing'), end] : [start, end]
    }
  }
}

function countDaysUntilOutcome(scenario: PaymentSucceeded | PaymentFailed): number {
  return (scenario.kind === 'payment_succeeded' ? scenario.settlesAfterDays : scenario.failsAfterDays) ?? 0
}

async function startSamplePayment(
  seeder: Seeder,
  scenario: PaymentScenario,
  creditorId: CreditorId,
  key: string,
): Promise<void> {
  const payer = await describePayer(seeder, creditorId, scenario.debtorExternalId)
  const { debtorId } = payer
  if (await seeder.findStarted({ creditorId, debtorId, idempotencyKey: key })) return
  const items = await resolveAmounts(seeder, { creditorId, debtorId, invoices: scenario.invoices })
  const order: PaymentOrder = { currency: readCurrency(scenario.currency), items, credits: [] }
  const text = scenario.kind === 'payment_succeeded' ? scenario.keepsBy : undefined
  if (text === undefined) return start(seeder, { payer, order, idempotencyKey: key })
  const code = await seeder.requestCode({ ...payer, purpose: 'save_method' })
  const keep = { ...code, text, language: payer.locale, clientHint: null }
  await start(seeder, { payer, order, idempotencyKey: key, way: null, keep })
}

async function applyCredit(seeder: Seeder, scenario: CreditApplied, { creditorId, index }: ScenarioContext) {
  const key = `sample-${index}`
  const payer = await describePayer(seeder, creditorId, scenario.debtorExternalId)
  const { debtorId } = payer
  if (await seeder.findStarted({ creditorId, debtorId, idempotencyKey: key })) return
  const numbers = [scenario.creditNoteNumber]
  const [creditNote] = await seeder.findBalances({ creditorId, debtorId, kind: 'credit_note', numbers })
  if (!creditNote) throw new Error(`there is no credit note ${scenario.creditNoteNumber}`)
  let left = creditNote.openMinor
  const due = await resolveAmounts(seeder, { creditorId, debtorId, invoices: scenario.invoices })
  const items = due.flatMap(({ number, amountMinor }) => {
    const used = Math.min(amountMinor, left)
    left -= used
    return used === 0 ? [] : [{ number, amountMinor: used }]
  })
  const usedMinor = creditNote.openMinor - left
  const credits = [{ kind: 'credit_note' as const, id: creditNote.id, amountMinor: usedMinor }]
  await start(seeder, { payer, order: { currency: creditNote.currency, items, credits }, idempotencyKey: key })
}

async function start(seeder: Seeder, input: Parameters<Seeder['startPayment']>[0]): Promise<void> {
  const started = await seeder.startPayment(input)
  if (!started.ok) throw new Error(`${input.idempotencyKey} was refused: ${JSON.stringify(started.failure)}`)
}

async function tellOutcome(
  seeder: Seeder,
  scenario: PaymentScenario,
  event: {
    creditorId: CreditorId
    key: string
    kind: 'processing' | 'succeeded' | 'failed' | 'canceled' | 'expired'
    at: Date
  },
): Promise<void> {
  const { creditorId, key, kind, at } = event
  const { debtorId } = await describePayer(seeder, creditorId, scenario.debtorExternalId)
  const payment = await seeder.findStarted({ creditorId, debtorId, idempotencyKey: key })
  if (!payment || payment.gatewayReference === null) throw new Error(`${key} has no checkout`)
  const surplusMinor = scenario.kind === 'payment_succeeded' ? (scenario.surplusMinor ?? 0) : 0
  const amountMinor = payment.amountMinor + surplusMinor
  const amount = createMoney(amountMinor, readCurrency(scenario.currency))
  const failureCode = scenario.kind === 'payment_failed' && kind === 'failed' ? scenario.failure : null
  const method = scenario.method === 'bank_debit' ? 'bank_debit' : 'card'
  await seeder.keepAtSandbox(payment.gatewayReference, { status: kind, amount, method, failureCode })
  const result = await seeder.takeGatewayEvent({
    gateway: 'sandbox',
    eventId: `${payment.gatewayReference}-${kind}`,
    kind: `payment_${kind}`,
    gatewayReference: payment.gatewayReference,
    occurredAt: at,
    amount,
    method: scenario.method,
    ...(failureCode === null ? {} : { failureCode }),
  })
  if (result !== null && result !== 'applied') throw new Error(`${key}: the event "${kind}" was ${result}`)
  if (kind !== 'succeeded') return
  if (scenario.kind === 'payment_succeeded' && scenario.keepsBy !== undefined) {
    await seeder.keepMethodAtSandbox(payment.gatewayReference, { methodId: `sandbox_method_${key}`, at, amount })
  }
  await seeder.learnPaymentDetails({ creditorId, debtorId, paymentId: payment.id, attempt: 1 })
}

/** Amounts of invoices named by a scenario; `open` is what may be paid now. */
async function resolveAmounts(
  seeder: Seeder,
  input: {
    creditorId: CreditorId
    debtorId: Awaited<ReturnType<typeof describePayer>>['debtorId']
    invoices: readonly ScenarioInvoice[]
  },
): Promise<{ number: string; amountMinor: number }[]> {
  const { invoices, ...account } = input
  const numbers = invoices.map(({ number }) => number)
  const balances = await seeder.findBalances({ ...account, kind: 'invoice', numbers })
  const dueNow = new Map(balances.map((balance) => [balance.number, computeDueNow(balance)]))
  return invoices.map(({ number, amountMinor }) => {
    const due = dueNow.get(number)
    if (due === undefined) throw new Error(`there is no invoice ${number}`)
    return { number, amountMinor: amountMinor === 'open' ? due : amountMinor }
  })
}

function listLinkSteps(scenario: LinkIssued, context: ScenarioContext): HistoryStep[] {
  const { creditorId } = context
  let issued: { token: string; linkId: Parameters<Seeder['revokeAccessLink']>[0]['linkId'] } | undefined
  const steps: HistoryStep[] = [
    {
      at: momentOf(context, scenario.daysAgo, 0),
      async play(seeder) {
        const { url, link } = await issueSampleLink(seeder, creditorId, scenario)
        issued = { token: url.split('/').at(-1) ?? '', linkId: link.id }
      },
    },
  ]
  for (const daysAgo of scenario.openedDaysAgo ?? []) {
    steps.push({
      at: momentOf(context, daysAgo, 5),
      play: async (seeder) => {
        if (issued) await seeder.openAccessLink({ token: issued.token, clientHint: null })
      },
    })
  }
  if (scenario.revokedDaysAgo !== undefined) {
    steps.push({
      at: momentOf(context, scenario.revokedDaysAgo, 10),
      play: async (seeder) => {
        if (issued) await seeder.revokeAccessLink({ creditorId, linkId: issued.linkId, by: 'console' })
      },
    })
  }
  return steps
}

/** Days for which the link lives by which a sample dispute was opened. */
const DISPUTE_LINK_DAYS = 3

function listDisputeSteps(scenario: DisputeOpened, context: ScenarioContext): HistoryStep[] {
  const { accepted } = scenario
  const open: HistoryStep = {
    at: momentOf(context, scenario.daysAgo, 0),
    async play(seeder) {
      await openSampleDispute(seeder, scenario, context)
    },
  }
  if (accepted === undefined) return [open]
  return [
    open,
    {
      at: momentOf(context, accepted.daysAgo, 1),
      async play(seeder) {
        // Asked for again, it answers what it opened.
        const { id, version, endedAt, claimedMinor } = await openSampleDispute(seeder, scenario, context)
        if (endedAt !== null) return
        const decided = await seeder.decideDispute({
          ...{ creditorId: context.creditorId, disputeId: id, entryId: randomUUID(), version, text: accepted.text },
          granted: new Map([[scenario.line.position, claimedMinor]]),
          ...{ creditNoteNumber: null, decidedBy: 'system', name: null },
        })
        if (!decided.ok) throw new Error(`sample-${context.index}: ${JSON.stringify(decided.failure)}`)
      },
    },
  ]
}

async function openSampleDispute(seeder: Seeder, scenario: DisputeOpened, { creditorId, index }: ScenarioContext) {
  const { debtorExternalId, recipientEmail, invoiceNumber, line, reason, action, text } = scenario
  const { debtor } = await findSampleAccount(seeder, creditorId, debtorExternalId)
  const scope = ['view', 'dispute'] as const
  const { link, name } = await issueSampleLink(seeder, creditorId, {
    ...{ debtorExternalId, recipientEmail, scope, lifetimeDays: DISPUTE_LINK_DAYS },
  })
  const opened = await seeder.openDisputes({
    disputant: {
      ...{ creditorId, debtorId: debtor.id, linkId: link.id, scope, name, email: recipientEmail },
      locale: debtor.locale ?? 'en',
    },
    idempotencyKey: `sample-${index}`,
    ...{ reason, action, text, files: [] },
    invoices: [
      {
        number: invoiceNumber,
        lines: [{ position: line.position, claim: { kind: 'quantity', quantity: line.quantity } }],
      },
    ],
  })
  const dispute = opened.ok ? opened.value[0] : undefined
  if (!dispute) throw new Error(`sample-${index}: ${JSON.stringify(opened)}`)
  return dispute
}
