/** An account of which there is every kind of paper: paid by card, by transfer and by a credit, and disputed. */
import type { AccessLinkId, PaymentId } from '~/domain/ids'
import type { Payer } from '~/domain/payment-order'
import { inspectEvidence } from '~/ingest/evidence/inspect-evidence.server'
import { openDisputes } from '~/use-cases/open-dispute'
import type { PaymentServices } from '~/use-cases/payment-services'
import type { FileStore } from '~/use-cases/ports/file-store'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import type { usePaymentAccount } from './payment-account'
import { orderOf } from './payment-harness'

type PaymentAccount = Awaited<ReturnType<typeof usePaymentAccount>>

interface PaperParts extends Pick<PaymentAccount, 'test' | 'harness' | 'debtor'> {
  /** With bank transfers among the gateways. */
  readonly services: PaymentServices
  readonly fileStore: FileStore
  readonly payer: Payer
}

/** Of each its id and its reference. */
export type PaperIds = Record<'paid' | 'advised' | 'credited' | 'disputed', { id: string; reference: string }>

export const EVIDENCE = { filename: 'Lieferschein.csv', content: 'Position;Menge\r\n1;2\r\n' }

/** Invoices of 50.00 EUR, issued on 15 October 2026; the rest happens as the test's clock stands. */
export async function playPapers(parts: PaperParts): Promise<PaperIds> {
  const { test, harness, debtor, services, fileStore, payer } = parts
  for (const number of ['CARD', 'TRANSFER', 'CREDIT', 'DISPUTE', 'LATER']) {
    await createInvoice(test, debtor, { number, issueOn: '2026-10-15', payableMinor: 50_00 })
  }
  const note = await createInvoice(test, debtor, {
    ...{ number: 'NOTE', kind: 'credit_note', issueOn: '2026-10-15', payableMinor: 50_00 },
  })
  const { payment, checkoutId } = await harness.start(payer, orderOf({ CARD: 50_00 }))
  await harness.act(checkoutId, 'pay_by_card')
  await harness.deliverAll()
  const advised = await prepareTransfer(parts, 'TRANSFER')
  const order = orderOf({ CREDIT: 50_00 }, [{ kind: 'credit_note', id: note.id, amountMinor: 50_00 }])
  const used = await startPayment(services, { payer, order, idempotencyKey: test.ids.uuid() })
  const [credited] = await test.inspect<{ id: string; reference: string }>(
    'select id, reference from credit_application',
  )
  if (!used.ok || !credited) throw new Error(JSON.stringify(used))
  const { filename, content } = EVIDENCE
  const evidence = await inspectEvidence({ filename, content: Buffer.from(content) })
  if (!evidence.ok) throw new Error(JSON.stringify(evidence.failure))
  const { creditorId, id: debtorId } = debtor
  const linkId = test.ids.uuid() as AccessLinkId
  const opened = await openDisputes(
    { ...services, fileStore },
    {
      disputant: {
        ...{ creditorId, debtorId, linkId, scope: ['view', 'dispute'], name: 'Greta Lüders' },
        ...{ email: 'greta@debtor.example', locale: 'de' },
      },
      ...{ idempotencyKey: test.ids.uuid(), reason: 'QTY', action: 'CNP', files: [evidence.value] },
      ...{ text: 'Zwei Kartons fehlen.', invoices: [{ number: 'DISPUTE', lines: [] }] },
    },
  )
  const disputed = opened.ok ? opened.value[0] : undefined
  if (!disputed) throw new Error(JSON.stringify(opened))
  return { paid: payment, advised, credited, disputed }
}

/** A transfer of 50.00 EUR for that invoice, of which there is an advice from now on. */
export async function prepareTransfer(
  { test, harness, debtor: { creditorId }, services, payer }: PaperParts,
  number: string,
): Promise<{ id: PaymentId; reference: string }> {
  const way = { kind: 'method', method: 'bank_transfer' } as const
  const idempotencyKey = test.ids.uuid()
  const started = await startPayment(services, { payer, order: orderOf({ [number]: 50_00 }), idempotencyKey, way })
  if (!started.ok || started.value.kind !== 'gateway') throw new Error(JSON.stringify(started))
  const id = started.value.url.split('/').at(-1) as PaymentId
  return harness.readPayment({ creditorId, id })
}
