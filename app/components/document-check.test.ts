import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { makeDocumentCode, type IssuedDocumentKind } from '~/domain/issued-document'
import { getFormatters } from '~/i18n/formatters'
import { LANGUAGES, type Language } from '~/i18n/languages'
import { getTranslate, getTranslations } from '~/i18n/translator.server'
import { DocumentCheckPage, type ShownDocument } from './document-check'

function render(language: Language, kind: IssuedDocumentKind, figures: ShownDocument['figures']): string {
  const document: ShownDocument = {
    ...{ kind, figures, code: makeDocumentCode(2n ** 130n), issuedAt: new Date('2026-11-21T10:00:00Z') },
    ...{ creditorName: 'Wattenhorst GmbH', debtorName: 'Nordwind KG', sha256: 'ab'.repeat(32) },
    format: getFormatters(language, 'Europe/Berlin'),
  }
  const page = createElement(DocumentCheckPage, { typed: '', outcome: { kind: 'found', document } })
  return renderToStaticMarkup(createElement(I18nextProvider, { i18n: getTranslations(language) }, page))
}

describe.each(LANGUAGES)('what was issued under a code, in %s', (language) => {
  const t = getTranslate(language)

  it('says that a statement covers a part of the account', () => {
    const issued = { name: 'issued', on: calendarDay('2026-11-21') } as const
    const part = render(language, 'statement', [issued, { name: 'coverage', covers: 'chosen_invoices' }])
    expect(part).toContain(t('paper:coverage.name'))
    expect(part).toContain(t('paper:coverage.chosenInvoices'))
    expect(render(language, 'statement', [issued])).not.toContain(t('paper:coverage.chosenInvoices'))
  })

  it('calls the file of a dispute as the pages of disputes do', () => {
    const name = t('paper:kinds.disputeFile')
    expect(render(language, 'dispute_file', [])).toContain(name)
    expect(t('claims:dispute.file')).toBe(`${name} (PDF)`)
    const title = t('claims:dispute.title', { reference: '' }).replace(/[\u2066-\u2069]/g, '')
    const word = title.trim().replace(/^ال/, '').slice(0, 7)
    expect(name.toLocaleLowerCase(language)).toContain(word.toLocaleLowerCase(language))
  })
})
