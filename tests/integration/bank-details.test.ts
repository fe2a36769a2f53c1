/** Versions of a creditor's accounts, and to which of them transfers are asked. */
import { describe, expect, it } from 'vitest'
import type { Creditor } from '~/domain/creditor'
import { parseBankReference } from '~/domain/bank-reference'
import { DEFAULT_CONTACT_POLICY } from '~/domain/contact-policy'
import { changePolicy } from '~/use-cases/change-policy'
import { readBankDetails } from '~/use-cases/read-bank-details'
import { readTransferInstructions } from '~/use-cases/read-transfer-instructions'
import { registerCreditor } from '~/use-cases/register-creditor'
import { saveCreditor } from '~/use-cases/save-creditor'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO } from '../setup/payment-harness'

const { test, creditor, debtor } = await usePaymentAccount()
const NEW = { label: 'New', accountName: 'Somebody', currency: EURO, iban: 'DE89370400440532013000' }
const DAY = 86_400_000

const change = (changes: Partial<Creditor>) => {
  const { id, ...settings } = { ...creditor, ...changes }
  return saveCreditor(test, { id, settings, firstOwner: null })
}
const askedTo = async () => {
  const reference = parseBankReference('RF18539007547034') ? 'RF18539007547034' : null
  const asked = await readTransferInstructions(
    test,
    { creditorId: creditor.id, debtorId: debtor.id },
    { currency: EURO, amountMinor: 100, bankReference: reference, reference: 'Q-1' },
  )
  return asked?.account.iban
}
const read = () => readBankDetails(test, { creditorId: creditor.id })
const later = (days: number) => test.clock.set(new Date(test.clock.now().getTime() + days * DAY).toISOString())

describe('accounts that change', () => {
  it('are kept as versions, while transfers still go to the old one for the days that were set', async () => {
    const [old] = creditor.bankAccounts
    later(1)
    expect(await change({ bankAccounts: [NEW], supportEmail: 'new@attacker.example' })).toMatchObject({ ok: true })
    expect(await askedTo()).toBe(old!.iban)
    const details = await read()
    expect(details.standings).toMatchObject([{ account: NEW, coolingUntil: expect.any(Date) as Date }])
    expect(details.stillInstructed).toEqual([old])
    expect(details.changes.map(({ added, removed }) => [added.length, removed.length])).toEqual([
      [1, 1],
      [1, 0],
    ])
    const told = await test.listWaitingJobs('send-mail')
    expect(told.map(({ kind, to }) => `${kind} ${to}`).sort()).toEqual(
      [`bank-details-changed ${creditor.supportEmail}`, 'bank-details-changed new@attacker.example'].sort(),
    )
    later(7)
    expect(await askedTo()).toBe(NEW.iban)
    expect((await read()).stillInstructed).toEqual([])
  })

  it('make no version where they stay the same, and cannot be changed afterwards', async () => {
    await change({ bankAccounts: [NEW] })
    await change({ bankAccounts: [NEW], supportPhone: '+31 20 555 01 00' })
    expect(await test.inspect('select version from bank_details_version order by version')).toEqual([
      { version: 1 },
      { version: 2 },
    ])
    await expect(test.database.pool.query(`update bank_details_version set cooling_days = 0`)).rejects.toThrow(
      /permission denied/,
    )
  })

  it('wait as long as was set when they were changed, whatever is set afterwards', async () => {
    const set = (accountCoolingDays: number) =>
      changePolicy(test, {
        ...{ creditorId: creditor.id, kind: 'contact', changedBy: 'system', basedOn: null },
        body: { ...DEFAULT_CONTACT_POLICY, accountCoolingDays },
      })
    await set(3)
    await change({ bankAccounts: [NEW] })
    await set(0)
    expect(await askedTo()).toBe(creditor.bankAccounts[0]!.iban)
    later(3)
    expect(await askedTo()).toBe(NEW.iban)
  })

  it('begin with the first version of a creditor that is registered', async () => {
    const { id: _, ...settings } = creditor
    const made = await registerCreditor(test, { creditor: { ...settings, slug: 'another' }, debtors: [] })
    expect(await readBankDetails(test, { creditorId: made.id })).toMatchObject({
      standings: [{ coolingUntil: null }],
      changes: [{ version: 1 }],
    })
  })
})
