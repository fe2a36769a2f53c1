import type { IdSource } from './ports/ids'

/** 256 random bits in the form of Standard Webhooks: `whsec_` and base64. */
export function createWebhookSecret(ids: IdSource): string {
  return `whsec_${Buffer.from(ids.secret(), 'base64url').toString('base64')}`
}
