/** Every kind of paper as its readers' software sees it: tags, language, fonts; and Arabic joined, in the order of reading. */
import { beforeEach, describe, it } from 'vitest'
import { wireIssuedDocuments } from '~/composition/issued-documents.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { calendarDay } from '~/domain/calendar-day'
import { createBankTransferGateway } from '~/gateways/bank-transfer/bank-transfer-gateway'
import { LANGUAGES, type Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { playPapers, type PaperIds } from '../setup/account-papers'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { expectJoinedArabic, expectReadablePaper } from '../setup/readable-paper'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()
creditor.gateways = ['sandbox', 'bank-transfer']
const { fileStore } = await useImports(test)
const services = {
  ...harness.services,
  gateways: new Map([...harness.services.gateways, ['bank-transfer', createBankTransferGateway()]]),
}
const statementReader = createStatementReader(test.database.reader)
const parts = { ...test, statementReader, fileStore, services, publicOrigin: 'https://portal.example' }
const documents = wireIssuedDocuments(parts).useCases
const account = { creditorId: creditor.id, debtorId: debtor.id }
const context = {
  ...{ today: calendarDay('2026-11-21'), timeZone: creditor.timeZone, defaultCurrency: 'EUR', isLimited: false },
}

let ids: PaperIds
beforeEach(async () => {
  ids = await playPapers({ test, harness, debtor, payer, services, fileStore })
})

type Words = ReturnType<typeof getTranslate>

/** Each with words that stand on it alone in their line, so that they are read as they are written. */
const PAPERS = {
  'a copy of an invoice': {
    print: (language) => documents.issueInvoiceCopy({ ...language, context, address: { number: 'CARD', kind: null } }),
    list: (t) => [t('invoice:facts.title'), t('invoice:totals.title'), t('invoice:lines.item'), t('paper:check.title')],
  },
  'a receipt': {
    print: (language) => documents.issueReceipt({ ...language, paymentId: ids.paid.id }),
    list: (t) => [t('pay:receipt.title'), t('pay:items.settled'), t('pay:receipt.received'), t('pay:payment.method')],
  },
  'a receipt of a credit': {
    print: (language) => documents.issueReceipt({ ...language, paymentId: ids.credited.id }),
    list: (t) => [t('pay:receipt.creditTitle'), t('pay:items.settled'), t('pay:items.credit')],
  },
  'a remittance advice': {
    print: (language) => documents.issueRemittanceAdvice({ ...language, paymentId: ids.advised.id }),
    list: (t) => [
      t('paper:advice.title'),
      t('paper:advice.text'),
      t('pay:items.intended'),
      t('pay:transfer.reference'),
    ],
  },
  'a balance forward': {
    print: (language) =>
      documents.issueBalanceForward({
        ...{ ...language, context, isReported: false },
        period: { from: calendarDay('2026-10-01'), to: context.today, currency: null },
      }),
    list: (t) => [
      ...[t('statement:movements.title'), t('statement:movements.opening'), t('statement:movements.closing')],
      ...[t('statement:movements.charge'), t('statement:movements.rule')],
    ],
  },
  'a dispute file': {
    print: ({ language }) => documents.issueDisputeFile({ reader: account, disputeId: ids.disputed.id, language }),
    list: (t) => [
      t('claims:dispute.lines'),
      t('claims:thread.title'),
      t('claims:reason.QTY'),
      t('claims:fact.openedBy'),
    ],
  },
} satisfies Record<
  string,
  {
    print: (request: {
      account: typeof account
      language: { language: Language; formatLocale: string }
    }) => ReturnType<typeof documents.issueReceipt>
    list: (t: Words) => string[]
  }
>

describe.each(Object.entries(PAPERS))('%s', (_name, { print, list }) => {
  it.each(LANGUAGES)('is tagged in %s, embeds its fonts, and says its words', async (language) => {
    const file = await print({ account, language: { language, formatLocale: language } })
    await expectReadablePaper(file!, language, list(getTranslate(language)))
  })

  it('is in Arabic joined, and in the order of reading', async () => {
    const file = await print({ account, language: { language: 'ar', formatLocale: 'ar' } })
    await expectJoinedArabic(file!, list(getTranslate('ar')))
  })
})
