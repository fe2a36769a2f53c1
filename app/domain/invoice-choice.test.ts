import { describe, expect, it } from 'vitest'
import { readInvoiceChoice, readInvoiceNumbers } from './invoice-choice'

describe('readInvoiceChoice', () => {
  it('reads numbers once each, in their order', () => {
    const parameters = new URLSearchParams('currency=EUR&invoice=B-2&invoice=A-1&invoice=B-2')
    expect(readInvoiceChoice(parameters)).toEqual({ currency: 'EUR', invoiceNumbers: ['B-2', 'A-1'] })
  })

  it('means all that is due where none is named', () => {
    expect(readInvoiceChoice(new URLSearchParams('invoice='))).toEqual({ currency: null, invoiceNumbers: null })
  })

  it('knows no currency that there is not', () => {
    expect(readInvoiceChoice(new URLSearchParams('currency=euro')).currency).toBeNull()
  })
})

describe('readInvoiceNumbers', () => {
  it('passes over what no database stores', () => {
    expect(readInvoiceNumbers(new URLSearchParams('invoice=A%001&invoice=A-1'))).toEqual(['A-1'])
  })
})
