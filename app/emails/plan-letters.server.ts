/** The mails by which each side learns what the other did with a plan that is talked over, and that it is agreed. */
import type { MailContent } from '~/use-cases/ports/mail-renderer'
import type { LetterTools } from './access-letters.server'
import type { Letter } from './render-mail.server'

type PlanMail = Extract<MailContent, { kind: 'plan-step' }>

/** What a step is called in a mail: what both sides are told of reads differently to each. */
function nameStep({ entry, reader, plan }: PlanMail) {
  switch (entry.step) {
    case 'said':
      return reader === 'creditor' ? 'saidByDebtor' : 'saidByCreditor'
    case 'agreed':
      return reader === 'creditor' ? 'agreedCreditor' : 'agreed'
    case 'proposed':
    case 'countered':
      return plan.proposedBy === 'creditor' ? 'offered' : entry.step
    case 'declined':
      return reader === 'creditor' ? 'declinedByDebtor' : 'declined'
    case 'withdrawn':
      return reader === 'creditor' ? 'withdrawn' : 'withdrawnByCreditor'
    default:
      throw new Error(`no mail tells of ${entry.step}`)
  }
}

export function writePlanLetter(content: PlanMail, { t, format, closing }: LetterTools): Letter {
  const { creditor, debtor, plan, proposal, entry, reader, url } = content
  const step = nameStep(content)
  const names = { creditor: creditor.name, debtor: debtor.name }
  const regular = proposal.schedule.filter(({ number }) => number > 0)
  const on = (instalment: (typeof regular)[number] | undefined) =>
    instalment
      ? t('agreement:mail.firstValue', {
          amount: format.money(instalment.amountMinor, proposal.currency),
          day: format.day(instalment.dueOn),
        })
      : ''
  const isOver = entry.step === 'declined' || entry.step === 'withdrawn'
  return {
    subject: t(/* i18n: agreement:mail.subject.* */ `agreement:mail.subject.${step}`, {
      ...names,
      reference: plan.reference,
    }),
    paragraphs: [
      t('agreement:mail.greeting'),
      t(/* i18n: agreement:mail.* */ `agreement:mail.${step}`, names),
      ...entry.text.split(/\s*\n\s*/).filter((text) => text !== ''),
    ],
    facts: [
      [t('agreement:fact.reference'), plan.reference],
      ...(reader === 'creditor'
        ? [[t('agreement:fact.debtor'), `${debtor.name} (${debtor.externalId})`] satisfies [string, string]]
        : []),
      [t('agreement:fact.total'), format.money(proposal.totalMinor, proposal.currency)],
      ...(isOver
        ? []
        : ([
            [t('agreement:mail.count'), format.integer(regular.length)],
            [t('agreement:mail.first'), on(regular[0])],
            [t('agreement:mail.last'), on(regular.at(-1))],
          ] satisfies [string, string][])),
    ],
    button: { label: t('agreement:mail.open'), url },
    closing: reader === 'creditor' ? [] : closing,
  }
}
