/** Payoff quotes and the agreements of plans and settlements, as they are issued and kept: in every language, with their figures. */
import { describe, expect, it } from 'vitest'
import { wireIssuedDocuments } from '~/composition/issued-documents.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { calendarDay } from '~/domain/calendar-day'
import { DEFAULT_INTEREST_POLICY } from '~/domain/interest-policy'
import { getFormatters, type Formatters } from '~/i18n/formatters'
import { LANGUAGES, type Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { changePolicy } from '~/use-cases/change-policy'
import { issuePayoffQuote } from '~/use-cases/issue-payoff-quote'
import type { PrintedFile } from '~/use-cases/ports/document-printer'
import { proposePlan } from '~/use-cases/propose-plan'
import { readAgreement } from '~/use-cases/read-plans'
import { readSettlementAgreement } from '~/use-cases/read-settlement-offers'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { EURO } from '../setup/payment-harness'
import { createPlanServices, preparePosted, publishBand } from '../setup/plan-account'
import { normalizeText } from '../setup/read-pdf'
import { expectJoinedArabic, expectReadablePaper } from '../setup/readable-paper'
import { useSettlementOffers } from '../setup/settlement-offer-account'

const { test, creditor, debtor, account, deps, makeOne, agree, getLink } = await useSettlementOffers()
const { fileStore } = await useImports(test)
const plans = { ...test, ...createPlanServices(test, fileStore) }
const documents = wireIssuedDocuments({
  ...{ ...test, fileStore, publicOrigin: 'https://pay.example' },
  statementReader: createStatementReader(test.database.reader),
}).useCases

type Words = ReturnType<typeof getTranslate>
type Readable = Pick<PrintedFile, 'read'>

/** A file that was kept, as one that is read. */
const keep = (content: Uint8Array | undefined): Readable => ({
  async *read() {
    if (content === undefined) throw new Error('nothing was kept')
    yield await Promise.resolve(content)
  },
})

/** 1,000.00 is owed of two invoices. */
const PAPERS: Record<
  string,
  {
    issue: (language: Language) => Promise<Readable>
    /** Each stands alone in its line. */
    listWords: (t: Words) => string[]
    amounts: readonly string[]
    days: readonly string[]
  }
> = {
  'a payoff quote': {
    async issue(language) {
      test.clock.set('2026-11-21T09:00:00Z')
      // 18.25 % a year on 1,000.00 since 1 November: 50 cents a day, for 24 days.
      const interest = { kind: 'contract', rateBps: 1_825, per: 'year', graceDays: 0 } as const
      const changed = await changePolicy(test, {
        ...{ creditorId: creditor.id, kind: 'interest', changedBy: 'user:1', basedOn: null },
        body: { ...DEFAULT_INTEREST_POLICY, enabled: true, interest },
      })
      expect(changed.ok).toBe(true)
      await createInvoice(test, debtor, { number: 'Q', payableMinor: 1_000_00, dueOn: '2026-11-01' })
      const validThroughOn = calendarDay('2026-11-25')
      const issued = await issuePayoffQuote(test, {
        ...{ ...account, currency: EURO, numbers: ['Q'], validThroughOn, language },
        ...{ linkId: null, requestedBy: 'key:1' },
      })
      if (!issued.ok) throw new Error(JSON.stringify(issued.failure))
      const id = issued.value.id
      const file = await documents.issuePayoffQuoteFile({
        ...{ account, id, language: { language, formatLocale: language } },
      })
      if (!file) throw new Error('there is no such quote')
      return file
    },
    listWords: (t) => [
      ...[t('payoff:quote.items'), t('payoff:quote.number'), t('payoff:quote.valid')],
      ...[t('payoff:quote.total'), t('paper:check.title')],
    ],
    amounts: ['1000.00', '12.00', '1012.00'],
    days: ['2026-11-21', '2026-11-25'],
  },
  'the agreement of a plan': {
    async issue(language) {
      await publishBand(test, creditor, { mostInstalments: 6, feeMinor: 10_00 })
      const firstOn = calendarDay('2026-12-21')
      const posted = await preparePosted(plans, creditor, getLink(), ['A', 'B'], { firstOn, language })
      const proposed = await proposePlan(plans, posted)
      if (!proposed.ok) throw new Error(JSON.stringify(proposed.failure))
      expect(proposed.value).toMatchObject({ status: 'agreed', language })
      return keep((await readAgreement(plans, account, proposed.value.id))?.content)
    },
    listWords: (t) => [
      ...[t('agreement:doc.title'), t('agreement:table.schedule'), t('agreement:table.invoices')],
      ...[t('agreement:doc.terms'), t('agreement:doc.agreed'), t('agreement:fact.principal'), t('paper:check.title')],
    ],
    amounts: ['1000.00', '10.00', '1010.00'],
    days: ['2026-12-21', '2027-01-21', '2027-02-21', '2027-03-21'],
  },
  'the agreement of a settlement': {
    async issue(language) {
      const made = await makeOne()
      const agreed = await agree(made, { language: { language, formatLocale: language } })
      if (!agreed.ok) throw new Error(JSON.stringify(agreed.failure))
      return keep((await readSettlementAgreement(deps, { ...account, offerId: made.id }))?.content)
    },
    listWords: (t) => [
      ...[t('offer:form.caption'), t('offer:fact.owed'), t('offer:fact.offered'), t('offer:fact.waived')],
      ...[t('offer:fact.payBy'), t('paper:check.title')],
    ],
    amounts: ['750.00', '250.00', '1000.00', '900.00', '100.00'],
    days: ['2026-11-30', '2026-06-01', '2026-07-01'],
  },
}

/** As figures stand in a cell: Arabic papers are read back from right to left, where only their digits keep their order. */
function writeFigures(language: Language, format: Formatters, { amounts, days }: (typeof PAPERS)[string]): string[] {
  return [
    ...amounts.map((amount) => (language === 'ar' ? format.decimal(amount) : format.price(amount, EURO))),
    ...days.map((day) => (language === 'ar' ? day.replaceAll('-', '/') : format.day(calendarDay(day)))),
  ]
}

describe.each(Object.entries(PAPERS))('%s', (_name, paper) => {
  it.each(LANGUAGES)('is tagged in %s, embeds its fonts, and says its words and figures', async (language) => {
    const file = await paper.issue(language)
    const text = await expectReadablePaper(file, language, paper.listWords(getTranslate(language)))
    const figures = writeFigures(language, getFormatters(language, creditor.timeZone), paper)
    for (const figure of figures) expect(text).toContain(normalizeText(figure))
  })

  it('is in Arabic joined, and in the order of reading', async () => {
    await expectJoinedArabic(await paper.issue('ar'), paper.listWords(getTranslate('ar')))
  })
})
