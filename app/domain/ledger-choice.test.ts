import { describe, expect, it } from 'vitest'
import { readLedgerChoice, writeLedgerChoice } from './ledger-choice'

describe('a choice of findings', () => {
  it('is read as it was written', () => {
    const choice = { uploadId: 'u', kind: 'matched', page: 7, extent: 'all' } as const
    expect(readLedgerChoice(writeLedgerChoice(choice))).toEqual(choice)
  })

  it('is of the ticked ones where nothing else is said, and none without a comparison', () => {
    expect(readLedgerChoice(new URLSearchParams('ledger=u&show=matched'))).toMatchObject({ page: 1, extent: 'ticked' })
    for (const query of ['show=matched&of=all', 'ledger=u&of=all', 'ledger=u&show=matched&page=0']) {
      expect(readLedgerChoice(new URLSearchParams(query))).toBeNull()
    }
  })
})
