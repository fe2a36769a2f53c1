/** The page a payer is sent to, as a browser without scripts uses it. */
import type Stripe from 'stripe'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startStripeSimulator } from './stripe-simulator'
import type { StripeSimulator } from './stripe-simulator'
import { catchRefusal, connect, describeSession } from './test-client'

let simulator: StripeSimulator
let stripe: Stripe

beforeEach(async () => {
  simulator = await startStripeSimulator()
  stripe = connect(simulator)
})

afterEach(() => simulator.close())

async function press(url: string, fields: Record<string, string>) {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  return { status: response.status, location: response.headers.get('location'), text: await response.text() }
}

it('shows what is paid, and each way to pay', async () => {
  const session = await stripe.checkout.sessions.create(describeSession({ locale: 'de' }))
  const text = await (await fetch(session.url!)).text()
  expect(text).toContain('<html lang="de">')
  expect(text).toContain('Invoice 2026-0042: 119.00 EUR')
  expect(text).toContain('Pay by SEPA Direct Debit')
  expect(text).not.toContain('Bacs')
  expect(text).not.toContain('Save for later')
  expect(text).toContain('<a href="https://portal.example/statement">Back</a>')
})

it('takes a card and sends the payer back', async () => {
  const session = await stripe.checkout.sessions.create(describeSession())
  const declined = await press(session.url!, { pay: 'card:declined' })
  expect(declined).toMatchObject({ status: 200, location: null })
  expect(declined.text).toContain('declined')
  const paid = await press(session.url!, { pay: 'card' })
  expect(paid).toMatchObject({ status: 303, location: `https://portal.example/paid?session=${session.id}` })
  expect(await fetch(session.url!).then((response) => response.text())).toContain('This session is over.')
  // Pressed twice, it is still paid once.
  expect(await press(session.url!, { pay: 'card' })).toMatchObject({ status: 303, location: paid.location })
  expect(simulator.books()).toMatchObject([{ captured: 11_900 }])
})

it.each(['sepa_debit', 'ideal', 'bancontact', 'p24'])('takes %s', async (type) => {
  const session = await stripe.checkout.sessions.create(describeSession())
  expect((await press(session.url!, { pay: type })).status).toBe(303)
  expect(simulator.read('checkout.session', session.id).status).toBe('complete')
})

it('keeps a method if the box is ticked', async () => {
  const customer = (await stripe.customers.create()).id
  const session = await stripe.checkout.sessions.create(
    describeSession({ customer, saved_payment_method_options: { payment_method_save: 'enabled' } }),
  )
  expect(await (await fetch(session.url!)).text()).toContain('Save for later')
  await press(session.url!, { pay: 'card', save: 'on' })
  expect((await stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1)
})

it('asks the bank in a session', async () => {
  const session = await stripe.checkout.sessions.create(describeSession())
  const bank = await press(session.url!, { pay: 'card:authenticate' })
  expect(await (await fetch(bank.location!)).text()).toContain('Confirm payment')
  expect((await press(bank.location!, { answer: 'refuse' })).location).toBe(session.url)
  const again = await press(session.url!, { pay: 'card:authenticate' })
  expect((await press(again.location!, { answer: 'confirm' })).location).toContain('/paid?session=')
})

it('asks the bank about a payment outside of one', async () => {
  const intent = await stripe.paymentIntents.create({
    ...{ amount: 500, currency: 'eur', confirm: true, payment_method: 'pm_card_authenticationRequired' },
    return_url: 'https://portal.example/back?plan=1',
  })
  expect(intent.status).toBe('requires_action')
  const { location } = await press(intent.next_action!.redirect_to_url!.url!, { answer: 'confirm' })
  const back = new URL(location!)
  expect([...back.searchParams.keys()]).toEqual([
    'plan',
    'payment_intent',
    'payment_intent_client_secret',
    'redirect_status',
  ])
  expect(back.searchParams.get('redirect_status')).toBe('succeeded')
  expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded')
})

it('knows no other pages', async () => {
  expect((await fetch(`${simulator.origin}/c/pay/cs_test_nothing`)).status).toBe(404)
  expect((await fetch(simulator.origin)).status).toBe(404)
  expect((await catchRefusal(stripe.checkout.sessions.retrieve('cs_test_nothing'))).statusCode).toBe(404)
})
