/** Ledgers that a job compares: once, whatever is asked or cut short meanwhile, and with what their link opens. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { AccessLinkId } from '~/domain/ids'
import { carryOutComparison } from '~/domain/ledger-comparison'
import { MOST_COMPARED_AT_ONCE, MOST_COMPARISON_ATTEMPTS } from '~/domain/ledger-upload'
import { createLedgerReader } from '~/ingest/ledger/ledger-reader.server'
import { limitSession, withSessionLimit } from '~/platform/session-limit.server'
import {
  compareLedgerUpload,
  deleteLedgerUpload,
  readLedgerResult,
  runLedgerComparison,
  uploadLedger,
  type LedgerServices,
} from '~/use-cases/compare-ledger'
import { forwardAccessLink } from '~/use-cases/forward-access-link'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import type { LedgerComparer } from '~/use-cases/ports/ledger-comparer'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'

const { test, creditor, debtor } = await usePaymentAccount()
const account = { creditorId: creditor.id, debtorId: debtor.id }
const compare: LedgerComparer['compare'] = (comparison) => Promise.resolve(carryOutComparison(comparison))
const services: LedgerServices = {
  ...{ unitOfWork: test.unitOfWork, clock: test.clock, ids: test.ids, ledgerReader: createLedgerReader() },
  ledgerComparer: { compare },
  ledgerUploads: {
    attempt: () => Promise.resolve({ allowed: true, remainingAttempts: 1 }),
    check: () => Promise.resolve({ allowed: true, remainingAttempts: 1 }),
    reset: () => Promise.resolve(),
  },
}
const comparedBy = (comparer: LedgerComparer['compare']) => ({ ...services, ledgerComparer: { compare: comparer } })

const linesOf = (count: number) => Array.from({ length: count }, (_unused, index) => `X-${10_000 + index},1.00`)
const LARGE = ['Invoice,Amount', 'R-1,119.00', ...linesOf(MOST_COMPARED_AT_ONCE)].join('\n')
const SMALL = 'Invoice,Amount\nR-1,119.00\n'

beforeEach(async () => {
  for (const number of ['R-1', 'R-2']) await createInvoice(test, debtor, { number, payableMinor: 119_00 })
})

async function upload(text = LARGE, linkId = test.ids.uuid() as AccessLinkId) {
  const file = { filename: 'open items.csv', content: new TextEncoder().encode(text) }
  const uploaded = await uploadLedger(services, { ...account, linkId }, file, 'dmy')
  if (!uploaded.ok) throw new Error(uploaded.failure.reason)
  return { ...account, id: uploaded.value.id }
}

type Address = Awaited<ReturnType<typeof upload>>

const ask = (address: Address) => compareLedgerUpload(services, address, null)
const read = async (address: Address) =>
  (await readLedgerResult(services, address, { kind: null, offset: 0, limit: 1 }))?.upload

async function findJob() {
  const [job, ...others] = await test.listWaitingJobs('compare-ledger')
  if (!job || others.length > 0) throw new Error(`${others.length + 1} jobs`)
  return { ...account, id: job.uploadId, comparisonId: job.comparisonId }
}

describe('a large ledger', () => {
  it('is left to one job, however often it is asked for, and compared once', async () => {
    const address = await upload()
    const answers = await Promise.all([ask(address), ask(address), ask(address)])
    expect(new Set(answers.map((answer) => answer?.awaited?.id)).size).toBe(1)
    expect(await read(address)).toMatchObject({ result: null, awaited: { attempts: 0 } })
    const job = await findJob()
    let count = 0
    const counting = comparedBy((comparison) => ((count += 1), compare(comparison)))
    await runLedgerComparison(counting, job)
    expect(await read(address)).toMatchObject({
      awaited: null,
      failedAt: null,
      result: { counts: { matched: 1, missing_at_yours: 1, missing_at_ours: MOST_COMPARED_AT_ONCE } },
    })
    await runLedgerComparison(counting, job)
    expect(count).toBe(1)
  })

  it('is one whose account is large, too', async () => {
    const columns = await test.inspect<{ name: string }>(
      `select quote_ident(column_name) as name from information_schema.columns
       where table_name = 'invoice' and table_schema = 'public' and is_generated = 'NEVER'`,
    )
    const names = columns.map(({ name }) => name)
    const others: Record<string, string> = { id: 'gen_random_uuid()', number: `'M-' || n` }
    await test.inspect(
      `insert into invoice (${names.join(', ')}) select ${names.map((name) => others[name] ?? name).join(', ')}
       from invoice, generate_series(1, $1::int) n where number = 'R-2'`,
      [MOST_COMPARED_AT_ONCE],
    )
    const address = await upload(SMALL)
    expect(await ask(address)).toMatchObject({ awaited: { attempts: 0 }, result: null })
    await runLedgerComparison(services, await findJob())
    expect((await read(address))?.result?.counts).toMatchObject({ missing_at_yours: MOST_COMPARED_AT_ONCE + 1 })
  })

  it('is compared by the next worker where one died over it, and what a late one says is let go', async () => {
    const address = await upload()
    await ask(address)
    const job = await findJob()
    const waiting: (() => void)[] = []
    const stalled = runLedgerComparison(
      comparedBy(async (comparison) => {
        await new Promise<void>((resolve) => waiting.push(resolve))
        return compare({ ...comparison, table: [] })
      }),
      job,
    )
    await expect.poll(() => waiting.length).toBe(1)
    await runLedgerComparison(services, job)
    const result = (await read(address))?.result
    expect(result?.counts.matched).toBe(1)
    waiting[0]?.()
    await stalled
    expect((await read(address))?.result).toEqual(result)
  })

  it('that never comes to an end is given up, says so, and can be compared again', async () => {
    const address = await upload()
    await ask(address)
    const job = await findJob()
    const broken = comparedBy(() => Promise.reject(new Error('out of memory')))
    for (let attempt = 1; attempt <= MOST_COMPARISON_ATTEMPTS; attempt += 1) {
      await expect(runLedgerComparison(broken, job)).rejects.toThrow('out of memory')
    }
    expect(await read(address)).toMatchObject({ awaited: { attempts: MOST_COMPARISON_ATTEMPTS }, failedAt: null })
    await runLedgerComparison(broken, job)
    expect(await read(address)).toMatchObject({ awaited: null, failedAt: test.clock.now(), result: null })
    await test.inspect('delete from pgboss.job')
    expect(await ask(address)).toMatchObject({ awaited: { attempts: 0 }, failedAt: null })
    await runLedgerComparison(services, await findJob())
    expect((await read(address))?.result?.counts.matched).toBe(1)
  })

  it('is compared as it was asked for last', async () => {
    const address = await upload()
    const first = await ask(address)
    const [old] = await test.listWaitingJobs('compare-ledger')
    const other = await compareLedgerUpload(services, address, { ...first!.columns, owedSign: 'negative' })
    expect(other?.awaited?.id).not.toBe(first?.awaited?.id)
    await runLedgerComparison(services, { ...address, comparisonId: old!.comparisonId })
    expect(await read(address)).toMatchObject({ result: null, awaited: { id: other?.awaited?.id } })
    await runLedgerComparison(services, { ...address, comparisonId: other!.awaited!.id })
    expect((await read(address))?.result?.counts.matched).toBe(0)
  })

  it('is begun anew where its job is lost, and not at all once it is deleted', async () => {
    const address = await upload()
    const first = await ask(address)
    test.clock.advance({ minutes: 30 })
    const second = await ask(address)
    expect(second?.awaited?.id).not.toBe(first?.awaited?.id)
    await deleteLedgerUpload(services, address)
    await runLedgerComparison(services, { ...address, comparisonId: second!.awaited!.id })
    expect(await test.inspect('select from ledger_finding')).toEqual([])
  })
})

describe('a ledger that came by a link for chosen invoices', () => {
  for (const [size, text] of [
    ['small', SMALL],
    ['large', LARGE],
  ] as const) {
    it(`shows nothing of others, whoever has it compared: a ${size} one`, async () => {
      const limited = await forward(['R-1'])
      const address = await withSessionLimit(() => {
        limitSession(limited)
        return upload(text, limited)
      })
      await ask(address)
      for (const job of await test.listWaitingJobs('compare-ledger')) {
        await runLedgerComparison(services, { ...address, comparisonId: job.comparisonId })
      }
      expect((await read(address))?.result?.counts).toMatchObject({ matched: 1, missing_at_yours: 0 })
    })
  }
})

async function forward(numbers: string[]): Promise<AccessLinkId> {
  const deps = { ...test, publicOrigin: 'https://pay.example' }
  const issued = await issueAccessLink(deps, {
    ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, scope: ['view'], lifetimeHours: 240 },
    ...{ locale: 'de', recipient: { name: 'Clara Clerk', email: 'clara@debtor.example' }, issuedBy: 'api' },
  })
  if (!issued.ok) throw new Error('not issued')
  const forwarded = await forwardAccessLink(deps, {
    ...{ ...account, linkId: issued.value.link.id, sessionId: test.ids.uuid(), scope: ['view'], numbers, caps: [] },
    expiresAt: new Date(test.clock.now().getTime() + 24 * 3_600_000),
    recipient: { name: 'Sam Reed', email: 'sam@debtor.example' },
    ...{ locale: 'en', clientHint: null, code: null },
  })
  if (!forwarded.ok) throw new Error(JSON.stringify(forwarded.failure))
  return forwarded.value.id
}
