/** What can be done on the users page, and what came of it. */
import { z } from 'zod'
import type { MemberChangeRefusal } from '~/domain/console-administration'
import { CONSOLE_ROLES } from '~/domain/console-role'
import type { ConsoleUserId } from '~/domain/ids'
import { findUnstorableText } from '~/domain/storable-text'
import { LANGUAGES } from '~/i18n/languages'
import type { AppLoadContext } from '~/load-context'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { InvitationFailure } from '~/use-cases/invite-console-user'
import type { PasswordLinkFailure } from '~/use-cases/send-password-link'

const userId = z.uuid().transform((id) => id as ConsoleUserId)

const intentSchema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('invite'),
    name: z.string(),
    email: z.string(),
    role: z.enum(CONSOLE_ROLES),
    locale: z.enum(LANGUAGES),
  }),
  z.object({ intent: z.literal('change-role'), user: userId, role: z.enum(CONSOLE_ROLES) }),
  z.object({ intent: z.literal('enable'), user: userId }),
  z.object({ intent: z.literal('disable'), user: userId }),
  z.object({ intent: z.literal('send-link'), user: userId }),
])

type Invitation = Extract<z.infer<typeof intentSchema>, { intent: 'invite' }>

const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((name) => findUnstorableText(name) === null)
const emailSchema = z.string().trim().pipe(z.email().max(254))

export type UserFailure = 'bad_name' | 'bad_email' | InvitationFailure | MemberChangeRefusal | PasswordLinkFailure

export type UserChange =
  | { kind: 'invited' | 'linkSent'; email: string }
  | { kind: 'roleChanged' | 'enabled' | 'disabled' }
  /** At the card of that user; null is the form that invites one, with what was typed. */
  | { kind: 'failed'; failure: UserFailure; userId: string | null; entry: Omit<Invitation, 'intent'> | null }

/** Carries out what the form asks for; null when it asks for nothing known. */
export async function changeUser(
  app: AppLoadContext['app'],
  { creditor, user }: ConsoleVisit,
  form: URLSearchParams,
): Promise<UserChange | null> {
  const parsed = intentSchema.safeParse(Object.fromEntries(form))
  if (!parsed.success) return null
  const wanted = parsed.data
  const creditorId = creditor.id
  if (wanted.intent === 'invite') return invite(app, creditorId, wanted)
  const fail = (failure: UserFailure): UserChange => ({ kind: 'failed', failure, userId: wanted.user, entry: null })
  if (wanted.intent === 'send-link') {
    const sent = await app.sendPasswordLink({ creditorId, userId: wanted.user })
    return sent.ok ? { kind: 'linkSent', email: sent.value.to } : fail(sent.failure)
  }
  const change =
    wanted.intent === 'change-role' ? { kind: 'role' as const, role: wanted.role } : { kind: wanted.intent }
  const changed = await app.changeConsoleUser({ creditorId, userId: wanted.user, by: user.id, change })
  if (!changed.ok) return fail(changed.failure)
  const kinds = { 'change-role': 'roleChanged', enable: 'enabled', disable: 'disabled' } as const
  return { kind: kinds[wanted.intent] }
}

async function invite(
  app: AppLoadContext['app'],
  creditorId: ConsoleVisit['creditor']['id'],
  { name: typedName, email: typedEmail, role, locale }: Invitation,
): Promise<UserChange> {
  const entry = { name: typedName, email: typedEmail, role, locale }
  const fail = (failure: UserFailure): UserChange => ({ kind: 'failed', failure, userId: null, entry })
  const name = nameSchema.safeParse(typedName)
  if (!name.success) return fail('bad_name')
  const email = emailSchema.safeParse(typedEmail)
  if (!email.success) return fail('bad_email')
  const invited = await app.inviteConsoleUser({ creditorId, name: name.data, email: email.data, role, locale })
  return invited.ok ? { kind: 'invited', email: invited.value.email } : fail(invited.failure)
}
