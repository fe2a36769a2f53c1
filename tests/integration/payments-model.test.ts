/**
 * Random histories of an account beside a model that counts on its fingers: clerks who pay in part, with credits and in
 * another currency, who dispute a line or all of it, a provider that repeats itself, comes late and takes other amounts, refunds, chargebacks, entries of
 * the creditor's and their corrections, and time. After each command nothing may be made or lost.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createStatementReader } from '~/data/statement-reader.server'
import { calendarDay, dayOfInstant } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import { DEFAULT_CURRENCY_POLICY } from '~/domain/currency-policy'
import { changePolicy } from '~/use-cases/change-policy'
import { readBalanceForward } from '~/use-cases/read-balance-forward'
import { verifyOutcomeLog } from '~/use-cases/verify-outcome-log'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { ACCOUNT_COMMANDS, deliverAll, type RealAccount } from '../setup/account-commands'
import { AccountModel, sumPayment } from '../setup/account-model'
import { useTestDatabase } from '../setup/database'
import { DISPUTE_COMMANDS } from '../setup/dispute-commands'
import { createPayer, createPaymentHarness, findContradictions } from '../setup/payment-harness'

/** Histories; QUITTANCE_MODEL_RUNS asks for more of them. */
const RUNS = Number(process.env['QUITTANCE_MODEL_RUNS'] ?? 25)
const COMMANDS = 40

const test = await useTestDatabase()
const harness = createPaymentHarness(test)
const statementReader = createStatementReader(test.database.reader)

const INVOICES = [30_00, 55_00, 80_00, 120_00]
const CREDIT_NOTE = 40_00

it(
  'keeps the books as the model has them through any history',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands([...ACCOUNT_COMMANDS, ...DISPUTE_COMMANDS], { maxCommands: COMMANDS, size: 'max' }),
        async (commands) => {
          const real = await begin()
          const model = new AccountModel(INVOICES.reduce((sum, minor) => sum + minor, -CREDIT_NOTE))
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

async function begin(): Promise<RealAccount> {
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
    await createInvoice(test, debtor, { payableMinor, dueOn: `2026-11-0${((index * 3) % 7) + 1}` })
  }
  await createInvoice(test, debtor, { kind: 'credit_note', payableMinor: CREDIT_NOTE })
  const real: RealAccount = {
    ...{ test, harness, creditor, debtor, payer: createPayer(creditor, debtor) },
    ...{ started: [], entered: [], delivered: [], disputes: [] },
    verify: (model) => verify(real, model),
  }
  return real
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
  expect(await readBalances()).toEqual({ owed: model.balanceMinor, toldApart: 0 })
  expect(await readClosing(real)).toBe(model.balanceMinor)
  expect(await readClaims()).toEqual({ claimed: model.claimedMinor, apart: 0 })
}

/** What is disputed, and how many invoices hold back something else than the claims so far as they can be met. */
async function readClaims() {
  const [row] = await test.inspect<{ claimed: number; apart: number }>(`
    select coalesce(sum(claimed_minor), 0)::int as claimed, (count(*) filter (where
      claimed_minor <> (select coalesce(sum(d.claimed_minor), 0) from dispute d where d.invoice_id = invoice.id and d.ended_at is null)
      or disputed_minor <> least(claimed_minor, open_minor - pending_minor)))::int as apart from invoice`)
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

/** Opening and movements of the account, as its statement by periods adds them up. */
async function readClosing({ creditor, debtor }: RealAccount): Promise<number> {
  const account = { creditorId: creditor.id, debtorId: debtor.id }
  const today = dayOfInstant(test.clock.now(), creditor.timeZone)
  const context = { today, timeZone: creditor.timeZone, defaultCurrency: 'EUR' }
  const query = { from: calendarDay('2026-01-01'), to: today, currency: null, page: 1 }
  const { balanceForward } = await readBalanceForward({ statementReader }, account, context, query)
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
