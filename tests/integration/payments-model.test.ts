/**
 * Random histories of an account beside a model that counts on its fingers: clerks who pay in part, with credits and in
 * another currency, who dispute a line or all of it, a provider that repeats itself, comes late and takes other amounts, refunds, chargebacks, entries of
 * the creditor's and their corrections, and time; plans of instalments that are paid, missed, moved, paid off and ended, or
 * collected from kept methods; settlements and promises made, answered, agreed, paid, kept and broken; late interest.
 * After each command nothing may be made or lost.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createStatementReader } from '~/data/statement-reader.server'
import { calendarDay, dayOfInstant } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { AccessLinkId } from '~/domain/ids'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { DEFAULT_CURRENCY_POLICY } from '~/domain/currency-policy'
import { DEFAULT_INTEREST_POLICY, type InterestPolicy } from '~/domain/interest-policy'
import { DEFAULT_PROMISE_POLICY, MOST_PROMISES, type PromisePolicy } from '~/domain/promise-policy'
import { DEFAULT_SETTLEMENT_OFFER_POLICY, type SettlementOfferPolicy } from '~/domain/settlement-offer-policy'
import type { SandboxAction } from '~/gateways/sandbox/sandbox-checkout'
import { writeSettlementAgreement } from '~/documents/letters/settlement-agreement.server'
import { createDocumentPrinter } from '~/documents/pdf/document-printer.server'
import { changePolicy } from '~/use-cases/change-policy'
import { readBalanceForward } from '~/use-cases/read-balance-forward'
import { verifyOutcomeLog } from '~/use-cases/verify-outcome-log'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import {
  ACCOUNT_COMMANDS,
  adoptPayments,
  deliverAll,
  MONEY_COMMANDS,
  type RealAccount,
} from '../setup/account-commands'
import { AccountModel, sumPayment } from '../setup/account-model'
import { AGREEMENT_COMMANDS } from '../setup/agreement-commands'
import { useTestDatabase } from '../setup/database'
import { DISPUTE_COMMANDS } from '../setup/dispute-commands'
import { findAgreementContradictions } from '../setup/find-agreement-contradictions'
import { keepMethod } from '../setup/kept-method'
import { createPayer, createPaymentHarness, findContradictions } from '../setup/payment-harness'
import { payDue, PLAN_COMMANDS } from '../setup/plan-commands'

/** Histories; QUITTANCE_MODEL_RUNS asks for more of them. */
const RUNS = Number(process.env['QUITTANCE_MODEL_RUNS'] ?? 25)
const COMMANDS = 40

const test = await useTestDatabase()
const harness = createPaymentHarness(test)
const papers: RealAccount['papers'] = {
  ...{ documentPrinter: createDocumentPrinter(), writeSettlementAgreement, publicOrigin: 'https://pay.example' },
  readLogo: () => Promise.resolve(null),
  fileStore: {
    put: (_creditorId, content) =>
      Promise.resolve({ sha256: createHash('sha256').update(content).digest('hex'), byteSize: content.length }),
  },
}
const statementReader = createStatementReader(test.database.reader)

const INVOICES = [30_00, 55_00, 80_00, 120_00]
const CREDIT_NOTE = 40_00

const INTEREST: InterestPolicy = {
  ...DEFAULT_INTEREST_POLICY,
  ...{ enabled: true, interest: { kind: 'contract', rateBps: 300, per: 'month', graceDays: 0 } },
}
const PROMISES: PromisePolicy = {
  ...DEFAULT_PROMISE_POLICY,
  ...{ isOffered: true, leastShareBps: 1, promisesPerYear: MOST_PROMISES, brokenPerYear: MOST_PROMISES },
}
const OFFERS: SettlementOfferPolicy = {
  ...DEFAULT_SETTLEMENT_OFFER_POLICY,
  ...{ isOffered: true, leastDaysLate: 0, acceptedShareBps: 8_000, approval: 'at_once' },
}
const KEPT_BY: readonly (readonly SandboxAction[])[] = [
  ['pay_by_card'],
  ['pay_by_card_declined_later'],
  ['pay_by_card_with_authentication', 'authenticate'],
  ['pay_by_debit'],
]

const HISTORIES = [
  { name: 'keeps the books as the model has them through any history', commands: ACCOUNT_COMMANDS },
  { name: 'and with plans of instalments among it', commands: [...MONEY_COMMANDS, ...PLAN_COMMANDS] },
  {
    name: 'and with settlements, promises and collected instalments',
    commands: [...MONEY_COMMANDS, payDue, payDue, payDue, ...AGREEMENT_COMMANDS],
    agrees: true,
  },
  {
    name: 'and with late interest on all of it',
    commands: [...MONEY_COMMANDS, ...PLAN_COMMANDS, ...AGREEMENT_COMMANDS],
    agrees: true,
    bearsInterest: true,
  },
]

it.each(HISTORIES)(
  '$name',
  async ({ commands: ofHistory, agrees = false, bearsInterest = false }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands([...ofHistory, ...DISPUTE_COMMANDS], { maxCommands: COMMANDS, size: 'max' }),
        async (commands) => {
          const { real, model } = await begin({ agrees, bearsInterest })
          await fc.asyncModelRun(() => ({ model, real }), commands)
          await deliverAll(model, real)
          await real.verify(model)
          await verifyEnd(real)
        },
      ),
      { numRuns: RUNS },
    )
  },
  Math.max(300_000, RUNS * 12_000),
)

async function begin(terms: { agrees: boolean; bearsInterest: boolean }) {
  await test.reset()
  const creditor = await createCreditor(test)
  const debtor = await createDebtor(test, creditor)
  const dollar = parseCurrencyCode('USD')!
  const table = { source: 'ecb', rateOn: calendarDay('2026-11-20'), perEuro: new Map([[dollar, '1.0837']]) } as const
  await test.unitOfWork.run({ kind: 'system' }, ({ exchangeRates }) => exchangeRates.insert(table, test.clock.now()))
  const body = { ...DEFAULT_CURRENCY_POLICY, accepted: [dollar], marginBps: 75 }
  const policy = { creditorId: creditor.id, kind: 'currency', body, changedBy: 'system', basedOn: null } as const
  expect((await changePolicy(test, policy)).ok).toBe(true)
  for (const [index, payableMinor] of INVOICES.entries()) {
    // The document takes off a fifth of what its lines come to.
    const line = { quantity: '1', unitPrice: null, netMinor: Math.ceil(payableMinor * 0.625), taxPercent: '0' }
    const lines = [1, 2].map((count) => ({ ...line, name: `Line ${count}` }))
    await createInvoice(test, debtor, { payableMinor, lines, dueOn: `2026-11-0${((index * 3) % 7) + 1}` })
  }
  await createInvoice(test, debtor, { kind: 'credit_note', payableMinor: CREDIT_NOTE })
  const real: RealAccount = {
    ...{ test, harness, creditor, debtor, payer: createPayer(creditor, debtor) },
    ...{ started: [], entered: [], delivered: [], disputes: [], methodIds: [], papers },
    linkId: await issueLink(creditor, debtor),
    verify: (model) => verify(real, model),
  }
  const model = new AccountModel(INVOICES.reduce((sum, minor) => sum + minor, -CREDIT_NOTE))
  if (terms.bearsInterest) await set(creditor, 'interest', INTEREST)
  if (terms.agrees) {
    await set(creditor, 'promise', PROMISES)
    await set(creditor, 'settlement-offer', OFFERS)
    await keepMethods(real, model)
  }
  return { real, model }
}

async function issueLink(creditor: Creditor, debtor: Debtor): Promise<AccessLinkId> {
  const issued = await issueAccessLink(
    { ...test, publicOrigin: 'https://pay.example' },
    {
      ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, scope: ['view', 'pay', 'agree'] },
      ...{ lifetimeHours: 10_000, locale: 'en', recipient: null, issuedBy: 'api' },
    },
  )
  if (!issued.ok) throw new Error(issued.failure)
  return issued.value.link.id
}

async function set(
  creditor: Creditor,
  kind: 'interest' | 'promise' | 'settlement-offer',
  body: InterestPolicy | PromisePolicy | SettlementOfferPolicy,
): Promise<void> {
  const changed = await changePolicy(test, { creditorId: creditor.id, kind, body, changedBy: 'system', basedOn: null })
  expect(changed.ok).toBe(true)
}

/** One that is charged, one that is declined another time, one that asks for the payer, and an account that is debited. */
async function keepMethods(real: RealAccount, model: AccountModel): Promise<void> {
  const { creditor, debtor, payer } = real
  for (const [index, actions] of KEPT_BY.entries()) {
    const number = `K${index}`
    await createInvoice(test, debtor, { number, payableMinor: 1_00, dueOn: '2026-12-31' })
    await keepMethod(test, harness, payer, number, actions)
  }
  model.keep(KEPT_BY.length * 1_00)
  await adoptPayments(model, real)
  for (const { id } of real.started) model.tell(id, { kind: 'succeeded', amountMinor: 1_00 })
  const rows = await test.inspect<{ id: string }>('select id from saved_method where creditor_id = $1 order by id', [
    creditor.id,
  ])
  real.methodIds = rows.map(({ id }) => id)
}

async function verify(real: RealAccount, model: AccountModel): Promise<void> {
  expect(await findContradictions(test)).toEqual([])
  const payments = await test.inspect<{ id: string }>(
    `select id, coalesce(received_minor, 0)::int as "receivedMinor", refunded_minor::int as "refundedMinor",
      charged_back_minor::int as "chargedBackMinor",
      (coalesce(received_minor, 0) - refunded_minor - charged_back_minor)::int as "keptMinor" from payment order by id`,
  )
  const counted = [...model.payments.values()].map((payment) => ({ id: payment.id, ...sumPayment(payment) }))
  expect(payments).toEqual(counted.toSorted((left, right) => (left.id < right.id ? -1 : 1)))
  expect(await findAgreementContradictions(test)).toEqual([])
  model.planChargesMinor = await readPlanCharges()
  model.interestMinor = await readInterest()
  model.writtenOffMinor = await readWrittenOff()
  expect(await readBalances()).toEqual({ owed: model.balanceMinor, toldApart: 0 })
  expect(await readClosing(real)).toBe(model.balanceMinor)
  expect(await readClaims()).toEqual({ claimed: model.claimedMinor, apart: 0 })
}

/** What is disputed, and how many invoices hold back something else than the claims so far as they can be met. */
async function readClaims() {
  const [row] = await test.inspect<{ claimed: number; apart: number }>(`
    select coalesce(sum(claimed_minor), 0)::int as claimed, (count(*) filter (where
      claimed_minor <> (select coalesce(sum(d.claimed_minor), 0) from dispute d where d.invoice_id = invoice.id and d.ended_at is null)
      or disputed_minor <> least(claimed_minor, open_minor - pending_minor - planned_minor)))::int as apart from invoice`)
  return row
}

/** What is owed, less what is in the debtor's favour; and how many invoices and credits the log would have otherwise. */
async function readBalances() {
  const [row] = await test.inspect<{ owed: number; toldApart: number }>(`
    with told as (
      select line ->> 'number' as name, sum((line ->> 'amountMinor')::int) as moved
        from outcome_event, jsonb_array_elements(coalesce(body #> '{data,invoices}', '[]')) as line group by 1
      union all
      select line ->> 'id', sum((line ->> 'amountMinor')::int)
        from outcome_event, jsonb_array_elements(coalesce(body #> '{data,unappliedCredits}', '[]')) as line group by 1
    ), kept as (
      select number as name, (payable_minor - open_minor)::int as moved from invoice
      union all select id::text, open_minor::int from unapplied_credit
    )
    select
      (select coalesce(sum(case kind when 'invoice' then open_minor else -open_minor end), 0)::int from invoice)
        - (select coalesce(sum(open_minor), 0)::int from unapplied_credit) as owed,
      (select count(*)::int from kept left join told using (name) where kept.moved <> coalesce(told.moved, 0))
        as "toldApart"`)
  return row
}

/** What plans cost, less what of it was credited: never more than they cost. */
async function readPlanCharges(): Promise<number> {
  const [row] = await test.inspect<{ charged: number; credited: number }>(`
    select coalesce(sum(payable_minor) filter (where kind = 'invoice'), 0)::int as charged,
      coalesce(sum(payable_minor) filter (where kind = 'credit_note'), 0)::int as credited
    from invoice where source_format = 'plan'`)
  const { charged, credited } = row!
  expect(credited).toBeLessThanOrEqual(charged)
  return charged - credited
}

/** What was billed of late interest. */
async function readInterest(): Promise<number> {
  const [row] = await test.inspect<{ billed: number }>(
    `select coalesce(sum(i.payable_minor), 0)::int as billed from interest_note n join invoice i on i.id = n.invoice_id`,
  )
  return row!.billed
}

/** What was let go with settlements: how much that may be is held to their terms beside. */
async function readWrittenOff(): Promise<number> {
  const [row] = await test.inspect<{ gone: number }>(
    `select coalesce(sum(amount_minor), 0)::int as gone from allocation where kind = 'write_off'`,
  )
  return row!.gone
}

/** Opening and movements of the account, as its statement by periods adds them up. */
async function readClosing({ creditor, debtor }: RealAccount): Promise<number> {
  const account = { creditorId: creditor.id, debtorId: debtor.id }
  const today = dayOfInstant(test.clock.now(), creditor.timeZone)
  const context = { today, timeZone: creditor.timeZone, defaultCurrency: 'EUR', isLimited: false }
  const query = { from: calendarDay('2026-01-01'), to: today, currency: null, page: 1 }
  const { balanceForward } = (await readBalanceForward({ statementReader }, account, context, query))!
  const { openingMinor, movements, closingMinor } = balanceForward
  expect(openingMinor + movements.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(closingMinor)
  return closingMinor
}

/** Everything said was heard: nothing is left in doubt, and the log is whole. */
async function verifyEnd({ creditor }: RealAccount): Promise<void> {
  const doubtful = await test.inspect(
    `select payload from gateway_inbox_entry
     where result is null or result not in ('applied', 'already_applied', 'ignored', 'attempt_failed')`,
  )
  expect(doubtful).toEqual([])
  expect(await verifyOutcomeLog(test, { creditorId: creditor.id })).toMatchObject({ whole: true })
}
