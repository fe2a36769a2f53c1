/** Receipt, remittance advice and dispute file as PDF: what pdf.js reads of them is what the books hold. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createDocumentPrinter } from '~/documents/pdf/document-printer.server'
import { formatBankReference, parseBankReference } from '~/domain/bank-reference'
import { parseDocumentCode } from '~/domain/issued-document'
import type { AccessLinkId, PaymentId } from '~/domain/ids'
import { createBankTransferGateway } from '~/gateways/bank-transfer/bank-transfer-gateway'
import { getFormatters } from '~/i18n/formatters'
import { LANGUAGES, type Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { inspectEvidence } from '~/ingest/evidence/inspect-evidence.server'
import { checkDocument } from '~/use-cases/check-document'
import { continueDispute } from '~/use-cases/continue-dispute'
import { decideDispute } from '~/use-cases/decide-dispute'
import { issueDisputeFile } from '~/use-cases/issue-dispute-file'
import { issueReceipt, issueRemittanceAdvice } from '~/use-cases/issue-payment-document'
import { openDisputes } from '~/use-cases/open-dispute'
import { readDispute } from '~/use-cases/read-disputes'
import { startPayment } from '~/use-cases/start-payment'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { orderOf } from '../setup/payment-harness'
import { normalizeText, readPdfText } from '../setup/read-pdf'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()
creditor.gateways = ['sandbox', 'bank-transfer']
const { fileStore } = await useImports(test)
const deps = {
  ...{ ...harness.services, fileStore, documentPrinter: createDocumentPrinter() },
  gateways: new Map([...harness.services.gateways, ['bank-transfer', createBankTransferGateway()]]),
  publicOrigin: 'https://portal.example',
  readLogo: () => Promise.resolve(null),
}
const account = { creditorId: creditor.id, debtorId: debtor.id }
const inLanguage = (language: Language) => ({ language, formatLocale: language })

function write(language: Language) {
  const format = getFormatters(language, creditor.timeZone)
  return {
    money: (amountMinor: number) => normalizeText(format.money(amountMinor, creditor.defaultCurrency)),
    instant: (at: Date) => normalizeText(format.instant(at)),
    t: getTranslate(language),
  }
}

async function createTwo() {
  await createInvoice(test, debtor, { number: 'R-1', payableMinor: 1100_05, dueOn: '2026-11-01' })
  await createInvoice(test, debtor, { number: 'R-2', payableMinor: 250_50, dueOn: '2026-11-02' })
}

/** What stands behind the code on the document. */
async function check(text: string) {
  const code = parseDocumentCode(/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '')
  return code && checkDocument(deps, code)
}

describe.each(['en', 'de', 'ro', 'fy'] as const)('a receipt in %s', (language) => {
  it('says what was received and what it settled', async () => {
    await createTwo()
    const { payment, checkoutId } = await harness.start(payer, orderOf({ 'R-1': 1100_05, 'R-2': 250_50 }))
    const wanted = { account, language: inLanguage(language), paymentId: payment.id }
    expect(await issueReceipt(deps, wanted)).toBeNull()
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    const { text, bytes } = await readPdfText((await issueReceipt(deps, wanted))!)
    const { money, t } = write(language)
    for (const amountMinor of [1100_05, 250_50, 1350_55]) expect(text).toContain(money(amountMinor))
    for (const part of [payment.reference, 'R-1', 'R-2', debtor.name, t('pay:receipt.title')]) {
      expect(text).toContain(normalizeText(part))
    }
    expect(await check(text)).toMatchObject({
      kind: 'receipt',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      figures: [
        { name: 'reference', text: payment.reference },
        { name: 'received', amountMinor: 1350_55 },
        { name: 'settled', amountMinor: 1350_55 },
      ],
    })
  })
})

describe.each(['en', 'de', 'ro', 'fy'] as const)('a remittance advice in %s', (language) => {
  it('says what a transfer pays, by which reference', async () => {
    await createTwo()
    const order = orderOf({ 'R-1': 1100_05, 'R-2': 250_50 })
    const way = { kind: 'method', method: 'bank_transfer' } as const
    const started = await startPayment(deps, { payer, order, idempotencyKey: test.ids.uuid(), way })
    if (!started.ok || started.value.kind !== 'gateway') throw new Error(JSON.stringify(started))
    const id = started.value.url.split('/').at(-1) as PaymentId
    const payment = await harness.readPayment({ creditorId: creditor.id, id })
    const file = await issueRemittanceAdvice(deps, { account, language: inLanguage(language), paymentId: id })
    const { text } = await readPdfText(file!)
    const { money, t } = write(language)
    for (const amountMinor of [1100_05, 250_50, 1350_55]) expect(text).toContain(money(amountMinor))
    for (const part of ['R-1', 'R-2', payment.reference, t('paper:advice.title')]) {
      expect(text).toContain(normalizeText(part))
    }
    expect(text).toContain(formatBankReference(parseBankReference(payment.bankReference!)!))
    expect(await check(text)).toMatchObject({
      ...{ kind: 'remittance_advice' },
      figures: [{ text: payment.reference }, { name: 'advised', amountMinor: 1350_55 }],
    })
  })
})

describe('the file of a dispute', () => {
  async function disputeWithThread() {
    await createInvoice(test, debtor, { number: 'R-1', payableMinor: 1100_05 })
    const inspected = await inspectEvidence({ filename: 'Lieferschein.csv', content: Buffer.from('a,b\n1,2\n') })
    if (!inspected.ok) throw new Error(JSON.stringify(inspected.failure))
    const opened = await openDisputes(deps, {
      disputant: {
        ...{ ...account, linkId: test.ids.uuid() as AccessLinkId, scope: ['view', 'dispute'], name: 'Greta Lüders' },
        ...{ email: 'greta@debtor.example', locale: 'de' },
      },
      ...{ idempotencyKey: test.ids.uuid(), reason: 'QTY', action: 'CNP', files: [inspected.value] },
      text: 'Zwei Kartons fehlen.\nFotos folgen.',
      invoices: [{ number: 'R-1', lines: [] }],
    })
    const dispute = opened.ok ? opened.value[0] : undefined
    if (!dispute) throw new Error(JSON.stringify(opened))
    const actor = { side: 'creditor', creditorId: creditor.id, author: 'user:1', name: 'Ole Brandt' } as const
    const step = { disputeId: dispute.id, entryId: test.ids.uuid(), step: 'asked', text: 'Welche Kartons?' } as const
    expect((await continueDispute(deps, { actor, ...step, files: [] })).ok).toBe(true)
    return dispute
  }

  it.each(LANGUAGES)('has its lines, thread and files in %s', async (language) => {
    const { id, reference } = await disputeWithThread()
    const wanted = { reader: account, disputeId: id, language: inLanguage(language) }
    const { text } = await readPdfText((await issueDisputeFile(deps, wanted))!)
    const view = (await readDispute(deps, account, id))!
    const evidence = view.entries.flatMap(({ files }) => files)[0]!
    for (const part of [
      reference,
      'R-1',
      'Zwei Kartons fehlen.',
      'Fotos folgen.',
      'Welche Kartons?',
      evidence.sha256,
    ]) {
      expect(text).toContain(part)
    }
    expect(evidence.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(text).toContain('Lieferschein.csv')
    // Latin letters beside Arabic ones are put elsewhere by pdf.js.
    if (language !== 'ar') {
      const { money, instant, t } = write(language)
      expect(text).toContain(money(1100_05))
      for (const { at, step } of view.entries) {
        expect(text).toContain(instant(at))
        expect(text).toContain(normalizeText(t(`claims:step.${step}`)))
      }
      expect(text).toContain(normalizeText(t('claims:reason.QTY')))
    }
    expect(await check(text)).toMatchObject({
      kind: 'dispute_file',
      figures: [{ text: reference }, { text: 'R-1' }, { name: 'amount', amountMinor: 1100_05 }],
    })
  })

  it('says what was granted, and by which credit note', async () => {
    const { id } = await disputeWithThread()
    const view = (await readDispute(deps, account, id))!
    const decided = await decideDispute(deps, {
      ...{ creditorId: creditor.id, disputeId: id, entryId: test.ids.uuid(), version: view.dispute.version },
      ...{ granted: new Map([[0, 300_25]]), text: 'Ein Karton fehlte.', creditNoteNumber: 'GS-77' },
      ...{ decidedBy: 'user:1', name: 'Ole Brandt' },
    })
    expect(decided.ok).toBe(true)
    const reader = { creditorId: creditor.id }
    const file = await issueDisputeFile(deps, { reader, disputeId: id, language: inLanguage('de') })
    const { text } = await readPdfText(file!)
    for (const part of ['GS-77', 'Ein Karton fehlte.', write('de').money(300_25)]) expect(text).toContain(part)
    expect((await check(text))?.figures).toContainEqual({ name: 'settled', amountMinor: 300_25, currency: 'EUR' })
  })

  it('is nobody else’s', async () => {
    const { id } = await disputeWithThread()
    const other = await createDebtor(test, creditor, { externalId: 'OTHER' })
    const reader = { creditorId: creditor.id, debtorId: other.id }
    expect(await issueDisputeFile(deps, { reader, disputeId: id, language: inLanguage('de') })).toBeNull()
  })
})
