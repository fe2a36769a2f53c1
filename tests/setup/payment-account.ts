/** A debtor who pays, on a database of the test file's own: the same before each test, with nothing on its account. */
import { afterEach, beforeEach, expect } from 'vitest'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { useTestDatabase } from './database'
import { createPayer, createPaymentHarness, findContradictions } from './payment-harness'

/** Call once, at the top of the file. After each test the books must agree with themselves. */
export async function usePaymentAccount() {
  const test = await useTestDatabase()
  const harness = createPaymentHarness(test)
  const creditor = await createCreditor(test)
  const debtor = await createDebtor(test, creditor)

  beforeEach(async () => {
    await test.reset()
    await createCreditor(test, creditor)
    await createDebtor(test, creditor, debtor)
  })
  afterEach(async () => {
    expect(await findContradictions(test)).toEqual([])
  })

  return { test, harness, services: harness.services, creditor, debtor, payer: createPayer(creditor, debtor) }
}
