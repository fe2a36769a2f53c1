import type { AccessLink } from '~/domain/access-link'
import type { ContactPolicy } from '~/domain/contact-policy'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import { findPauseAt, type ReminderPause } from '~/domain/reminder-pause'
import { listAffectedLinks } from './correct-contact'
import type { Clock } from './ports/clock'
import type { ListedContactRequest } from './ports/contact-request-repository'
import type { FileStore } from './ports/file-store'
import type { PauseReader } from './ports/pause-reader'
import type { DebtorAccount } from './ports/statement-reader'
import type { UnitOfWork } from './ports/unit-of-work'

interface Services {
  unitOfWork: UnitOfWork
  clock: Clock
}

const MOST_SHOWN = 200

/** Of a creditor: those that wait oldest first, those that are over newest first; of one debtor where asked. */
export async function listContactRequests(
  { unitOfWork }: Services,
  {
    creditorId,
    isOpen,
    debtorExternalId,
    limit = MOST_SHOWN,
  }: { creditorId: CreditorId; isOpen: boolean | null; debtorExternalId?: string; limit?: number },
): Promise<ListedContactRequest[]> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ contactRequests, debtors }) => {
    if (debtorExternalId === undefined) return contactRequests.list(creditorId, { isOpen, limit })
    const debtor = await debtors.findByExternalId(creditorId, debtorExternalId)
    return debtor ? contactRequests.list(creditorId, { isOpen, debtorId: debtor.id, limit }) : []
  })
}

export interface ContactRequestView {
  request: ListedContactRequest
  /** The link it came by. */
  link: AccessLink | null
  /** What confirming would withdraw; empty for what is no matter of links, and once it is decided. */
  affectedLinks: AccessLink[]
  /** Of the debtor, newest first. */
  pauses: ReminderPause[]
}

/** One request with what its decision needs; null where the creditor has no such. */
export async function readContactRequest(
  { unitOfWork, clock }: Services,
  { creditorId, requestId }: { creditorId: CreditorId; requestId: string },
): Promise<ContactRequestView | null> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const request = await transaction.contactRequests.findById(creditorId, requestId)
    if (!request) return null
    const isAboutLinks = request.kind === 'not_for_me' && request.status === 'open'
    return {
      request,
      link: await transaction.access.findLinkById(creditorId, request.linkId),
      affectedLinks: isAboutLinks ? await listAffectedLinks(transaction, request, clock.now()) : [],
      pauses: await transaction.contactRequests.listPauses(creditorId, request.debtorId),
    }
  })
}

/** What somebody handed in with a request; null where there is nothing. */
export async function readContactEvidence(
  { unitOfWork, fileStore }: Services & { fileStore: FileStore },
  { creditorId, requestId }: { creditorId: CreditorId; requestId: string },
): Promise<{ filename: string; mediaType: string; content: Uint8Array } | null> {
  const request = await unitOfWork.run({ kind: 'creditor', creditorId }, ({ contactRequests }) =>
    contactRequests.findById(creditorId, requestId),
  )
  if (!request?.evidence) return null
  const { filename, mediaType, sha256 } = request.evidence
  const content = await fileStore.get(creditorId, sha256)
  return content && { filename, mediaType, content }
}

interface Visitor {
  creditorId: CreditorId
  debtorId: DebtorId
  linkId: AccessLinkId
}

export interface OwnContact {
  /** Newest first. */
  requests: ListedContactRequest[]
  policy: ContactPolicy
  /** The pause that holds now. */
  pause: ReminderPause | null
}

/**
 * What was written to the creditor from an account. A link that the creditor issued shows all there is; a forwarded one
 * what came by itself and by those below it.
 */
export async function readOwnContact(
  { unitOfWork, clock }: Services,
  { creditorId, debtorId, linkId }: Visitor,
): Promise<OwnContact> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ access, contactRequests, policies }) => {
    const own = await access.findLinkById(creditorId, linkId)
    const below = own?.delegation ? { below: linkId } : {}
    return {
      requests: await contactRequests.list(creditorId, { isOpen: null, debtorId, ...below, limit: MOST_SHOWN }),
      policy: await policies.read(creditorId, 'contact'),
      pause: findPauseAt(await contactRequests.listPauses(creditorId, debtorId), clock.now()),
    }
  })
}

/** The pause of reminders that holds now; for the statement, and for whoever would remind. */
export function readReminderPause(
  { pauseReader, clock }: { pauseReader: PauseReader; clock: Clock },
  account: DebtorAccount,
): Promise<ReminderPause | null> {
  return pauseReader.findPause(account, clock.now())
}
