/** The sandbox's webhook on both its sides: written and sent by the provider, verified and read by the portal. */
import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import { isCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import { PAYMENT_METHOD_KINDS } from '~/domain/payment-method'
import { fail, succeed, type Result } from '~/domain/result'
import type { GatewayEvent, GatewayEventKind, SignatureFailure } from '~/use-cases/ports/payment-gateway'
import { SANDBOX_EVENT_TYPES, type SandboxEvent, type SandboxEventType } from '~/use-cases/ports/sandbox-books'
import { SIGNATURE_HEADER, signSandboxBody, verifySandboxSignature } from './sandbox-signature.server'

const KINDS: Readonly<Record<SandboxEventType, GatewayEventKind>> = {
  'checkout.processing': 'payment_processing',
  'checkout.succeeded': 'payment_succeeded',
  'checkout.failed': 'payment_failed',
  'checkout.canceled': 'payment_canceled',
  'checkout.expired': 'payment_expired',
  'method.saved': 'method_saved',
  'refund.succeeded': 'payment_refunded',
  'refund.failed': 'payment_refund_failed',
  'chargeback.created': 'payment_charged_back',
  'chargeback.won': 'payment_chargeback_won',
}

const bodySchema = z.object({
  id: z.string().min(1).max(200),
  type: z.enum(SANDBOX_EVENT_TYPES),
  occurredAt: z.iso.datetime(),
  checkout: z.object({ id: z.string().min(1).max(200), paymentId: z.uuid() }),
  amountMinor: z.int().positive(),
  currency: z.string().refine(isCurrencyCode),
  method: z.string().nullable(),
  failureCode: z.string().nullable(),
  reversal: z
    .object({ id: z.string().min(1).max(200), reversalId: z.uuid().nullable() })
    .nullable()
    .default(null),
  savedMethod: z
    .object({
      id: z.string().min(1).max(200),
      customerReference: z.string().min(1).max(200),
      kind: z.enum(PAYMENT_METHOD_KINDS),
      label: z.string().max(200),
      expiresOn: z.iso.date().transform(calendarDay).nullable(),
    })
    .exactOptional(),
})

export function writeSandboxBody(event: SandboxEvent): string {
  const body: z.input<typeof bodySchema> = {
    id: event.id,
    type: event.type,
    occurredAt: event.occurredAt.toISOString(),
    checkout: { id: event.checkoutId, paymentId: event.paymentId },
    amountMinor: event.amount.amountMinor,
    currency: event.amount.currency,
    method: event.method,
    failureCode: event.failureCode,
    reversal: event.reversal,
    ...(event.savedMethod ? { savedMethod: event.savedMethod } : {}),
  }
  return JSON.stringify(body)
}

/** Posts an event to the portal. Throws when it was not taken, so that its job tries again. */
export async function postSandboxEvent(
  event: SandboxEvent,
  { url, secret, now }: { url: string; secret: string; now: Date },
): Promise<void> {
  const body = writeSandboxBody(event)
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signSandboxBody(body, secret, now) },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`the sandbox's event ${event.id} was answered with ${response.status}`)
}

export function readSandboxWebhook(
  rawBody: string,
  headers: Headers,
  { secret, now }: { secret: string; now: Date },
): Result<GatewayEvent[], SignatureFailure> {
  const verified = verifySandboxSignature(rawBody, headers.get(SIGNATURE_HEADER), secret, now)
  if (!verified.ok) return verified
  const parsed = bodySchema.safeParse(parseJson(rawBody))
  if (!parsed.success) return fail({ kind: 'malformed', detail: z.prettifyError(parsed.error) })
  const { id, type, occurredAt, checkout, amountMinor, currency, method, failureCode, reversal } = parsed.data
  const { savedMethod } = parsed.data
  return succeed([
    {
      gateway: 'sandbox',
      eventId: id,
      kind: KINDS[type],
      gatewayReference: checkout.id,
      paymentId: checkout.paymentId,
      occurredAt: new Date(occurredAt),
      amount: createMoney(amountMinor, currency),
      ...(method === null ? {} : { method }),
      ...(failureCode === null ? {} : { failureCode }),
      ...(reversal === null ? {} : { reversal: readReversal(reversal) }),
      ...(savedMethod ? { savedMethod: readSavedMethod(savedMethod) } : {}),
    },
  ])
}

function readReversal({ id, reversalId }: { id: string; reversalId: string | null }) {
  return { gatewayReference: id, ...(reversalId === null ? {} : { reversalId }) }
}

function readSavedMethod({ id, ...details }: NonNullable<z.output<typeof bodySchema>['savedMethod']>) {
  return { methodReference: id, ...details }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
