import { describe, expect, it } from 'vitest'
import type { Creditor } from '~/domain/creditor'
import { parseCurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { renderMail } from './render-mail.server'

const creditor: Creditor = {
  ...{ id: 'c' as CreditorId, slug: 'c', name: 'Deichwerk', timeZone: 'Europe/Berlin', defaultLocale: 'de' },
  ...{ defaultCurrency: parseCurrencyCode('EUR')!, countryCode: 'DE', vatId: null, addressLines: [] },
  ...{ supportEmail: 'a@b.example', supportPhone: null, brandColor: '#1f3f77', defaultTermsDays: 14 },
  ...{ bankAccounts: [], gateways: [], linkLifetimeDays: 30 },
}
const debtor = {
  ...{ id: 'd' as DebtorId, creditorId: creditor.id, externalId: 'D-1', name: 'Kade' },
  ...{ countryCode: null, locale: null, vatId: null, addressLines: [] },
}

describe('the names beside the facts of a mail', () => {
  it.each([
    ['de', 'dir="ltr"', 'padding:6px 16px 6px 0'],
    ['ar', 'dir="rtl"', 'padding:6px 0 6px 16px'],
  ])('keep away from the facts in %s', (locale, direction, space) => {
    const { html } = renderMail(
      {
        ...{ kind: 'one-time-code', creditor, locale, debtor, purpose: 'agree_plan', code: '123456' },
        expiresAt: new Date('2026-11-22T12:00:00Z'),
      },
      null,
    )
    expect(html).toContain(direction)
    expect(html).toContain(
      `<th scope="row" style="color:#5b5e66;text-align:start;font-weight:400;vertical-align:top;${space}"`,
    )
  })
})
