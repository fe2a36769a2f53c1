/** Many transfers decided in one transaction: as if one after the other, each once, and none lost where some fail. */
import { describe, expect, it } from 'vitest'
import type { CreditorId } from '~/domain/ids'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { decideTransactions } from '~/use-cases/decide-bank-transactions'
import { loadBankStatement } from '~/use-cases/load-bank-statement'
import { matchBankStatement } from '~/use-cases/match-bank-transactions'
import type { Transaction, UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { verifyOutcomeLog } from '~/use-cases/verify-outcome-log'
import { writeMonth } from '../bench/bank-month'
import { createTransferMonth } from '../factories/transfer-month'
import { useTestDatabase } from '../setup/database'
import { useImports } from '../setup/import-harness'

const TRANSFERS = 120

const test = await useTestDatabase()
const { fileStore } = await useImports(test)

/** `intercept` may change what a transaction can do; `count` is of those that were committed. */
function watch(intercept: (transaction: Transaction) => Transaction = (transaction) => transaction) {
  const watched = { count: 0 }
  const unitOfWork: UnitOfWork = {
    async run(scope, work) {
      const value = await test.unitOfWork.run(scope, (transaction) => work(intercept(transaction)))
      watched.count += 1
      return value
    },
  }
  const { ids, clock } = test
  return { watched, services: { unitOfWork, ids, clock, fileStore, bankStatementReader: createBankStatementReader() } }
}

async function writeSampleMonth(slug: string, seed = 7) {
  const { unitOfWork, ids, clock } = test
  const month = createTransferMonth(seed, TRANSFERS)
  return writeMonth({ databaseUrl: test.url, unitOfWork, ids, clock, fileStore }, { slug, month })
}

const load = (services: ReturnType<typeof watch>['services'], month: { creditorId: CreditorId; content: Uint8Array }) =>
  loadBankStatement(services, {
    ...{ creditorId: month.creditorId, loadedBy: 'user:1' },
    file: { filename: 'month.xml', content: month.content },
  })

/** What became of each transfer, by the bank's reference, in words that two creditors have in common. */
const describeDecisions = (creditorId: CreditorId) =>
  test.inspect(
    `select details->'references'->>'bankReference' as reference, t.status, decision->>'kind' as kind,
       decision->'obstacles' as obstacles, debtor.external_id as debtor, payment.received_minor as received
     from bank_transaction t left join debtor on debtor.id = t.debtor_id left join payment on payment.id = t.payment_id
     where t.creditor_id = $1 order by 1`,
    [creditorId],
  )

const describeInvoices = (creditorId: CreditorId) =>
  test.inspect('select number, open_minor from invoice where creditor_id = $1 order by 1', [creditorId])

async function expectSoundBooks(creditorId: CreditorId): Promise<void> {
  const double = await test.inspect(
    `select payment_id from bank_transaction where creditor_id = $1 and payment_id is not null
     group by payment_id having count(*) > 1`,
    [creditorId],
  )
  expect(double).toEqual([])
  const unsettled = await test.inspect(
    `select t.id from bank_transaction t join payment p on p.id = t.payment_id where t.creditor_id = $1 and
       (p.status <> 'succeeded' or p.received_minor <> t.amount_minor or p.settled_minor is null or t.amount_minor <>
         (select coalesce(sum(amount_minor), 0) from allocation where payment_id = p.id and kind = 'cash') +
         (select coalesce(sum(amount_minor), 0) from unapplied_credit where payment_id = p.id))`,
    [creditorId],
  )
  expect(unsettled).toEqual([])
  expect(await verifyOutcomeLog(test, { creditorId })).toMatchObject({ whole: true })
}

describe('a month of transfers', () => {
  it('is decided together as it would be one by one, and the log tells of each balance by itself', async () => {
    const together = await writeSampleMonth('together')
    const { watched, services } = watch()
    expect(await load(services, together)).toMatchObject({ ok: true })
    expect(watched.count).toBeLessThan(TRANSFERS / 3)

    const alone = await writeSampleMonth('alone')
    const failing = watch((transaction) => ({
      ...transaction,
      // No batch is begun, so that each is left to be decided by itself.
      bankStatements: {
        ...transaction.bankStatements,
        lockWaiting: () => Promise.reject(new Error('not now')),
      },
    }))
    await expect(load(failing.services, alone)).rejects.toThrow('not now')
    const waiting = await test.unitOfWork.run(
      { kind: 'creditor', creditorId: alone.creditorId },
      async ({ bankStatements, creditors }) => {
        const [file] = await bankStatements.listFiles(alone.creditorId, 1)
        const creditor = await creditors.findById(alone.creditorId)
        return { creditor: creditor!, ids: await bankStatements.listWaiting(alone.creditorId, file!.id) }
      },
    )
    expect(waiting.ids).toHaveLength(TRANSFERS)
    const inOrder = await test.inspect<{ id: string }>(
      `select id from bank_transaction where creditor_id = $1
       order by substring(details->'references'->>'bankReference' from '[0-9]+')::int`,
      [alone.creditorId],
    )
    for (const { id } of inOrder) await decideTransactions(services, waiting.creditor, [id])

    expect(await describeDecisions(together.creditorId)).toEqual(await describeDecisions(alone.creditorId))
    expect(await describeInvoices(together.creditorId)).toEqual(await describeInvoices(alone.creditorId))
    const balances = (creditorId: CreditorId) =>
      test.inspect(
        `select body->'debtor'->>'externalId' as debtor, body->'data'->'payment'->>'amountMinor' as amount,
           body->'balanceAfter' as balance from outcome_event where creditor_id = $1 and type = 'payment.succeeded'
         order by sequence`,
        [creditorId],
      )
    expect(await balances(together.creditorId)).toEqual(await balances(alone.creditorId))
    await expectSoundBooks(together.creditorId)
  })

  it('loses none where what was decided together is not kept, or where one cannot be decided', async () => {
    const month = await writeSampleMonth('failing', 8)
    const poisoned = 'B-20'
    const { services } = watch((transaction) => ({
      ...transaction,
      bankStatements: {
        ...transaction.bankStatements,
        async saveMany(creditorId, decided) {
          await transaction.bankStatements.saveMany(creditorId, decided)
          const names = decided.map((kept) => kept.transaction.references.bankReference)
          // After all was written: nothing of it may stay.
          if (names.includes(poisoned)) throw new Error('the machine went away')
        },
      },
    }))
    await expect(load(services, month)).rejects.toThrow('the machine went away')
    const open = await test.inspect<{ reference: string; statement_id: string }>(
      `select details->'references'->>'bankReference' as reference, statement_id from bank_transaction
       where creditor_id = $1 and decision->>'kind' = 'waiting'`,
      [month.creditorId],
    )
    expect(open.map(({ reference }) => reference)).toEqual([poisoned])
    await expectSoundBooks(month.creditorId)

    const { creditorId } = month
    await matchBankStatement(watch().services, { creditorId, statementId: open[0]!.statement_id })
    const left = await describeDecisions(creditorId)
    expect(left).toHaveLength(TRANSFERS)
    expect(left.filter(({ kind }) => kind === 'waiting')).toEqual([])
    await expectSoundBooks(creditorId)
  })
})
