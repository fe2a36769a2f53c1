/** An agreement on a plan in the debtor's words: the same text before it is agreed, on a page, and on its document. */
import type { PlanEnvelope } from '~/domain/plan-policy'
import type { PlanProposal } from '~/domain/plan-proposal'
import { getFormatters, type Formatters } from '~/i18n/formatters'
import { chooseLanguage } from '~/i18n/languages'
import { getTranslate } from '~/i18n/translator.server'
import type { AgreementMatter, WriteAgreement } from '~/use-cases/ports/agreement-writer'
import type { LetterBlock } from '~/use-cases/ports/document-printer'

type Translate = ReturnType<typeof getTranslate>

export const writePlanAgreement: WriteAgreement = (matter, { language, formatLocale }) => {
  const { creditor, debtor, proposal, reference, supersedes } = matter
  const t = getTranslate(chooseLanguage([language]))
  const format = getFormatters(formatLocale, creditor.timeZone)
  const money = (amountMinor: number) => format.money(amountMinor, proposal.currency)
  return {
    paper: {
      kind: 'plan_agreement',
      title: t('agreement:doc.title'),
      blocks: [
        {
          kind: 'paragraph',
          text: t('agreement:doc.parties', {
            ...{ creditor: creditor.name, debtor: debtor.name, number: debtor.externalId },
          }),
        },
        ...(supersedes === null ? [] : [paragraph(t('agreement:doc.supersedes', { reference: supersedes }))]),
        { kind: 'facts', facts: listFacts(t, format, proposal, reference) },
        ...writeTables(t, format, proposal),
        { kind: 'heading', text: t('agreement:doc.terms') },
        ...writeTerms(t, format, matter).map(paragraph),
        ...writeConsent(t, format, matter),
      ],
    },
    consent: t('agreement:doc.consent', {
      ...{ creditor: creditor.name, debtor: debtor.name, total: money(proposal.totalMinor) },
    }),
    chargeNames: {
      fee: t('agreement:doc.chargeFee'),
      interest: t('agreement:doc.chargeInterest'),
      exemption: t('agreement:doc.exemption'),
      note: t('agreement:doc.chargeNote'),
    },
  }
}

function paragraph(text: string): LetterBlock {
  return { kind: 'paragraph', text }
}

function listFacts(
  t: Translate,
  format: Formatters,
  { currency, principalMinor, feeMinor, interestMinor, totalMinor, frequency }: PlanProposal,
  reference: string | null,
): [string, string][] {
  return [
    ...(reference === null ? [] : [[t('agreement:fact.reference'), reference] satisfies [string, string]]),
    [t('agreement:fact.principal'), format.money(principalMinor, currency)],
    [t('agreement:fact.fee'), format.money(feeMinor, currency)],
    [t('agreement:fact.interest'), format.money(interestMinor, currency)],
    [t('agreement:fact.total'), format.money(totalMinor, currency)],
    [t('agreement:fact.frequency'), t(/* i18n: planning:frequency.* */ `planning:frequency.${frequency}`)],
  ]
}

function writeTables(t: Translate, format: Formatters, proposal: PlanProposal): LetterBlock[] {
  const { currency, invoices, schedule, principalMinor, totalMinor, feeMinor, interestMinor } = proposal
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  return [
    {
      kind: 'table',
      caption: t('agreement:table.invoices'),
      columns: [
        { head: t('agreement:table.invoice'), share: 0.6 },
        { head: t('agreement:table.planned'), share: 0.4, isFigure: true },
      ],
      rows: invoices.map(({ number, amountMinor }) => [number, money(amountMinor)]),
      total: [t('agreement:table.total'), money(principalMinor)],
    },
    {
      kind: 'table',
      caption: t('agreement:table.schedule'),
      columns: [
        { head: t('agreement:table.number'), share: 0.2 },
        { head: t('agreement:table.dueOn'), share: 0.2 },
        { head: t('agreement:table.principal'), share: 0.2, isFigure: true },
        { head: t('agreement:table.charges'), share: 0.2, isFigure: true },
        { head: t('agreement:table.amount'), share: 0.2, isFigure: true },
      ],
      rows: schedule.map((instalment) => [
        instalment.number === 0 ? t('agreement:table.downPayment') : format.integer(instalment.number),
        format.day(instalment.dueOn),
        money(instalment.principalMinor),
        money(instalment.chargesMinor),
        money(instalment.amountMinor),
      ]),
      total: [
        t('agreement:table.total'),
        '',
        money(principalMinor),
        money(feeMinor + interestMinor),
        money(totalMinor),
      ],
    },
  ]
}

function writeTerms(t: Translate, format: Formatters, matter: AgreementMatter): string[] {
  const { creditor, proposal } = matter
  const { currency, envelope, startOn, feeMinor } = proposal
  const rate = { rate: format.percent(envelope.yearlyRateBps), day: format.day(startOn) }
  return [
    envelope.yearlyRateBps === 0
      ? t('agreement:doc.noInterest')
      : envelope.interestMethod === 'flat'
        ? t('agreement:doc.interestFlat', rate)
        : t('agreement:doc.interestDeclining', rate),
    feeMinor === 0 ? t('agreement:doc.noFee') : t('agreement:doc.fee', { amount: format.money(feeMinor, currency) }),
    describeCollection(t, format, matter),
    describeMoves(t, format, envelope),
    describeMisses(t, format, envelope),
    t('agreement:doc.early'),
    t('agreement:doc.effect'),
    t('agreement:doc.questions', { email: creditor.supportEmail }),
  ]
}

function describeCollection(t: Translate, format: Formatters, { proposal, methodLabel }: AgreementMatter): string {
  const { noticeDays, retryDays } = proposal.envelope
  const notice = countOf(format, noticeDays)
  if (!proposal.autopay) {
    const reminder = noticeDays === 0 ? t('agreement:doc.remindOnDay') : t('agreement:doc.remind', notice)
    return `${t('agreement:doc.byHand')} ${reminder}`
  }
  return [
    methodLabel === null ? t('agreement:doc.collectedSaved') : t('agreement:doc.collected', { method: methodLabel }),
    noticeDays === 0 ? t('agreement:doc.announceOnDay') : t('agreement:doc.announce', notice),
    retryDays.length === 0
      ? t('agreement:doc.notRetried')
      : t('agreement:doc.retried', { days: listRetryDays(t, format, retryDays) }),
  ].join(' ')
}

function listRetryDays(t: Translate, format: Formatters, retryDays: readonly number[]): string {
  const list = new Intl.ListFormat(format.locale, { type: 'conjunction' })
  return list.format(retryDays.map((days) => t('agreement:doc.retryDays', countOf(format, days))))
}

function describeMoves(t: Translate, format: Formatters, { mostDateMoves, mostMoveDays }: PlanEnvelope): string {
  if (mostDateMoves === 0 || mostMoveDays === 0) return t('agreement:doc.noMoves')
  const moves = t('agreement:doc.moves', countOf(format, mostDateMoves))
  return `${moves} ${t('agreement:doc.moveDays', countOf(format, mostMoveDays))}`
}

function describeMisses(t: Translate, format: Formatters, { graceDays, missesUntilDefault }: PlanEnvelope): string {
  return [
    graceDays === 0 ? t('agreement:doc.noGrace') : t('agreement:doc.grace', countOf(format, graceDays)),
    t('agreement:doc.default', countOf(format, missesUntilDefault)),
    t('agreement:doc.afterDefault'),
  ].join(' ')
}

/** A number for a text with plural forms: `count` chooses the form, `number` is how the reader writes it. */
function countOf(format: Formatters, count: number): { count: number; number: string } {
  return { count, number: format.integer(count) }
}

function writeConsent(t: Translate, format: Formatters, { agreed }: AgreementMatter): LetterBlock[] {
  if (agreed === null) return []
  const { name, email, consentedAt, at } = agreed
  const given = { at: format.instant(consentedAt), email }
  return [
    { kind: 'heading', text: t('agreement:doc.agreed') },
    paragraph(
      name === null ? t('agreement:doc.consentedUnnamed', given) : t('agreement:doc.consented', { ...given, name }),
    ),
    paragraph(t('agreement:doc.inForce', { at: format.instant(at) })),
  ]
}
