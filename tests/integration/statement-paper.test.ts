/** What a printed statement says of itself: which documents it lists, and that there are none. */
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { DocumentFilter } from '~/domain/account-export'
import { STATEMENT_TABS } from '~/domain/statement-query'
import { getFormatters } from '~/i18n/formatters'
import { LANGUAGES, type Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { createInvoice } from '../factories/invoices'
import { useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'
import { normalizeText, readPdfText } from '../setup/read-pdf'

const test = await useTestDatabase()
const api = useApiClient(test)
const today = calendarDay('2026-11-21')
const EVERYTHING: DocumentFilter = { tab: 'all', search: '', from: null, to: null, currency: null }

async function print(language: Language, filter: Partial<DocumentFilter>): Promise<string> {
  const { creditor, debtor } = api
  const file = await api.app.issueStatement({
    account: { creditorId: creditor.id, debtorId: debtor.id },
    context: { today, timeZone: creditor.timeZone, defaultCurrency: 'EUR', isLimited: false },
    language: { language, formatLocale: language },
    ...{ isReported: false, withLines: false, filter: { ...EVERYTHING, ...filter } },
  })
  return (await readPdfText(file)).text
}

const listTexts = (language: Language) => {
  const t = getTranslate(language)
  return {
    tabs: {
      open: t('paper:listed.open'),
      overdue: t('paper:listed.overdue'),
      paid: t('paper:listed.paid'),
      all: t('paper:listed.all'),
    },
    empty: {
      open: t('statement:empty.open'),
      overdue: t('statement:empty.overdue'),
      paid: t('statement:empty.paid'),
      all: t('statement:empty.all'),
    },
    narrowed: t('statement:empty.narrowedText'),
  }
}

describe.each(LANGUAGES)('a printed statement in %s', (language) => {
  const { tabs, empty, narrowed } = listTexts(language)

  it('says which documents it lists', async () => {
    await createInvoice(test, api.debtor, { number: 'R-7', purchaseOrder: 'PO 7', issueOn: '2026-10-10' })
    await createInvoice(test, api.debtor, { number: 'R-8', purchaseOrder: 'PO 8', issueOn: '2026-10-10' })
    for (const tab of STATEMENT_TABS) expect(await print(language, { tab })).toContain(normalizeText(tabs[tab]))
    const [from, to, currency] = [calendarDay('2026-10-01'), calendarDay('2026-10-31'), parseCurrencyCode('EUR')]
    const text = await print(language, { tab: 'overdue', search: 'PO 7', from, to, currency })
    expect(text).toContain('R-7')
    expect(text).not.toContain('R-8')
    expect(text).toContain(normalizeText(tabs.overdue))
    // Latin letters and figures beside Arabic ones are put elsewhere by pdf.js.
    if (language === 'ar') return
    const t = getTranslate(language)
    const format = getFormatters(language, api.creditor.timeZone)
    for (const line of [
      t('paper:listed.search', { text: 'PO 7' }),
      t('paper:issuedBetween', { from: format.day(from), to: format.day(to) }),
      t('paper:listed.currency', { currency: 'EUR' }),
    ]) {
      expect(text).toContain(normalizeText(line))
    }
  })

  it('says that there is none, and of what there is none', async () => {
    for (const tab of STATEMENT_TABS) {
      const text = await print(language, { tab })
      expect(text).toContain(normalizeText(empty[tab]))
      expect(text).not.toContain(normalizeText(narrowed))
    }
    expect(await print(language, { tab: 'overdue', search: 'none such' })).toContain(normalizeText(narrowed))
  })
})
