/** An account whose debtor may offer settlements, and the steps of both sides: for the tests about settlements. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach } from 'vitest'
import { createDiskFileStore } from '~/data/file-store.server'
import { writeSettlementAgreement } from '~/documents/letters/settlement-agreement.server'
import { createDocumentPrinter } from '~/documents/pdf/document-printer.server'
import type { AccessLink } from '~/domain/access-link'
import { calendarDay } from '~/domain/calendar-day'
import { DEFAULT_SETTLEMENT_OFFER_POLICY, type SettlementOfferPolicy } from '~/domain/settlement-offer-policy'
import { agreeSettlementOffer, type AgreeOfferInput } from '~/use-cases/agree-settlement-offer'
import { answerSettlementOffer, type OfferAnswer } from '~/use-cases/answer-settlement-offer'
import { changePolicy } from '~/use-cases/change-policy'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { issueOneTimeCode } from '~/use-cases/issue-one-time-code'
import { makeSettlementOffer, type MakeOfferInput } from '~/use-cases/make-settlement-offer'
import type { ListedOffer } from '~/use-cases/ports/settlement-offer-repository'
import { prepareCodeMail } from '~/use-cases/prepare-code-mail'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { readSettlementOffer } from '~/use-cases/read-settlement-offers'
import { reviewPayment } from '~/use-cases/review-payment'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from './payment-account'
import { EURO } from './payment-harness'

export async function useSettlementOffers() {
  const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()
  const account = { creditorId: creditor.id, debtorId: debtor.id }
  const files = await mkdtemp(path.join(tmpdir(), 'quittance-settlement-'))
  afterAll(() => rm(files, { recursive: true }))
  const deps = {
    ...test,
    publicOrigin: 'https://pay.example',
    fileStore: createDiskFileStore(files),
    documentPrinter: createDocumentPrinter(),
    readLogo: () => Promise.resolve(null),
    writeSettlementAgreement,
  }

  const SESSION_ID = '01900000-0000-7000-8000-00000000c0de'
  let link: AccessLink | null = null
  const requireLink = () => {
    if (!link) throw new Error('no link was issued yet')
    return link
  }

  const permit = (policy: Partial<SettlementOfferPolicy> = {}) =>
    changePolicy(test, {
      ...{ creditorId: creditor.id, kind: 'settlement-offer', changedBy: 'user:1', basedOn: null },
      body: { ...DEFAULT_SETTLEMENT_OFFER_POLICY, isOffered: true, approval: 'at_once', ...policy },
    })

  const offer = (input: Partial<MakeOfferInput> = {}) =>
    makeSettlementOffer(test, {
      ...account,
      ...{ offerId: test.ids.uuid(), currency: EURO, invoiceNumbers: ['A', 'B'], text: 'We close the shop.' },
      ...{ offeredMinor: 900_00, payByOn: calendarDay('2026-11-30') },
      maker: {
        side: 'debtor',
        ...{ linkId: requireLink().id, scope: ['view', 'pay', 'agree'], isLimited: false, locale: 'en-GB' },
        ...{ name: 'Greta Lüders', email: 'greta@debtor.example' },
      },
      ...input,
    })

  async function makeOne(input: Partial<MakeOfferInput> = {}): Promise<ListedOffer> {
    const made = await offer(input)
    if (!made.ok) throw new Error(JSON.stringify(made.failure))
    return made.value
  }

  const answer = (offerId: string, by: 'debtor' | 'creditor', given: OfferAnswer, entryId = test.ids.uuid()) =>
    answerSettlementOffer(test, {
      ...{ offerId, entryId, answer: given, text: '' },
      actor:
        by === 'creditor'
          ? { side: 'creditor', creditorId: creditor.id, author: 'user:1', name: 'Hella' }
          : { side: 'debtor', ...account, linkId: requireLink().id, scope: ['view', 'agree'], name: null },
    })

  async function requestCode(): Promise<string> {
    const request = { ...account, sessionId: SESSION_ID, recipientEmail: null, locale: 'en' }
    const issued = await issueOneTimeCode(test, { ...request, purpose: 'agree_settlement' })
    if (!issued.ok) throw new Error(issued.failure)
    const job = (await test.listWaitingJobs('send-mail')).findLast(({ kind }) => kind === 'one-time-code')
    const mail = job?.kind === 'one-time-code' ? await prepareCodeMail(test, job) : null
    if (mail?.kind !== 'one-time-code') throw new Error('there is nothing to send')
    return mail.code
  }

  const agree = async (
    { id: offerId, offeredMinor, payByOn }: ListedOffer,
    input: Partial<AgreeOfferInput> = {},
    unitOfWork: UnitOfWork = test.unitOfWork,
  ) =>
    agreeSettlementOffer(
      { ...deps, unitOfWork },
      {
        ...{
          ...account,
          offerId,
          read: { offeredMinor, payByOn },
          linkId: requireLink().id,
          scope: ['view', 'pay', 'agree'],
        },
        ...{ entryId: test.ids.uuid(), name: 'Greta Lüders', sessionId: SESSION_ID, clientHint: 'Firefox, 192.0.2.…' },
        language: { language: 'en', formatLocale: 'en-GB' },
        code: input.code ?? (await requestCode()),
        ...input,
      },
    )

  async function agreeOne(input: Partial<MakeOfferInput> = {}): Promise<ListedOffer> {
    const agreed = await agree(await makeOne(input))
    if (!agreed.ok) throw new Error(JSON.stringify(agreed.failure))
    return agreed.value
  }

  const readOffer = async (offerId: string) => {
    const view = await readSettlementOffer(test, { creditorId: creditor.id, offerId })
    if (!view) throw new Error('no offer')
    return view
  }

  /** The order as the review makes it of what the page of the offer links to. */
  async function review({ id, invoices }: ListedOffer) {
    const items = invoices.map(({ number, amountMinor }) => ({ number, amountMinor }))
    const purpose = { kind: 'settlement_offer', id } as const
    return reviewPayment(services, { payer, selection: { kind: 'invoices', items }, credits: 'none', purpose })
  }

  async function startPaying(agreed: ListedOffer) {
    const reviewed = await review(agreed)
    if (!reviewed.ok) throw new Error(JSON.stringify(reviewed.failure))
    return harness.start(payer, reviewed.value.order)
  }

  async function pay(agreed: ListedOffer) {
    const started = await startPaying(agreed)
    await harness.act(started.checkoutId, 'pay_by_card')
    await harness.deliverAll()
    return started
  }

  const readOpen = async () => {
    const rows = await test.inspect<{ open: string }>(`select open_minor as open from invoice order by number`)
    return rows.map(({ open }) => Number(open))
  }

  beforeEach(async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 750_00, dueOn: '2026-06-01' })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 250_00, dueOn: '2026-07-01' })
    const issued = await issueAccessLink(deps, {
      ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, scope: ['view', 'pay', 'agree'] },
      ...{ lifetimeHours: 2_000, locale: 'en', issuedBy: 'api' },
      recipient: { name: 'Greta Lüders', email: 'greta@debtor.example' },
    })
    if (!issued.ok) throw new Error('not issued')
    link = issued.value.link
    await permit()
  })

  return {
    ...{ test, harness, services, creditor, debtor, payer, account, deps, SESSION_ID },
    ...{ permit, offer, makeOne, answer, requestCode, agree, agreeOne, readOffer, review, startPaying, pay, readOpen },
    getLink: requireLink,
  }
}
