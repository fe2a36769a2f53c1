/** Rules of requests that a schema cannot tell. */
import { refuseContent } from './answer'
import type { AdyenAmount } from './requests'
import type { World } from './world'

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))
const HOUR_MS = 3_600_000

/** @throws Refusal for an amount that cannot be charged. Zero is an authorisation that only stores a method. */
export function checkAmount({ currency, value }: AdyenAmount, { mayBeZero = false } = {}): void {
  if (!CURRENCIES.has(currency)) throw refuseContent('Unsupported currency specified', '138')
  if (value < 0 || (value === 0 && !mayBeZero)) throw refuseContent('Invalid amount specified', '137')
}

/** @throws Refusal for a merchant's reference that is longer than Adyen keeps. */
export function checkReference(reference: string | undefined): void {
  if (reference !== undefined && reference.length > 80) throw refuseContent("Field 'reference' is longer than 80.")
}

/** When a checkout ends: what was asked for, within what Adyen allows, or its default. */
export function decideExpiry(
  world: World,
  asked: string | undefined,
  { defaultHours, mostHours }: { defaultHours: number; mostHours: number },
): Date {
  const now = world.now().getTime()
  if (asked === undefined) return new Date(now + defaultHours * HOUR_MS)
  const expiresAt = new Date(asked)
  if (expiresAt.getTime() <= now) throw refuseContent("Field 'expiresAt' must be in the future.")
  if (expiresAt.getTime() > now + mostHours * HOUR_MS) {
    throw refuseContent(`Field 'expiresAt' must be at most ${mostHours} hours from now.`)
  }
  return expiresAt
}

/** Storing needs somebody to store it for, and a reason to. */
export function checkStoring(request: {
  storePaymentMethodMode?: 'askForConsent' | 'disabled' | 'enabled' | undefined
  shopperReference?: string | undefined
  recurringProcessingModel?: string | undefined
}): void {
  if ((request.storePaymentMethodMode ?? 'disabled') === 'disabled') return
  for (const field of ['shopperReference', 'recurringProcessingModel'] as const) {
    if (request[field] === undefined) throw refuseContent(`Required field '${field}' is not provided.`)
  }
}

/** Whether money is captured when it is authorised. A delay makes it wait for `bank.captureWhenDue`. */
export function decideCapture(
  world: World,
  request: { captureDelayHours?: number | undefined; manualCapture?: boolean | undefined },
): 'automatic' | 'manual' {
  if (request.manualCapture === true || (request.captureDelayHours ?? 0) > 0) return 'manual'
  return request.captureDelayHours === 0 ? 'automatic' : world.settings.capture
}
