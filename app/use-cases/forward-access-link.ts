import type { AccessLink } from '~/domain/access-link'
import { permits, type AccessRight } from '~/domain/access-scope'
import { getReach, listAncestors, MOST_CHOSEN_DOCUMENTS, narrowReach, type DelegationFault } from '~/domain/delegation'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import type { Money } from '~/domain/money'
import type { CodeFault } from '~/domain/one-time-code'
import { fail, succeed, type Result } from '~/domain/result'
import { checkOneTimeCode } from './check-one-time-code'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { CodeHasher } from './ports/code-hasher'
import type { IdSource } from './ports/ids'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

export interface ForwardLinkInput {
  creditorId: CreditorId
  debtorId: DebtorId
  /** By which whoever forwards is visiting. */
  linkId: AccessLinkId
  sessionId: string
  scope: readonly AccessRight[]
  /** Numbers of invoices and credit notes; null for all that the link itself opens. */
  numbers: readonly string[] | null
  caps: readonly Money[]
  expiresAt: Date
  recipient: { name: string; email: string }
  /** BCP 47 tag of the mail, and in which the link opens. */
  locale: string
  clientHint: string | null
  /** As it was typed; null where none was asked for yet. */
  code: string | null
}

export type ForwardLinkFailure =
  | { kind: DelegationFault | 'too_many_documents' }
  | { kind: 'unknown_numbers'; numbers: string[] }
  /** Two people approve large payments: whom else may pay is confirmed by the contact on file. */
  | { kind: 'code_needed' }
  | { kind: 'code'; fault: CodeFault }

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  codeHasher: CodeHasher
}

/**
 * Forwards a link to a colleague: a narrower one, which stands below it, is mailed to them, and is revoked with it. The
 * new secret is made when the mail is sent, so that whoever forwards never holds it.
 */
export async function forwardAccessLink(
  { unitOfWork, clock, ids, codeHasher }: Dependencies,
  input: ForwardLinkInput,
): Promise<Result<AccessLink, ForwardLinkFailure[]>> {
  const { creditorId, debtorId, recipient } = input
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const now = clock.now()
    const parent = (await transaction.access.lockLine(creditorId, input.linkId)).at(-1)
    if (!parent || parent.revokedAt !== null) return fail([{ kind: 'expiry_later' }])
    const chosen = await findDocuments(transaction, input)
    if (!chosen.ok) return fail([chosen.failure])
    const wish = { ...input, invoiceIds: chosen.value }
    const ancestorIds = listAncestors(parent)
    if (ancestorIds === null) return fail([{ kind: 'too_deep' }])
    const narrowed = narrowReach(getReach(parent), wish, now)
    if (!narrowed.ok) return fail(narrowed.failure.map((kind) => ({ kind })))
    const { scope, invoiceIds, caps, expiresAt } = narrowed.value
    if ((invoiceIds?.length ?? 0) > MOST_CHOSEN_DOCUMENTS) return fail([{ kind: 'too_many_documents' }])
    if (permits(scope, 'pay') && (await transaction.approvals.listLimits(creditorId, debtorId)).length > 0) {
      if (input.code === null) return fail([{ kind: 'code_needed' }])
      const attempt = { creditorId, sessionId: input.sessionId, purpose: 'forward_pay', code: input.code, now } as const
      const checked = await checkOneTimeCode(transaction, { codeHasher }, attempt)
      if (!checked.ok) return fail([{ kind: 'code', fault: checked.failure }])
    }
    const link: AccessLink = {
      id: ids.uuid() as AccessLinkId,
      creditorId,
      debtorId,
      scope: [...scope],
      recipientName: recipient.name,
      recipientEmail: recipient.email,
      locale: input.locale,
      createdAt: now,
      expiresAt,
      revokedAt: null,
      issuedBy: 'delegation',
      delegation: { ancestorIds, invoiceIds, caps },
    }
    // A secret nobody knows, until the mail's own is put in its place.
    await transaction.access.insertLink(link, hashSecret(ids.secret()))
    await report(transaction, ids, { link, parent, input })
    return succeed(link)
  })
}

async function findDocuments(
  { invoices }: Transaction,
  { creditorId, debtorId, numbers }: ForwardLinkInput,
): Promise<Result<InvoiceId[] | null, ForwardLinkFailure>> {
  if (numbers === null) return succeed(null)
  const found = [
    ...(await invoices.findByNumbers(creditorId, debtorId, 'invoice', numbers)),
    ...(await invoices.findByNumbers(creditorId, debtorId, 'credit_note', numbers)),
  ]
  const known = new Set(found.map(({ number }) => number))
  const unknown = numbers.filter((number) => !known.has(number))
  return unknown.length > 0 ? fail({ kind: 'unknown_numbers', numbers: unknown }) : succeed(found.map(({ id }) => id))
}

async function report(
  transaction: Transaction,
  ids: IdSource,
  { link, parent, input }: { link: AccessLink; parent: AccessLink; input: ForwardLinkInput },
): Promise<void> {
  const { creditorId, debtorId } = link
  await transaction.access.appendLog({
    id: ids.uuid(),
    ...{ creditorId, debtorId },
    linkId: parent.id,
    action: 'delegated',
    at: link.createdAt,
    clientHint: input.clientHint,
    subject: input.recipient.name,
  })
  await transaction.outcomeLog.append({
    ...{ creditorId, debtorId },
    type: 'link.delegated',
    occurredAt: link.createdAt,
    data: {
      link: {
        id: link.id,
        scope: link.scope,
        recipientName: input.recipient.name,
        parentId: parent.id,
        ...(parent.recipientName === null ? {} : { forwardedBy: parent.recipientName }),
        expiresAt: link.expiresAt.toISOString(),
        ...(input.numbers === null ? {} : { documents: [...input.numbers] }),
        ...(link.delegation?.caps.length ? { caps: link.delegation.caps.map((cap) => ({ ...cap })) } : {}),
      },
    },
  })
  await transaction.jobs.enqueue('send-mail', {
    kind: 'access-link',
    ...{ creditorId, debtorId },
    linkId: link.id,
    to: input.recipient.email,
    locale: input.locale,
    renewal: false,
    invitedBy: parent.recipientName ?? parent.recipientEmail ?? '',
  })
}
