import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { listTermsFields, NO_TERMS, readReviewTerms, type ReviewTerms } from './review-terms'

const id = '01900000-0000-7000-8000-000000000001'
const USD = parseCurrencyCode('USD')!

describe('how an order is to be paid, in a form', () => {
  it.each<ReviewTerms>([
    NO_TERMS,
    { way: { kind: 'method', method: 'card' }, quote: null, keepsMethod: true },
    { way: { kind: 'saved', savedMethodId: id }, quote: { id, currency: USD }, keepsMethod: false },
  ])('is read as it was written', (terms) => {
    expect(readReviewTerms(new URLSearchParams(listTermsFields(terms)))).toEqual(terms)
  })

  it.each(['way=cash', 'way=', `quote=${id}`, `quote=1&payCurrency=USD`, `quote=${id}&payCurrency=XXX`])(
    'is refused as %j',
    (form) => {
      expect(readReviewTerms(new URLSearchParams(form))).toBeNull()
    },
  )

  it.each(['way=bank_transfer&keep=yes', `way=saved:${id}&keep=yes`, 'keep=yes', 'way=card&keep=no'])(
    'keeps nothing as %j',
    (form) => {
      expect(readReviewTerms(new URLSearchParams(form))?.keepsMethod).toBe(false)
    },
  )
})
