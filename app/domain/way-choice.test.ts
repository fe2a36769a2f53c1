import { describe, expect, it } from 'vitest'
import { parseWayChoice, writeWayChoice } from './way-choice'

describe('a way to pay in a form', () => {
  it.each([
    { kind: 'method', method: 'sepa_debit' } as const,
    { kind: 'saved', savedMethodId: '01900000-0000-7000-8000-000000000001' } as const,
  ])('is read as it was written', (choice) => {
    expect(parseWayChoice(writeWayChoice(choice))).toEqual(choice)
  })

  it.each(['', 'cash', 'saved:', 'saved:1', 'SAVED:01900000-0000-7000-8000-000000000001'])('is not %j', (text) => {
    expect(parseWayChoice(text)).toBeNull()
  })
})
