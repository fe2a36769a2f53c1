/** What can be done on the bank's page: load a statement, and decide about what was not matched. */
import { z } from 'zod'
import type { AppLoadContext } from '~/load-context'
import type { CreditorId } from '~/domain/ids'
import { findUnstorableText } from '~/domain/storable-text'
import { readForm } from '~/platform/http/request-body.server'
import { isUpload, readUpload } from '~/platform/http/upload.server'
import type { AssignmentRefusal, AssignmentTarget, UndoRefusal } from '~/use-cases/assign-bank-transaction'

const MOST_BYTES = 12 * 1024 * 1024
const text = (longest: number) => z.string().trim().max(longest)

const intentSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('payment'), transaction: z.uuid(), payment: z.uuid() }),
  z.object({ intent: z.literal('assign'), transaction: z.uuid(), debtor: text(200), invoices: text(20_000) }),
  z.object({ intent: z.literal('ignore'), transaction: z.uuid(), reason: text(500) }),
  z.object({ intent: z.literal('undo'), transaction: z.uuid(), reason: text(500) }),
])

export type BankFailure =
  | { kind: (AssignmentRefusal | UndoRefusal)['kind'] | 'reason_missing' | 'no_file'; number: string }
  /** The file could not be read, in the reader's own words. */
  | { kind: 'refused'; number: string }

export type BankChange =
  | { kind: 'loaded'; added: number; known: number; matched: number; open: number }
  | { kind: 'assigned' | 'ignored' | 'undone' }
  /** A table of which somebody has to say how it is read. */
  | { kind: 'columns'; sha256: string; filename: string }
  /** At the transaction it is about; null where it is about a file. */
  | { kind: 'failed'; failure: BankFailure; transactionId: string | null }

/** Carries out what the form asks for; null when it asks for nothing known. */
export async function changeBank(
  { app }: AppLoadContext,
  { creditorId, by }: { creditorId: CreditorId; by: string },
  request: Request,
): Promise<BankChange | null> {
  if (isUpload(request)) return load(app, { creditorId, by }, request)
  const parsed = intentSchema.safeParse(Object.fromEntries(await readForm(request)))
  if (!parsed.success || findUnstorableText(parsed.data) !== null) return null
  const wanted = parsed.data
  const decision = { creditorId, transactionId: wanted.transaction, decidedBy: by }
  const fail = (failure: { kind: BankFailure['kind']; number?: string }): BankChange => ({
    ...{ kind: 'failed', transactionId: wanted.transaction },
    failure: { kind: failure.kind, number: failure.number ?? '' },
  })
  switch (wanted.intent) {
    case 'payment':
    case 'assign': {
      const assigned = await app.assignBankTransaction({ ...decision, target: describeTarget(wanted) })
      return assigned.ok ? { kind: 'assigned' } : fail(assigned.failure)
    }
    case 'ignore': {
      if (wanted.reason === '') return fail({ kind: 'reason_missing' })
      const ignored = await app.ignoreBankTransaction({ ...decision, reason: wanted.reason })
      return ignored.ok ? { kind: 'ignored' } : fail(ignored.failure)
    }
    case 'undo': {
      if (wanted.reason === '') return fail({ kind: 'reason_missing' })
      const undone = await app.undoBankDecision({ ...decision, reason: wanted.reason })
      return undone.ok ? { kind: 'undone' } : fail(undone.failure)
    }
  }
}

function describeTarget(
  wanted: { intent: 'payment'; payment: string } | { intent: 'assign'; debtor: string; invoices: string },
): AssignmentTarget {
  if (wanted.intent === 'payment') return { kind: 'payment', paymentId: wanted.payment }
  const numbers = wanted.invoices.split(/[,;\r\n]+/).map((number) => number.trim())
  return {
    kind: 'debtor',
    externalId: wanted.debtor,
    invoiceNumbers: [...new Set(numbers)].filter((number) => number !== ''),
  }
}

async function load(
  app: AppLoadContext['app'],
  { creditorId, by }: { creditorId: CreditorId; by: string },
  request: Request,
): Promise<BankChange> {
  const file = await readUpload(request, 'file', MOST_BYTES)
  if (!file) return { kind: 'failed', failure: { kind: 'no_file', number: '' }, transactionId: null }
  const loaded = await app.loadBankStatement({ creditorId, file, loadedBy: by })
  if (!loaded.ok) {
    // Another mapping may read it; what no mapping can help is said here.
    const isAboutColumns = ['invalid_mapping', 'invalid_field', 'missing_field'].includes(loaded.failure.code)
    const sha256 = isAboutColumns ? await app.keepBankUpload({ creditorId, content: file.content }) : null
    if (sha256 !== null) return { kind: 'columns', sha256, filename: file.filename }
    return { kind: 'failed', failure: { kind: 'refused', number: loaded.failure.reason }, transactionId: null }
  }
  const { added, knownCount } = loaded.value
  const count = (status: string) => added.filter((kept) => kept.status === status).length
  return { kind: 'loaded', added: added.length, known: knownCount, matched: count('matched'), open: count('open') }
}
