/**
 * Who may change whose access to the console, so that there is always somebody who can: whoever changes it is an owner who
 * can sign in, and nobody takes anything from oneself.
 */
import type { ConsoleRole } from './console-role'
import type { ConsoleUserId } from './ids'

export interface ConsoleMember {
  readonly id: ConsoleUserId
  readonly role: ConsoleRole
  readonly isDisabled: boolean
  /** False for who was invited and has not set one yet. */
  readonly hasPassword: boolean
}

export type MemberChange =
  { readonly kind: 'role'; readonly role: ConsoleRole } | { readonly kind: 'disable' } | { readonly kind: 'enable' }

export type MemberChangeRefusal =
  /** Whoever asks is no owner any more. */
  | 'not_permitted'
  | 'unknown_user'
  /** One's own role and access are another owner's to change. */
  | 'oneself'
  /** The same, where there is no other owner. */
  | 'last_owner'

/** One who can sign in and look after the others. */
function isActingOwner({ role, isDisabled, hasPassword }: ConsoleMember): boolean {
  return role === 'owner' && !isDisabled && hasPassword
}

/** Why `by` may not change `of`; null when it may. `members` are all of the creditor's people. */
export function findMemberChangeRefusal(
  members: readonly ConsoleMember[],
  { by, of, change }: { by: ConsoleUserId; of: ConsoleUserId; change: MemberChange },
): MemberChangeRefusal | null {
  const actor = members.find(({ id }) => id === by)
  if (!actor || !isActingOwner(actor)) return 'not_permitted'
  if (!members.some(({ id }) => id === of)) return 'unknown_user'
  if (of !== by || change.kind === 'enable' || (change.kind === 'role' && change.role === actor.role)) return null
  return members.some((member) => member.id !== by && isActingOwner(member)) ? 'oneself' : 'last_owner'
}
