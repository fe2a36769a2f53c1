import { describe, expect, it } from 'vitest'
import { listSettledParts, NOTHING_ALLOCATED } from './settled-part'

describe('the settled part of an invoice', () => {
  it('is nothing where all of it is open', () => {
    expect(listSettledParts(NOTHING_ALLOCATED)).toEqual([])
  })

  it('says what settled it; money that had come before is paid as well', () => {
    const sums = { cash: 20_00, credit_note: 5_00, unapplied_credit: 3_00, discount: 1_00, write_off: 50 }
    expect(listSettledParts(sums)).toEqual([
      { how: 'paid', amountMinor: 23_00 },
      { how: 'credited', amountMinor: 5_00 },
      { how: 'discount', amountMinor: 1_00 },
      { how: 'written_off', amountMinor: 50 },
    ])
  })

  it('leaves out what was taken back', () => {
    expect(listSettledParts({ ...NOTHING_ALLOCATED, credit_note: 5_00 })).toEqual([
      { how: 'credited', amountMinor: 5_00 },
    ])
  })
})
