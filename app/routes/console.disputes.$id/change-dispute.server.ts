/** What can be done with a dispute by its creditor, and what came of it. */
import { z } from 'zod'
import type { DisputeEntryTyped } from '~/components/console/dispute-forms'
import type { FieldProblem } from '~/components/form-field'
import { findUnstorableText } from '~/domain/storable-text'
import { parseAmount } from '~/i18n/parse-amount'
import type { AppLoadContext } from '~/load-context'
import { describeClerk, type ConsoleVisit } from '~/platform/http/console-visit.server'
import type { ContinueRefusal } from '~/use-cases/continue-dispute'
import type { DecisionRefusal } from '~/use-cases/decide-dispute'
import type { DisputeView } from '~/use-cases/read-disputes'

const MOST_TEXT = 5000
const MOST_NUMBER = 100

const writingSchema = z.object({ intent: z.enum(['asked', 'said']), key: z.uuid(), text: z.string() })
const decisionSchema = z.object({
  intent: z.enum(['accept', 'accept-part', 'reject']),
  key: z.uuid(),
  version: z.coerce.number().int().min(1),
  text: z.string(),
  number: z.string(),
})

export interface DisputeChange {
  form: 'write' | 'decide'
  done: 'asked' | 'said' | 'decided'
  /** Empty where it was done. */
  problems: FieldProblem[]
  typed: DisputeEntryTyped
  /** Nothing was decided because something happened since this version. */
  since: number | null
  /** The version that the form goes on with: what it was filled in from, until what is new has been shown. */
  version: number | null
}

/** Carries out what a form asks for; null when it asks for nothing known. */
export async function changeDispute(
  app: AppLoadContext['app'],
  visit: ConsoleVisit,
  view: DisputeView,
  form: URLSearchParams,
): Promise<DisputeChange | null> {
  const fields = Object.fromEntries(form)
  const writing = writingSchema.safeParse(fields)
  if (writing.success) return write(app, visit, view, writing.data)
  const decision = decisionSchema.safeParse(fields)
  return decision.success ? decide(app, visit, view, decision.data, form) : null
}

async function write(
  app: AppLoadContext['app'],
  visit: ConsoleVisit,
  { dispute }: DisputeView,
  { intent, key, text }: z.output<typeof writingSchema>,
): Promise<DisputeChange> {
  const change = {
    form: 'write' as const,
    done: intent,
    typed: { text, number: '', amounts: {} },
    since: null,
    version: null,
  }
  if (!isText(text)) return { ...change, problems: [{ fieldId: 'write-text', text: visit.t('claims:problem.text') }] }
  const done = await app.continueDispute({
    ...{ actor: describeClerk(visit), disputeId: dispute.id, entryId: key, step: intent, text: text.trim(), files: [] },
  })
  return { ...change, problems: done.ok ? [] : [describeRefusal(done.failure, visit.t)] }
}

async function decide(
  app: AppLoadContext['app'],
  visit: ConsoleVisit,
  view: DisputeView,
  { intent, key, version, text, number }: z.output<typeof decisionSchema>,
  form: URLSearchParams,
): Promise<DisputeChange> {
  const { creditor, user, t } = visit
  const { dispute, lines } = view
  const amounts = Object.fromEntries(
    lines.map(({ position }) => [String(position), form.get(`amount-${position}`)?.trim() ?? '']),
  )
  const granted = readGranted(intent, view, amounts, visit)
  const problems = [
    ...(isText(text) ? [] : [{ fieldId: 'decide-text', text: t('claims:problem.text') }]),
    ...(isNumber(number.trim()) ? [] : [{ fieldId: 'decide-number', text: t('claims:problem.number') }]),
    ...granted.problems,
  ]
  const change = {
    form: 'decide' as const,
    done: 'decided' as const,
    typed: { text, number, amounts },
    since: null,
    version,
  }
  if (problems.length > 0) return { ...change, problems }
  const decided = await app.decideDispute({
    ...{ creditorId: creditor.id, disputeId: dispute.id, entryId: key, version },
    ...{ granted: granted.amounts, text: text.trim(), decidedBy: `user:${user.id}`, name: user.name },
    creditNoteNumber: number.trim() === '' ? null : number.trim(),
  })
  if (decided.ok) return { ...change, problems: [] }
  const hasMoved = decided.failure.kind === 'changed_meanwhile' || decided.failure.kind === 'not_now'
  return {
    ...change,
    problems: [describeRefusal(decided.failure, t)],
    since: hasMoved ? version : null,
    version: hasMoved ? null : version,
  }
}

/** What is granted of each line, and everything that is no such amount. */
function readGranted(
  intent: 'accept' | 'accept-part' | 'reject',
  { dispute, lines }: DisputeView,
  typed: Readonly<Record<string, string>>,
  { format, formatLocale, t }: ConsoleVisit,
): { amounts: Map<number, number>; problems: FieldProblem[] } {
  const amounts = new Map<number, number>()
  const problems: FieldProblem[] = []
  if (intent === 'reject') return { amounts, problems }
  for (const { position, claimedMinor } of lines) {
    const text = typed[String(position)] ?? ''
    const fieldId = `amount-${position}`
    if (intent === 'accept') amounts.set(position, claimedMinor)
    else if (text !== '') {
      const read = parseAmount(text, dispute.currency, formatLocale)
      const most = format.money(claimedMinor, dispute.currency)
      if (!read.ok) problems.push({ fieldId, text: t('claims:problem.amount') })
      else if (read.value > claimedMinor) problems.push({ fieldId, text: t('claims:problem.most', { most }) })
      else amounts.set(position, read.value)
    }
  }
  const isNothing = [...amounts.values()].every((amountMinor) => amountMinor === 0)
  if (problems.length === 0 && isNothing) {
    problems.push({ fieldId: `amount-${lines[0]?.position ?? 0}`, text: t('claims:problem.nothing') })
  }
  return { amounts, problems }
}

function describeRefusal({ kind }: ContinueRefusal | DecisionRefusal, t: ConsoleVisit['t']): FieldProblem {
  if (kind === 'number_taken') return { fieldId: 'decide-number', text: t('claims:problem.number_taken') }
  if (kind === 'changed_meanwhile') return { fieldId: null, text: t('claims:problem.changed_meanwhile') }
  return { fieldId: null, text: t('claims:problem.not_now') }
}

function isText(text: string): boolean {
  const trimmed = text.trim()
  return trimmed.length > 0 && trimmed.length <= MOST_TEXT && findUnstorableText(trimmed) === null
}

function isNumber(text: string): boolean {
  return text.length <= MOST_NUMBER && findUnstorableText(text) === null
}
