/** The mails by which each side of a dispute learns what the other did. */
import type { DisputeStep } from '~/domain/dispute'
import type { MailContent } from '~/use-cases/ports/mail-renderer'
import type { LetterTools } from './access-letters.server'
import type { Letter } from './render-mail.server'

type DisputeMail = Extract<MailContent, { kind: 'dispute-step' }>

/** What a step is called in a mail: something said reads differently to each side. */
const STEP_TEXTS = {
  opened: 'opened',
  answered: 'answered',
  withdrawn: 'withdrawn',
  asked: 'asked',
  accepted: 'accepted',
  partially_accepted: 'partially_accepted',
  rejected: 'rejected',
} as const satisfies Partial<Record<DisputeStep, string>>

export function writeDisputeLetter(content: DisputeMail, { t, format, closing }: LetterTools): Letter {
  const { creditor, debtor, disputes, entry, fileCount, creditNoteNumber, url, reader } = content
  const step =
    entry.step === 'said' ? (reader === 'creditor' ? 'saidByDebtor' : 'saidByCreditor') : STEP_TEXTS[entry.step]
  const names = { creditor: creditor.name, debtor: debtor.name }
  const references = disputes.map(({ dispute }) => dispute.reference).join(', ')
  const [first] = disputes
  const fact = (name: string, value: string | null): [string, string][] => (value === null ? [] : [[name, value]])
  return {
    subject: t(/* i18n: claims:mail.subject.* */ `claims:mail.subject.${step}`, {
      ...names,
      reference: first?.dispute.reference ?? '',
    }),
    paragraphs: [
      t('claims:mail.greeting'),
      t(/* i18n: claims:mail.* */ `claims:mail.${step}`, names),
      ...entry.text.split(/\s*\n\s*/).filter((paragraph) => paragraph !== ''),
    ],
    facts: [
      ...fact(t('claims:mail.reference'), references),
      ...(reader === 'creditor' ? fact(t('claims:fact.debtor'), `${debtor.name} (${debtor.externalId})`) : []),
      ...fact(
        t('claims:fact.reason'),
        first ? t(/* i18n: claims:reason.* */ `claims:reason.${first.dispute.reason}`) : null,
      ),
      ...disputes.flatMap(({ dispute, invoiceNumber, dueNowMinor }) => [
        ...fact(
          t('claims:mail.ofInvoice', { number: invoiceNumber }),
          format.money(dispute.claimedMinor, dispute.currency),
        ),
        ...fact(
          t('claims:fact.granted'),
          dispute.grantedMinor === null ? null : format.money(dispute.grantedMinor, dispute.currency),
        ),
        ...fact(t('claims:mail.dueOfInvoice', { number: invoiceNumber }), format.money(dueNowMinor, dispute.currency)),
      ]),
      ...fact(t('claims:fact.creditNote'), creditNoteNumber),
      ...fact(t('claims:mail.files'), fileCount === 0 ? null : format.integer(fileCount)),
      ...fact(
        t('claims:fact.answerDue'),
        first?.dispute.answerDueAt ? format.instant(first.dispute.answerDueAt) : null,
      ),
    ],
    button: {
      label: disputes.length > 1 ? t('claims:mail.openAll') : t('claims:mail.openConsole'),
      url,
    },
    closing: reader === 'creditor' ? [] : closing,
  }
}
