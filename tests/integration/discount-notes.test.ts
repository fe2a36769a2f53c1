/** Credit notes of settlement discounts as PDF, and the discount on the receipt: what is read of them is what the books hold. */
import { describe, expect, it } from 'vitest'
import { createDocumentPrinter } from '~/documents/pdf/document-printer.server'
import { writeUblDocument } from '~/documents/einvoice/write-ubl-document'
import { writeDiscountNote } from '~/documents/letters/discount-note.server'
import { parseDocumentCode } from '~/domain/issued-document'
import { DEFAULT_DISCOUNT_POLICY } from '~/domain/discount-policy'
import { getFormatters } from '~/i18n/formatters'
import type { Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { changePolicy } from '~/use-cases/change-policy'
import { checkDocument } from '~/use-cases/check-document'
import { issueDiscountNote } from '~/use-cases/issue-discount-note'
import { readDiscountEInvoice } from '~/use-cases/read-discount-einvoice'
import { issueReceipt } from '~/use-cases/issue-payment-document'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { normalizeText, readPdfText } from '../setup/read-pdf'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()
const deps = {
  ...{ ...services, documentPrinter: createDocumentPrinter(), writeDiscountNote },
  publicOrigin: 'https://portal.example',
  readLogo: () => Promise.resolve(null),
}
const account = { creditorId: creditor.id, debtorId: debtor.id }
const inLanguage = (language: Language) => ({ language, formatLocale: language })

/** EUR 119.00 with 2 %, paid in time and, where it is to be, charged back. */
async function payDiscounted({ chargedBack = false } = {}) {
  const body = { ...DEFAULT_DISCOUNT_POLICY, correction: 'credit_note' as const }
  await changePolicy(services, { creditorId: creditor.id, kind: 'discount', body, changedBy: 'system', basedOn: null })
  const discounts = [{ deadlineOn: '2026-11-30', rateBps: 200 }]
  await createInvoice(test, debtor, { number: 'R-1', payableMinor: 119_00, dueOn: '2026-12-20', discounts })
  const order = { currency: creditor.defaultCurrency, credits: [] }
  const items = [{ number: 'R-1', amountMinor: 119_00, concessionMinor: 2_38 }]
  const { payment, checkoutId } = await harness.start(payer, { ...order, items })
  for (const action of chargedBack ? (['pay_by_card', 'charge_back'] as const) : (['pay_by_card'] as const)) {
    await harness.act(checkoutId, action)
    await harness.deliverAll()
  }
  return payment
}

const readNote = async (noteNumber: string, language: Language) => {
  const note = await issueDiscountNote(deps, { account, language: inLanguage(language), noteNumber })
  return note && (await readPdfText(note)).text
}

describe.each(['en', 'de', 'ro', 'fy'] as const)('the note of a discount in %s', (language) => {
  const t = getTranslate(language)
  const format = getFormatters(language, creditor.timeZone)
  const money = (amountMinor: number) => normalizeText(format.money(amountMinor, creditor.defaultCurrency))

  it('states the invoice, the terms and each rate of tax, and its code answers for it', async () => {
    const payment = await payDiscounted()
    const text = (await readNote('R-1-D1', language)) ?? ''
    for (const part of ['R-1-D1', money(2_00), money(38), money(2_38), t('discount:note.taxIncluded').slice(0, 20)]) {
      expect(text).toContain(part)
    }
    const code = parseDocumentCode(/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '')
    const found = code && (await checkDocument(deps, code))
    expect(found).toMatchObject({ kind: 'discount_note' })
    const receipt = await issueReceipt(deps, { account, language: inLanguage(language), paymentId: payment.id })
    const receiptText = receipt ? (await readPdfText(receipt)).text : ''
    expect(receiptText).toContain(money(116_62))
    expect(receiptText).toContain(money(2_38))
    expect(receiptText).toContain('R-1-D1')
  })

  it('is canceled by another one when the money goes back', async () => {
    await payDiscounted({ chargedBack: true })
    const text = (await readNote('R-1-D2', language)) ?? ''
    expect(text).toContain('R-1-D1')
    expect(text).toContain(money(2_38))
  })
})

it('is there for its own debtor alone, and only where it has a number', async () => {
  await payDiscounted()
  expect(await readNote('R-1-D7', 'en')).toBe(null)
  const other = await createDebtor(test, creditor)
  const foreign = { creditorId: creditor.id, debtorId: other.id }
  const asked = { account: foreign, language: inLanguage('en'), noteNumber: 'R-1-D1' }
  expect(await issueDiscountNote(deps, asked)).toBe(null)
})

it('is read as an e-invoice by its debtor and the creditor, the same, and by nobody else', async () => {
  await payDiscounted({ chargedBack: true })
  const writing = { ...services, writeEInvoice: writeUblDocument }
  const read = async (debtorId: typeof debtor.id | null, noteNumber: string) => {
    const file = await readDiscountEInvoice(writing, { creditorId: creditor.id, debtorId, noteNumber })
    return file && Buffer.from(file.content).toString()
  }
  const note = await read(debtor.id, 'R-1-D1')
  expect(note).toBe(await read(null, 'R-1-D1'))
  expect(note).toContain('<cbc:TaxAmount currencyID="EUR">0.38</cbc:TaxAmount>')
  expect(note).toContain(`<cbc:RegistrationName>${creditor.name}</cbc:RegistrationName>`)
  expect(note).toContain('<cbc:PayableAmount currencyID="EUR">2.38</cbc:PayableAmount>')
  const canceled = await read(debtor.id, 'R-1-D2')
  expect(canceled).toContain('<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>')
  expect(canceled).toContain('<cbc:ID>R-1-D1</cbc:ID>')
  expect(await read((await createDebtor(test, creditor)).id, 'R-1-D1')).toBeNull()
  expect(await read(null, 'R-1-D9')).toBeNull()
})
