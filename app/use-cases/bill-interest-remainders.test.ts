import { expect, it } from 'vitest'
import type { CreditorId } from '~/domain/ids'
import { billInterestOfAll } from './bill-interest-remainders'

it('a creditor whose interest cannot be billed keeps no other’s from being billed', async () => {
  const looked: string[] = []
  const creditors = ['a', 'b', 'c'].map((id) => ({ id: id as CreditorId }))
  const unitOfWork = {
    run(scope: { kind: string; creditorId?: string }) {
      if (scope.kind === 'system') return Promise.resolve(creditors)
      looked.push(scope.creditorId ?? '')
      return scope.creditorId === 'a' ? Promise.reject(new Error('no')) : Promise.resolve({ found: [], notes: 0 })
    },
  }
  const services = { unitOfWork, clock: { now: () => new Date() }, ids: {} } as unknown as Parameters<
    typeof billInterestOfAll
  >[0]
  await expect(billInterestOfAll(services)).rejects.toThrow('the interest of 1 creditors')
  expect(looked).toEqual(['a', 'b', 'c'])
})
