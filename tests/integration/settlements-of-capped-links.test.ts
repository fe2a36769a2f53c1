/** A link that was forwarded with a cap binds nobody to a settlement, as to no plan. */
import { expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { DEFAULT_SETTLEMENT_OFFER_POLICY } from '~/domain/settlement-offer-policy'
import { agreeSettlementOffer } from '~/use-cases/agree-settlement-offer'
import { answerSettlementOffer } from '~/use-cases/answer-settlement-offer'
import { changePolicy } from '~/use-cases/change-policy'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { makeSettlementOffer, type MakeOfferInput } from '~/use-cases/make-settlement-offer'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO } from '../setup/payment-harness'

const { test, creditor, debtor } = await usePaymentAccount()
const account = { creditorId: creditor.id, debtorId: debtor.id }
const scope = ['view', 'pay', 'agree'] as const
const payByOn = calendarDay('2026-11-30')
const notAllowed = { ok: false, failure: { kind: 'not_allowed' } }

it('it is neither made, answered with other terms, nor agreed to by one', async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 750_00, dueOn: '2026-06-01' })
  await changePolicy(test, {
    ...{ creditorId: creditor.id, kind: 'settlement-offer', changedBy: 'user:1', basedOn: null },
    body: { ...DEFAULT_SETTLEMENT_OFFER_POLICY, isOffered: true, approval: 'at_once' },
  })
  const issued = await issueAccessLink(
    { ...test, publicOrigin: 'https://pay.example' },
    {
      ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, scope: [...scope], lifetimeHours: 240 },
      ...{ locale: 'en', recipient: { name: null, email: 'greta@debtor.example' }, issuedBy: 'api' },
    },
  )
  if (!issued.ok) throw new Error('not issued')
  const linkId = issued.value.link.id
  const makeBy = (maker: MakeOfferInput['maker']) =>
    makeSettlementOffer(test, {
      ...{ ...account, offerId: test.ids.uuid(), currency: EURO, invoiceNumbers: ['A'], text: '' },
      ...{ offeredMinor: 700_00, payByOn, maker },
    })
  await test.inspect(
    `update access_link set ancestor_ids = '{${linkId}}', caps = '[{"currency":"EUR","amountMinor":500}]'`,
  )
  const person = { name: null, email: null, locale: 'en' }
  expect(await makeBy({ side: 'debtor', linkId, scope, isLimited: false, ...person })).toEqual(notAllowed)
  const made = await makeBy({ side: 'creditor', author: 'user:1', name: null })
  if (!made.ok) throw new Error(JSON.stringify(made.failure))
  const answered = await answerSettlementOffer(test, {
    ...{ offerId: made.value.id, entryId: test.ids.uuid(), text: '' },
    answer: { step: 'countered', offeredMinor: 690_00, payByOn },
    actor: { side: 'debtor', ...account, linkId, scope, name: null },
  })
  expect(answered).toEqual(notAllowed)
  const refuse = () => Promise.reject(new Error('nothing is printed'))
  const services = { ...test, publicOrigin: 'https://pay.example', readLogo: refuse, fileStore: { put: refuse } }
  const agreed = await agreeSettlementOffer(
    {
      ...services,
      documentPrinter: { print: refuse },
      writeSettlementAgreement: refuse as never,
    },
    {
      ...{ ...account, offerId: made.value.id, entryId: test.ids.uuid(), linkId, scope, name: null, code: '123456' },
      ...{ read: { offeredMinor: 700_00, payByOn }, sessionId: test.ids.uuid(), clientHint: null },
      language: { language: 'en', formatLocale: 'en-GB' },
    },
  )
  expect(agreed).toEqual(notAllowed)
})
