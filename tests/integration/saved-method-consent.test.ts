/** The consent to keep a method: the code that it takes, and what of it is kept. */
import { beforeEach, describe, expect, it } from 'vitest'
import { MOST_CODE_ATTEMPTS, MOST_CODES } from '~/domain/one-time-code'
import { issueOneTimeCode } from '~/use-cases/issue-one-time-code'
import { keepSavedMethod } from '~/use-cases/keep-saved-method'
import { listSavedMethods } from '~/use-cases/list-saved-methods'
import { prepareCodeMail } from '~/use-cases/prepare-code-mail'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { agreeTo, keepMethod, requestCode, SESSION_ID } from '../setup/kept-method'
import { usePaymentAccount } from '../setup/payment-account'
import { orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

const CARD = { kind: 'method', method: 'card' } as const

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
  await createInvoice(test, debtor, { number: 'K', payableMinor: 1_00 })
})

function startKeeping(code: string, idempotencyKey = 'one form', sessionId = SESSION_ID) {
  const keep = agreeTo(code, { sessionId })
  return startPayment(services, { payer, order: orderOf({ A: 100_00 }), idempotencyKey, way: CARD, keep })
}

describe('consent to keep a method', () => {
  it('needs the code that was mailed to the contact on file, and is kept with the method', async () => {
    const kept = await keepMethod(test, harness, payer, 'K')
    expect(kept).toMatchObject({
      gateway: 'sandbox',
      kind: 'card',
      label: 'Visa •••• 4242',
      expiresOn: '2029-12-31',
      status: 'active',
      consent: { text: 'I agree', language: 'en', name: 'Greta Lüders', agreedAt: test.clock.now() },
    })
    expect(kept.consent.email).toContain('@debtor-')
    expect(await listSavedMethods(services, payer)).toMatchObject([{ label: 'Visa •••• 4242', isUsable: true }])
  })

  it('is not taken by a wrong code, and not at all after five', async () => {
    const code = await requestCode(test, payer)
    const wrong = code === '000000' ? '000001' : '000000'
    for (let attempt = 1; attempt <= MOST_CODE_ATTEMPTS; attempt += 1) {
      expect(await startKeeping(wrong)).toMatchObject({ failure: [{ kind: 'code_wrong' }] })
    }
    expect(await startKeeping(code)).toMatchObject({ failure: [{ kind: 'code_too_many_attempts' }] })
    expect(await readInvoice(test, 'A')).toMatchObject({ pending: 0 })
    expect(await startKeeping(await requestCode(test, payer))).toMatchObject({ ok: true })
  })

  it('counts attempts made at the same moment, every one', async () => {
    const code = await requestCode(test, payer)
    const wrong = code === '000000' ? '000001' : '000000'
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => startKeeping(wrong, `form ${index}`)))
    const kinds = answers.map((answer) => (answer.ok ? 'started' : answer.failure[0]?.kind))
    expect(kinds.filter((kind) => kind === 'code_wrong')).toHaveLength(MOST_CODE_ATTEMPTS)
    expect(kinds.filter((kind) => kind === 'code_too_many_attempts')).toHaveLength(12 - MOST_CODE_ATTEMPTS)
  })

  it('counts a code once, for ten minutes, in its session, and only the newest', async () => {
    const first = await requestCode(test, payer)
    expect(await startKeeping(first, 'x', '01900000-0000-7000-8000-0000000000ff')).toMatchObject({
      failure: [{ kind: 'code_expired' }],
    })
    const second = await requestCode(test, payer)
    if (first !== second) expect(await startKeeping(first)).toMatchObject({ failure: [{ kind: 'code_wrong' }] })
    test.clock.set('2026-11-21T10:10:00Z')
    expect(await startKeeping(second)).toMatchObject({ failure: [{ kind: 'code_expired' }] })
    const third = await requestCode(test, payer)
    expect(await startKeeping(third)).toMatchObject({ ok: true })
    // The form that was let through goes on without a code; another form needs another.
    expect(await startKeeping(third)).toMatchObject({ ok: true })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 5_00 })
    const again = await startPayment(services, {
      payer,
      order: orderOf({ B: 5_00 }),
      idempotencyKey: 'another form',
      way: CARD,
      keep: agreeTo(third),
    })
    expect(again).toMatchObject({ failure: [{ kind: 'code_expired' }] })
  })

  it('limits how many codes are mailed in an hour', async () => {
    for (let count = 0; count < MOST_CODES; count += 1) await requestCode(test, payer)
    const { creditorId, debtorId, locale } = payer
    const request = { creditorId, debtorId, recipientEmail: null, purpose: 'save_method', locale } as const
    expect(await issueOneTimeCode(test, { ...request, sessionId: test.ids.uuid() })).toMatchObject({
      failure: 'too_many',
    })
    test.clock.set('2026-11-21T11:00:01Z')
    const asked = await Promise.all(
      Array.from({ length: 12 }, () => issueOneTimeCode(test, { ...request, sessionId: SESSION_ID })),
    )
    expect(asked.filter(({ ok }) => ok)).toHaveLength(MOST_CODES)
    test.clock.set('2026-11-21T12:00:02Z')
    expect((await issueOneTimeCode(test, { ...request, sessionId: SESSION_ID })).ok).toBe(true)
  })

  it('is kept as a keyed hash alone, and sent again with other digits', async () => {
    await requestCode(test, payer)
    const [job] = await test.listWaitingJobs('send-mail')
    if (job?.kind !== 'one-time-code') throw new Error('no mail waits')
    const mails = [await prepareCodeMail(test, job), await prepareCodeMail(test, job)]
    const codes = mails.map((mail) => (mail?.kind === 'one-time-code' ? mail.code : ''))
    expect(JSON.stringify(job)).not.toContain(codes[1])
    const [row] = await test.inspect<{ code_sha256: Buffer }>('select code_sha256 from one_time_code')
    const expected = await test.codeHasher.hash(job.codeId, codes[1]!)
    expect(row!.code_sha256.equals(Buffer.from(expected))).toBe(true)
    test.clock.set('2026-11-21T10:10:00Z')
    expect(await prepareCodeMail(test, job)).toBeNull()
  })

  it('is not there for a method the provider kept by itself: it is taken away again', async () => {
    const started = await harness.start(payer, orderOf({ A: 100_00 }))
    const details = { customerReference: 'c', methodReference: 'm', kind: 'card', label: 'x', expiresOn: null } as const
    const result = await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, (transaction) =>
      keepSavedMethod({ transaction, ids: test.ids }, started.payment, details, {
        gateway: 'sandbox',
        at: test.clock.now(),
      }),
    )
    expect(result).toBe('ignored')
    expect(await test.listWaitingJobs('remove-saved-method')).toEqual([
      { creditorId: creditor.id, gateway: 'sandbox', customerReference: 'c', methodReference: 'm' },
    ])
  })
})
