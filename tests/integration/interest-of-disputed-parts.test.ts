/** Late interest stands still for what is disputed, from the day of the dispute to the day of its decision. */
import { expect, it } from 'vitest'
import { DEFAULT_INTEREST_POLICY } from '~/domain/interest-policy'
import { changePolicy } from '~/use-cases/change-policy'
import { readPayoff } from '~/use-cases/read-payoff'
import { createInvoice } from '../factories/invoices'
import { useDisputeAccount } from '../setup/dispute-account'

const { test, services, creditor, debtor, dispute, decide } = await useDisputeAccount()

/** 18.25 % a year: 50 cents a day on 1,000.00, and 20 on 400.00. */
const CONTRACT = { kind: 'contract', rateBps: 1_825, per: 'year', graceDays: 0 } as const

async function readInterest(): Promise<{ principalMinor: number; interestMinor: number } | undefined> {
  const asked = { creditorId: creditor.id, debtorId: debtor.id, currency: null, numbers: null, throughOn: null }
  const [payoff] = (await readPayoff(services, asked))?.payoffs ?? []
  return payoff && { principalMinor: payoff.principalMinor, interestMinor: payoff.interestMinor }
}

it('is frozen for the disputed lines alone, and goes on for what is rejected', async () => {
  test.clock.set('2026-11-01T09:00:00Z')
  const body = { ...DEFAULT_INTEREST_POLICY, enabled: true, interest: CONTRACT }
  const change = { creditorId: creditor.id, kind: 'interest', body, changedBy: 'system', basedOn: null } as const
  expect(await changePolicy(services, change)).toMatchObject({ ok: true })
  await createInvoice(test, debtor, {
    ...{ number: 'A', payableMinor: 1_000_00, dueOn: '2026-11-01' },
    lines: [
      { name: 'Boxes', quantity: '4', unitPrice: '100.00', netMinor: 400_00, taxPercent: '0' },
      { name: 'Freight', quantity: '6', unitPrice: '100.00', netMinor: 600_00, taxPercent: '0' },
    ],
  })
  test.clock.set('2026-11-11T09:00:00Z')
  expect(await readInterest()).toEqual({ principalMinor: 1_000_00, interestMinor: 5_00 })

  const opened = await dispute('A', { position: 2, claim: { kind: 'whole' } })
  test.clock.set('2026-11-21T09:00:00Z')
  // Nine days on all of it, and from the day of the dispute eleven on the rest.
  expect(await readInterest()).toEqual({ principalMinor: 400_00, interestMinor: 4_50 + 2_20 })

  expect(await decide(opened, { 2: 0 })).toMatchObject({ ok: true })
  test.clock.set('2026-12-01T09:00:00Z')
  expect(await readInterest()).toEqual({ principalMinor: 1_000_00, interestMinor: 4_50 + 2_20 + 5_00 })
})
