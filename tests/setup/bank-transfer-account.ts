/** The debtor's transfers and the creditor's account statements, on a database of the test file's own. */
import { expect } from 'vitest'
import type { PaymentId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import type { PaymentOrder } from '~/domain/payment-order'
import { createBankTransferGateway } from '~/gateways/bank-transfer/bank-transfer-gateway'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { makeCamt, makeCamtDetail, makeCamtEntry } from '~/ingest/testing/sample-camt'
import { loadBankStatement, type LoadedStatement } from '~/use-cases/load-bank-statement'
import type { PaymentServices } from '~/use-cases/payment-services'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { useImports } from './import-harness'
import { usePaymentAccount } from './payment-account'

interface Booking {
  amount?: string
  text?: string
  endToEndId?: string
  bankReference?: string
  direction?: 'CRDT' | 'DBIT'
  extra?: string
}

const entry = ({ text, endToEndId, extra, ...rest }: Booking) =>
  makeCamtEntry({
    ...rest,
    details: makeCamtDetail({
      ...(text === undefined ? {} : { text }),
      ...(endToEndId === undefined ? {} : { endToEndId }),
      ...(extra === undefined ? {} : { extra }),
    }),
  })

/** A file of such bookings. */
export const writeStatement = (bookings: readonly Booking[], message: '053' | '054' = '053') =>
  Buffer.from(makeCamt({ message, entries: bookings.map(entry) }))

/** Call once, at the top of the file. The creditor takes transfers beside the sandbox's payments. */
export async function useBankTransfers() {
  const { test, harness, creditor, debtor, payer } = await usePaymentAccount()
  creditor.gateways = ['sandbox', 'bank-transfer']
  const services: PaymentServices = {
    ...harness.services,
    gateways: new Map([...harness.services.gateways, ['bank-transfer', createBankTransferGateway()]]),
  }
  const { fileStore } = await useImports(test)
  const bank = { ...services, bankStatementReader: createBankStatementReader(), fileStore }

  async function startTransfer(order: PaymentOrder): Promise<Payment> {
    const way = { kind: 'method', method: 'bank_transfer' } as const
    const started = await startPayment(services, { payer, order, idempotencyKey: test.ids.uuid(), way })
    if (!started.ok || started.value.kind !== 'gateway') throw new Error(JSON.stringify(started))
    const id = started.value.url.split('/').at(-1) as PaymentId
    expect(started.value.url).toBe(`${services.appUrl}/payments/${id}`)
    return harness.readPayment({ creditorId: creditor.id, id })
  }

  async function load(content: Uint8Array): Promise<LoadedStatement> {
    const loaded = await loadBankStatement(bank, {
      creditorId: creditor.id,
      file: { filename: 'bank.xml', content },
      loadedBy: 'user:1',
    })
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.failure))
    return loaded.value
  }

  /** R-1 over 100.00 and R-2 over 50.00. */
  const createTwoInvoices = () =>
    Promise.all([
      createInvoice(test, debtor, { number: 'R-1', payableMinor: 100_00, dueOn: '2026-11-01' }),
      createInvoice(test, debtor, { number: 'R-2', payableMinor: 50_00, dueOn: '2026-11-02' }),
    ])

  const decide = { creditorId: creditor.id, decidedBy: 'user:1' }
  return { test, harness, services, creditor, debtor, payer, startTransfer, load, createTwoInvoices, decide }
}
