/** Keeping a payment method in tests, as a debtor does it: a code by mail, a payment on the sandbox's page. */
import type { Payer } from '~/domain/payment-order'
import type { SavedMethod } from '~/domain/saved-method'
import type { SandboxAction } from '~/gateways/sandbox/sandbox-checkout'
import type { KeepMethodRequest } from '~/use-cases/agree-terms'
import { issueOneTimeCode } from '~/use-cases/issue-one-time-code'
import { prepareCodeMail } from '~/use-cases/prepare-code-mail'
import { startPayment } from '~/use-cases/start-payment'
import type { TestDatabase } from './database'
import { orderOf, type PaymentHarness } from './payment-harness'

export const SESSION_ID = '01900000-0000-7000-8000-00000000c0de'

/** The code of the newest mail to the payer's contact. */
export async function requestCode(test: TestDatabase, payer: Payer, sessionId = SESSION_ID): Promise<string> {
  const { creditorId, debtorId, locale } = payer
  const request = { creditorId, debtorId, sessionId, recipientEmail: null, purpose: 'save_method', locale } as const
  const issued = await issueOneTimeCode(test, request)
  if (!issued.ok) throw new Error(issued.failure)
  const job = (await test.listWaitingJobs('send-mail')).findLast(({ kind }) => kind === 'one-time-code')
  if (job?.kind !== 'one-time-code') throw new Error('no mail with a code waits')
  const mail = await prepareCodeMail(test, job)
  if (mail?.kind !== 'one-time-code') throw new Error('there is nothing to send')
  return mail.code
}

export function agreeTo(code: string, overrides: Partial<KeepMethodRequest> = {}): KeepMethodRequest {
  return {
    code,
    sessionId: SESSION_ID,
    text: 'I agree',
    language: 'en',
    clientHint: 'Firefox, 192.0.2.…',
    ...overrides,
  }
}

/** Pays an invoice of 1.00 by `action` and keeps the method. */
export async function keepMethod(
  test: TestDatabase,
  harness: PaymentHarness,
  payer: Payer,
  invoiceNumber: string,
  actions: readonly SandboxAction[] = ['pay_by_card'],
): Promise<SavedMethod> {
  const method = actions[0]?.includes('debit') ? 'sepa_debit' : 'card'
  const started = await startPayment(harness.services, {
    payer,
    order: orderOf({ [invoiceNumber]: 1_00 }),
    idempotencyKey: test.ids.uuid(),
    way: { kind: 'method', method },
    keep: agreeTo(await requestCode(test, payer)),
  })
  if (!started.ok || started.value.kind !== 'gateway') throw new Error(JSON.stringify(started))
  const checkoutId = started.value.url.split('/').at(-1) ?? ''
  for (const action of actions) await harness.act(checkoutId, action)
  if (method === 'sepa_debit') await harness.provider.settleDebit(checkoutId)
  await harness.deliverAll()
  const { creditorId, debtorId } = payer
  const [kept] = await test.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, ({ savedMethods }) =>
    savedMethods.listActive(creditorId, debtorId),
  )
  if (!kept) throw new Error('nothing was kept')
  return kept
}
