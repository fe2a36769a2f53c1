import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '~/i18n/languages'
import { getTranslate, getTranslations } from '~/i18n/translator.server'
import { ReconciliationRuns } from './reconciliation'

const counts = { occasion: 'nightly' as const, checked: '1', corrected: '0', unanswered: '0' }

function render(gateway: string, language: (typeof LANGUAGES)[number]): string {
  const run = { id: '1', gateway, startedAt: '22 November', endedAt: null, ...counts }
  const runs = createElement(ReconciliationRuns, { runs: [run] })
  return renderToStaticMarkup(createElement(I18nextProvider, { i18n: getTranslations(language) }, runs))
}

describe('a comparison', () => {
  it.each(LANGUAGES)('is with a service by the name that the reader knows: %s', (language) => {
    const name = getTranslate(language)('money:gateway.sandbox')
    expect(name).not.toBe('sandbox')
    expect(render('sandbox', language)).toContain(`<bdi>${name}</bdi>`)
  })

  it('keeps the name of a service of an earlier version', () => {
    expect(render('other-pay', 'en')).toContain('<bdi>other-pay</bdi>')
  })
})
