/** What every other integration test relies on. */
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { openDatabase, passesRowLevelSecurity } from '~/data/database.server'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { TEST_NOW, useTestDatabase } from '../setup/database'

const test = await useTestDatabase()

beforeEach(() => test.reset())

describe('the test database', () => {
  it('is used as a role to which row-level security applies', async () => {
    expect(await passesRowLevelSecurity(test.database)).toBe(false)
    const superuser = openDatabase(inject('postgres').superuserUrl, 1)
    expect(await passesRowLevelSecurity(superuser)).toBe(true)
    await superuser.close()
  })

  it('shows a debtor to its creditor and to nobody else', async () => {
    const [creditor, other] = [await createCreditor(test), await createCreditor(test)]
    const debtor = await createDebtor(test, creditor)
    const findAs = (creditorId: typeof creditor.id) =>
      test.unitOfWork.run({ kind: 'creditor', creditorId }, (transaction) =>
        transaction.debtors.findById(creditor.id, debtor.id),
      )
    expect(await findAs(creditor.id)).toEqual(debtor)
    expect(await findAs(other.id)).toBeNull()
    expect((await test.database.pool.query('select * from debtor')).rows).toEqual([])
  })

  it('refuses balances that cannot be', async () => {
    const debtor = await createDebtor(test, await createCreditor(test))
    await expect(createInvoice(test, debtor, { payableMinor: 100, openMinor: 101 })).rejects.toThrow(/invoice_balances/)
  })

  it('is empty after a reset, the job queue and the append-only tables too', async () => {
    const debtor = await createDebtor(test, await createCreditor(test))
    const invoice = await createInvoice(test, debtor)
    await test.inspect(
      `insert into allocation (id, creditor_id, debtor_id, invoice_id, kind, amount_minor, at)
       values (gen_random_uuid(), $1, $2, $3, 'discount', 1, now())`,
      [debtor.creditorId, debtor.id, invoice.id],
    )
    await test.unitOfWork.run({ kind: 'system' }, (transaction) =>
      transaction.jobs.enqueue('process-gateway-event', { inboxEntryId: test.ids.uuid() }),
    )
    expect(await test.listWaitingJobs('process-gateway-event')).toHaveLength(1)
    test.clock.advance({ days: 3 })

    await test.reset()

    const tables = ['creditor', 'debtor', 'invoice', 'invoice_line', 'allocation', 'pgboss.job']
    const counts = await Promise.all(
      tables.map(async (table) => (await test.inspect<{ n: number }>(`select count(*)::int n from ${table}`))[0]?.n),
    )
    expect(counts).toEqual(tables.map(() => 0))
    expect(test.clock.now()).toEqual(new Date(TEST_NOW))
  })

  it('keeps a job of a transaction that failed from existing', async () => {
    const failing = test.unitOfWork.run({ kind: 'system' }, async (transaction) => {
      await transaction.jobs.enqueue('process-gateway-event', { inboxEntryId: test.ids.uuid() })
      throw new Error('after the job was added')
    })
    await expect(failing).rejects.toThrow('after the job was added')
    expect(await test.listWaitingJobs('process-gateway-event')).toEqual([])
  })

  it('has the statements of repositories parsed once for each connection', async () => {
    const { id } = await createCreditor(test)
    const database = openDatabase(test.url, 1)
    const unitOfWork = createUnitOfWork(database, test.jobs)
    const countPrepared = async () => {
      await unitOfWork.run({ kind: 'system' }, ({ creditors }) => creditors.findById(id))
      return (await database.pool.query("select 1 from pg_prepared_statements where name like 'prisma %'")).rowCount
    }
    const prepared = await countPrepared()
    expect(prepared).toBeGreaterThan(0)
    expect(await countPrepared()).toBe(prepared)
    await database.close()
  })
})
