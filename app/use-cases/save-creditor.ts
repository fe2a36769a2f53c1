import type { Creditor } from '~/domain/creditor'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId } from '~/domain/ids'
import { toCanonicalJson } from '~/domain/outcome-event-chain'
import { fail, succeed, type Result } from '~/domain/result'
import { recordBankDetails } from './record-bank-details'
import { addInvitedUser } from './invite-console-user'
import { addApiKey, createApiKey } from './issue-api-key'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

/** What whoever runs the portal says of a creditor. */
export type CreditorSettings = Omit<Creditor, 'id'>

export interface SavedCreditor {
  creditor: Creditor
  result: 'registered' | 'updated' | 'unchanged'
  /** False, too, where the creditor had somebody of that address already. */
  isOwnerInvited: boolean
}

export type CreditorRefusal =
  | { kind: 'unknown_id' }
  /** One of that name or VAT id is here under another slug. */
  | { kind: 'another_slug'; slug: string }
  /** Addresses and commands name the creditor by it. */
  | { kind: 'slug_fixed'; slug: string }
  /** Invoices name their own currency; this one is what the books of the creditor began with. */
  | { kind: 'currency_fixed'; currency: CurrencyCode }

/**
 * Registers a creditor, or gives the one with that slug these settings; its debtors' pages are then stale. The first
 * owner is invited by mail, and a key of the API issued. All of it is kept, or none: `announce` is given the key before it
 * counts, and so that none counts that nobody has seen; it may be given it again.
 */
export async function saveCreditor(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  input: {
    /** Of the creditor that is meant; null for whichever has the slug. */
    id: CreditorId | null
    settings: CreditorSettings
    firstOwner: { name: string; email: string } | null
    /** A key of the API that is to be issued. */
    apiKey?: { label: string; announce: (creditor: Creditor, key: string) => void } | null
    /** One with the same name or VAT id is another creditor, not this one under a changed slug. */
    isNew?: boolean
  },
): Promise<Result<SavedCreditor, CreditorRefusal>> {
  const { id, settings, firstOwner, apiKey = null, isNew = false } = input
  const key = createApiKey(ids)
  return unitOfWork.run({ kind: 'system' }, async (transaction) => {
    const { creditors, debtors } = transaction
    const known = await (id === null ? creditors.findBySlug(settings.slug) : creditors.findById(id))
    if (id !== null && !known) return fail({ kind: 'unknown_id' })
    const namesake = known || isNew ? null : findNamesake(await creditors.list(), settings)
    if (namesake) return fail({ kind: 'another_slug', slug: namesake.slug })
    if (known && known.slug !== settings.slug) return fail({ kind: 'slug_fixed', slug: known.slug })
    if (known && known.defaultCurrency !== settings.defaultCurrency) {
      return fail({ kind: 'currency_fixed', currency: known.defaultCurrency })
    }
    const creditor: Creditor = { ...settings, id: known?.id ?? (ids.uuid() as CreditorId) }
    const result = !known ? 'registered' : isSame(known, creditor) ? 'unchanged' : 'updated'
    if (result === 'registered') await creditors.insert(creditor)
    if (result === 'updated') {
      await creditors.update(creditor)
      await debtors.raiseEveryVersion(creditor.id)
    }
    if (result !== 'unchanged') {
      await recordBankDetails(transaction, creditor, { before: known, at: clock.now(), by: 'cli' })
    }
    const invitation = firstOwner && {
      ...firstOwner,
      creditorId: creditor.id,
      role: 'owner' as const,
      locale: creditor.defaultLocale,
    }
    const invited = invitation && (await addInvitedUser(transaction, invitation, { now: clock.now(), ids }))
    if (apiKey) {
      await addApiKey(transaction, { clock, ids }, { creditorId: creditor.id, label: apiKey.label, key })
      apiKey.announce(creditor, key)
    }
    return succeed({ creditor, result, isOwnerInvited: invited !== null })
  })
}

/** Whom a description without an id means in all likelihood, though it has another slug. */
function findNamesake(creditors: readonly Creditor[], { name, vatId }: CreditorSettings): Creditor | null {
  return creditors.find((each) => each.name === name || (vatId !== null && each.vatId === vatId)) ?? null
}

function isSame(one: Creditor, other: Creditor): boolean {
  return toCanonicalJson(one) === toCanonicalJson(other)
}
