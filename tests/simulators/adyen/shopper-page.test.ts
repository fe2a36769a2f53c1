import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startHarness, type Harness } from './harness'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.close())

/** What a browser does when one of the page's buttons is clicked. */
async function click(address: string, action: string, fields: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams({ action, ...fields })
  return fetch(address, { method: 'POST', body, redirect: 'manual' })
}

async function openSession(extra: Parameters<Harness['describeSession']>[0] = {}): Promise<string> {
  return (await harness.checkout.PaymentsApi.sessions(harness.describeSession(extra))).url!
}

describe('the page of a session', () => {
  it('pays and leads back', async () => {
    const address = await openSession({ reference: 'P-1 <b>"&' })
    const page = await (await fetch(address)).text()
    expect(page).toContain('EUR 1000 (minor units), P-1 &lt;b>&quot;&amp;')
    expect(page).not.toContain('type="checkbox"')
    const response = await click(address, 'authorise', { method: 'mc' })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toMatch(/^https:\/\/portal\.example\/paid\?payment=1&sessionId=CS/)
    expect(harness.adyen.booksOf('P-1 <b>"&')).toMatchObject([{ paymentMethod: 'mc', capturedMinor: 1000 }])
    // Back, and once more.
    expect((await click(address, 'authorise')).status).toBe(410)
    expect(await (await fetch(address)).text()).toContain('Status: completed')
  })

  it('stays after a refusal', async () => {
    const address = await openSession()
    const response = await click(address, 'refuse')
    expect(response.headers.get('location')).toBe(new URL(address).pathname)
    expect(await (await fetch(address)).text()).toContain('The payment was refused.')
  })

  it('leads through an authentication', async () => {
    const address = await openSession()
    const challenge = new URL((await click(address, 'challenge')).headers.get('location')!, address).href
    expect(await (await fetch(challenge)).text()).toContain('Authenticate')
    expect((await click(challenge, 'fail')).headers.get('location')).toContain('sessionId=')
    expect((await click(challenge, 'approve')).status).toBe(410)
    expect(harness.adyen.booksOf('P-1')[0]!.status).toBe('refused')
  })

  it('asks for consent where the merchant asks to', async () => {
    const address = await openSession({
      shopperReference: 'DEBTOR-1',
      storePaymentMethodMode: 'askForConsent' as never,
      recurringProcessingModel: 'CardOnFile' as never,
    })
    expect(await (await fetch(address)).text()).toContain('type="checkbox"')
    await click(address, 'authorise', { store: 'on' })
    expect(harness.adyen.webhooks.all.map(({ event }) => event)).toEqual(['recurring.token.created', 'AUTHORISATION'])
  })

  it('can be left, and expires', async () => {
    const left = await openSession()
    expect((await click(left, 'cancel')).headers.get('location')).toContain('sessionResult=')
    expect((await click(left, 'authorise')).status).toBe(410)
    const expired = await openSession()
    harness.adyen.shopper.expire(new URL(expired).pathname.split('/').at(-1)!)
    expect((await fetch(expired)).status).toBe(410)
  })

  it('waits for a bank', async () => {
    await click(await openSession(), 'debit')
    expect(harness.adyen.booksOf('P-1')).toMatchObject([{ status: 'pending', paymentMethod: 'sepadirectdebit' }])
  })
})

it('the page of a link shows the result and a way on', async () => {
  const link = await harness.checkout.PaymentLinksApi.paymentLinks({
    merchantAccount: harness.adyen.merchantAccount,
    amount: { currency: 'EUR', value: 1000 },
    reference: 'P-1',
    returnUrl: 'https://portal.example/paid',
  })
  const response = await click(link.url, 'authorise')
  expect(response.headers.get('location')).toBe(new URL(link.url).pathname)
  expect(await (await fetch(link.url)).text()).toContain('<a href="https://portal.example/paid">Continue</a>')
})

it('there is nothing elsewhere', async () => {
  expect((await fetch(`${harness.adyen.origin}/hosted/CS0000000000000000`)).status).toBe(404)
  expect((await fetch(harness.adyen.origin)).status).toBe(404)
})
