/** What disputes do to a debtor's account, as commands beside those of payments. */
import fc from 'fast-check'
import type { AccessLinkId } from '~/domain/ids'
import { continueDispute } from '~/use-cases/continue-dispute'
import { decideDispute } from '~/use-cases/decide-dispute'
import { openDisputes } from '~/use-cases/open-dispute'
import { define, pick, type Command, type RealAccount } from './account-commands'

const which = fc.nat({ max: 20 })

const withoutFiles = {
  put: () => Promise.reject(new Error('no files')),
  get: () => Promise.resolve(null),
}

const LINK = '01a20132-eae4-78b1-8f43-6e38cc4891d3' as AccessLinkId

function asDebtor({ creditor, debtor }: RealAccount) {
  const scope = ['view' as const, 'dispute' as const]
  return { creditorId: creditor.id, debtorId: debtor.id, linkId: LINK, scope, name: null }
}

/** Of an invoice as a whole, of one of its lines, or an amount of that, whatever else is going on with it. */
const dispute = define(
  'dispute',
  fc.record({ which, position: fc.constantFrom(0, 1, 2), amountMinor: fc.option(fc.integer({ min: 1, max: 60_00 })) }),
  async ({ which: index, position, amountMinor }, model, real) => {
    const invoices = await real.test.inspect<{ number: string }>(
      `select number from invoice where kind = 'invoice' order by number`,
    )
    const invoice = pick(invoices, index)
    if (!invoice) return
    const claim = amountMinor === null ? { kind: 'whole' as const } : { kind: 'amount' as const, amountMinor }
    const opened = await openDisputes(
      { ...real.harness.services, fileStore: withoutFiles },
      {
        disputant: { ...asDebtor(real), email: null, locale: 'en' },
        idempotencyKey: real.test.ids.uuid(),
        ...{ reason: 'QTY', action: 'CNP', text: '', files: [] },
        invoices: [{ number: invoice.number, lines: position === 0 ? [] : [{ position, claim }] }],
      },
    )
    // Nothing is open of it, or it is being disputed.
    if (!opened.ok) return
    for (const made of opened.value) {
      model.dispute(made.id, made.claimedMinor)
      real.disputes.push(made)
    }
  },
)

const decide = define(
  'decide',
  fc.record({ which, quarters: fc.nat({ max: 4 }) }),
  async ({ which: index, quarters }, model, real) => {
    const chosen = pick(real.disputes, index)
    if (!chosen) return
    const lines = await real.test.inspect<{ position: number; claimed: number }>(
      'select position, claimed_minor::int as claimed from dispute_line where dispute_id = $1',
      [chosen.id],
    )
    const granted = new Map(lines.map(({ position, claimed }) => [position, Math.floor((claimed * quarters) / 4)]))
    const decided = await decideDispute(real.harness.services, {
      ...{ creditorId: real.creditor.id, disputeId: chosen.id, entryId: real.test.ids.uuid(), version: chosen.version },
      ...{ granted, text: 'So be it.', creditNoteNumber: null, decidedBy: 'user:1', name: null },
    })
    if (!decided.ok) throw new Error(decided.failure.kind)
    end(real, chosen.id)
    model.endDispute(chosen.id, decided.value.grantedMinor ?? 0)
  },
)

const withdraw = define('withdraw', which, async (index, model, real) => {
  const chosen = pick(real.disputes, index)
  if (!chosen) return
  const done = await continueDispute(
    { ...real.harness.services, fileStore: withoutFiles },
    {
      actor: { side: 'debtor', ...asDebtor(real) },
      ...{ disputeId: chosen.id, entryId: real.test.ids.uuid(), step: 'withdrawn', text: '', files: [] },
    },
  )
  if (!done.ok) throw new Error(done.failure.kind)
  end(real, chosen.id)
  model.endDispute(chosen.id, 0)
})

function end(real: RealAccount, id: string): void {
  real.disputes = real.disputes.filter((open) => open.id !== id)
}

/** In the shares in which they come about. */
export const DISPUTE_COMMANDS: readonly fc.Arbitrary<Command>[] = [dispute, dispute, dispute, decide, decide, withdraw]
