/**
 * How the sandbox signs its webhooks: HMAC-SHA256 over `timestamp.body`, in the header
 * `sandbox-signature: t=SECONDS,v1=HEX`, as card providers do.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { fail, succeed, type Result } from '~/domain/result'
import type { SignatureFailure } from '~/use-cases/ports/payment-gateway'

export const SIGNATURE_HEADER = 'sandbox-signature'

/** A signature older or newer than this is refused, so that an overheard request cannot be sent again later. */
const TOLERANCE_SECONDS = 300

const SIGNATURE = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/

export function signSandboxBody(body: string, secret: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000)
  return `t=${seconds},v1=${computeSignature(body, secret, seconds).toString('hex')}`
}

/** Verifies a header over the body exactly as it came. */
export function verifySandboxSignature(
  body: string,
  header: string | null,
  secret: string,
  now: Date,
): Result<null, SignatureFailure> {
  const match = SIGNATURE.exec(header ?? '')
  if (!match) return fail({ kind: 'malformed', detail: `no usable ${SIGNATURE_HEADER} header` })
  const seconds = Number(match[1])
  const given = Buffer.from(match[2] ?? '', 'hex')
  if (!timingSafeEqual(given, computeSignature(body, secret, seconds))) {
    return fail({ kind: 'bad_signature', detail: 'the signature is not of this body' })
  }
  if (Math.abs(now.getTime() / 1000 - seconds) > TOLERANCE_SECONDS) {
    return fail({ kind: 'stale', detail: 'the signature is too old or from the future' })
  }
  return succeed(null)
}

function computeSignature(body: string, secret: string, seconds: number): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest()
}
