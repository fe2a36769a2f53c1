import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findUnstorableText, makeStorable } from './storable-text'

describe('findUnstorableText', () => {
  it('names the path of a NUL and of half a surrogate pair', () => {
    expect(findUnstorableText({ notes: ['fine', 'nul \0'] })).toBe('notes.1')
    expect(findUnstorableText({ buyer: { name: 'half \ud83d' } })).toBe('buyer.name')
  })

  it('passes over bytes, whole pairs and a written-out escape', () => {
    expect(findUnstorableText({ content: new Uint8Array([0]), text: '😀 \\u0000', none: null })).toBeNull()
  })

  it('finds nothing in any well-formed text without NUL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(findUnstorableText([text])).toBe(text.includes('\0') ? '0' : null)
      }),
    )
  })
})

describe('makeStorable', () => {
  it('replaces what cannot be stored, and nothing else', () => {
    const text = 'a \0 b \ud83d c 😀'
    expect(makeStorable(text)).toBe('a \ufffd b \ufffd c 😀')
    expect(findUnstorableText(makeStorable(text))).toBeNull()
  })
})
