/** What can be done on the page of keys, and what came of it. */
import { z } from 'zod'
import type { CreditorId } from '~/domain/ids'
import { findUnstorableText } from '~/domain/storable-text'
import type { AppLoadContext } from '~/load-context'

const intentSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('create'), label: z.string() }),
  z.object({ intent: z.literal('revoke'), key: z.uuid() }),
])

const labelSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((label) => findUnstorableText(label) === null)

export type KeyChange =
  | { kind: 'created'; key: string }
  | { kind: 'revoked' }
  | { kind: 'failed'; failure: 'bad_label' | 'unknown_key'; label: string }

/** Carries out what the form asks for; null when it asks for nothing known. */
export async function changeKey(
  app: AppLoadContext['app'],
  creditorId: CreditorId,
  form: URLSearchParams,
): Promise<KeyChange | null> {
  const parsed = intentSchema.safeParse(Object.fromEntries(form))
  if (!parsed.success) return null
  const wanted = parsed.data
  if (wanted.intent === 'revoke') {
    const revoked = await app.revokeApiKey({ creditorId, apiKeyId: wanted.key })
    return revoked.ok ? { kind: 'revoked' } : { kind: 'failed', failure: revoked.failure, label: '' }
  }
  const label = labelSchema.safeParse(wanted.label)
  if (!label.success) return { kind: 'failed', failure: 'bad_label', label: wanted.label }
  const { key } = await app.issueApiKey({ creditorId, label: label.data })
  return { kind: 'created', key }
}
