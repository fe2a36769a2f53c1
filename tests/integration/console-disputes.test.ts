/** Disputes in the console, asked as a browser asks them: in which order they come, and what a role permits. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { describe, expect, it } from 'vitest'
import { wireDisputes } from '~/composition/disputes.server'
import { CONSOLE_ROLES, type ConsoleRole } from '~/domain/console-role'
import type { AccessLinkId } from '~/domain/ids'
import { PageSlot } from '~/platform/http/page-slot.server'
import { action, loader } from '~/routes/console.disputes.$id/route'
import { loader as list } from '~/routes/console.disputes._index'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'

const { test, services, creditor, debtor } = await usePaymentAccount()
const noFiles = { put: () => Promise.reject(new Error('no files')), get: () => Promise.resolve(null) }
const disputes = wireDisputes({ ...services, fileStore: noFiles }).useCases

let role: ConsoleRole = 'viewer'

const app = {
  ...disputes,
  isSecure: false,
  clock: test.clock,
  identifyConsoleUser: () =>
    Promise.resolve({ user: { id: test.ids.uuid(), name: 'Vera', role, locale: 'en' }, creditor }),
}

function ask(address: string, params: Record<string, string>, form?: Record<string, string>) {
  const request = new Request(`http://127.0.0.1${address}`, {
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  })
  request.headers.set('Cookie', `quittance-console=${'x'.repeat(43)}`)
  return { request, params, context: { app, page: new PageSlot() } } as unknown as LoaderFunctionArgs &
    ActionFunctionArgs
}

/** Claims that much of an invoice of its own. */
async function dispute(number: string, currency: string, amountMinor: number): Promise<string> {
  await createInvoice(test, debtor, {
    ...{ number, currency, payableMinor: amountMinor * 2 },
    lines: [{ name: 'Boxes', quantity: '1', unitPrice: '1', netMinor: amountMinor * 2, taxPercent: '0' }],
  })
  const opened = await disputes.openDisputes({
    disputant: {
      ...{ creditorId: creditor.id, debtorId: debtor.id, linkId: test.ids.uuid() as AccessLinkId },
      ...{ scope: ['view', 'dispute'], name: 'Greta Lüders', email: 'greta@debtor.example', locale: 'de' },
    },
    idempotencyKey: test.ids.uuid(),
    ...{ reason: 'QTY', action: 'CNP', text: 'Two boxes were missing.', files: [] },
    invoices: [{ number, lines: [{ position: 1, claim: { kind: 'amount', amountMinor } }] }],
  })
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  return opened.value[0]!.id
}

const readStatus = async (id: string) =>
  (
    await test.inspect<{ status: string; version: number }>('select status, version from dispute where id = $1', [id])
  )[0]

describe('the worklist by amount', () => {
  it('goes by currency, and inside one by what is claimed: sums of two are never compared', async () => {
    await dispute('Y', 'JPY', 900_000)
    await dispute('E1', 'EUR', 20_00)
    await dispute('P', 'GBP', 70_00)
    await dispute('E2', 'EUR', 60_00)
    await dispute('E3', 'EUR', 40_00)
    const { rows } = await list(ask('/console/disputes?order=amount', {}))
    expect(rows.map(({ currency, invoiceNumber }) => `${currency} ${invoiceNumber}`)).toEqual([
      ...['EUR E2', 'EUR E3', 'EUR E1', 'GBP P', 'JPY Y'],
    ])
  })
})

describe('a dispute', () => {
  it('is read by every role, and decided by those alone that may', async () => {
    const id = await dispute('A', 'EUR', 20_00)
    const shown = await Promise.all(
      CONSOLE_ROLES.map(async (each) => {
        role = each
        const page = await loader(ask(`/console/disputes/${id}`, { id }))
        expect(page.dispute.entries[0]?.paragraphs).toEqual(['Two boxes were missing.'])
        return [each, page.mayManage]
      }),
    )
    expect(shown).toEqual([
      ['owner', true],
      ['collector', true],
      ['viewer', false],
    ])
  })

  it('is not changed by a viewer, whatever is sent', async () => {
    role = 'viewer'
    const id = await dispute('A', 'EUR', 20_00)
    const before = await readStatus(id)
    const decision = { key: test.ids.uuid(), version: '1', text: 'No.', number: '' }
    for (const form of [
      { intent: 'accept', ...decision },
      { intent: 'accept-part', 'amount-1': '5', ...decision },
      { intent: 'reject', ...decision },
      { intent: 'asked', ...decision },
      { intent: 'said', ...decision },
    ]) {
      const refused = await action(ask(`/console/disputes/${id}`, { id }, form)).catch((error: unknown) => error)
      expect(refused).toMatchObject({ status: 403 })
    }
    expect(await readStatus(id)).toEqual(before)
    role = 'collector'
    const done = await action(ask(`/console/disputes/${id}`, { id }, { intent: 'reject', ...decision }))
    expect(done).toMatchObject({ status: 303 })
    expect(await readStatus(id)).toMatchObject({ status: 'rejected' })
  })
})
