/** Sending a form to the creditor: the same steps whoever fills it in, and wherever. */
import { redirect, type AppLoadContext } from '@remix-run/node'
import type { FieldProblem } from '~/components/form-field'
import type { CalendarDay } from '~/domain/calendar-day'
import { readContactDraft, type ContactEntry } from '~/domain/contact-draft'
import type { ContactKind } from '~/domain/contact-request'
import { fail, succeed, type Result } from '~/domain/result'
import type { Language } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import { describeFaults } from './contact-form.server'
import { getAccount } from './debtor-account.server'
import type { DebtorVisit } from './debtor-visit.server'
import type { EvidenceForm } from './evidence-upload.server'

interface ContactSending {
  kind: ContactKind
  form: { requestId: string; entry: ContactEntry }
  /** Its locale is the language in which what is wrong is said. */
  sender: Parameters<AppLoadContext['app']['sendContactRequest']>[0]['sender'] & { locale: Language }
  /** The creditor's. */
  today: CalendarDay
  /** Of an account, or of a letter that was not opened. */
  limit: 'contact' | 'contactUnopened'
  evidence?: Pick<EvidenceForm, 'files' | 'problems'> | null
}

/** The reference under which it was taken in, or what is wrong and the status that says so. */
export async function sendContactForm(
  { app }: AppLoadContext,
  { kind, form, sender, today, limit, evidence = null }: ContactSending,
): Promise<Result<string, { problems: readonly FieldProblem[]; status: number }>> {
  const t = getTranslate(sender.locale)
  const refuse = (problems: readonly FieldProblem[], status = 422) => fail({ problems, status })
  const draft = readContactDraft(kind, form.entry, today)
  if (!draft.ok) return refuse(describeFaults(t, draft.failure))
  // What is wrong with a file is said at its field.
  if (evidence !== null && evidence.problems.length > 0) return refuse([])
  const attempt = await app.limits[limit].attempt(sender.linkId)
  if (!attempt.allowed) return refuse(describeFaults(t, 'too_many'), 429)
  const sent = await app.sendContactRequest({
    ...{ sender, requestId: form.requestId, draft: draft.value },
    evidence: evidence?.files[0] ?? null,
  })
  if (sent.ok) return succeed(sent.value.reference)
  return refuse(describeFaults(t, sent.failure.kind === 'faults' ? sent.failure.faults : 'not_offered'))
}

/** Who writes from an opened account. */
export function describeVisitor(visit: DebtorVisit): Pick<ContactSending, 'sender' | 'today' | 'limit'> {
  const { isLimited, linkId, language: locale, today } = visit
  return { sender: { ...getAccount(visit), linkId, isLimited, locale }, today, limit: 'contact' }
}

/** To what was written so far, with this at its head. */
export function redirectToSent(reference: string): Response {
  return redirect(`/contact?${new URLSearchParams({ sent: reference }).toString()}`, { status: 303 })
}
