/** What the page of a plan shows, written in the reader's language: the browser formats nothing again. */
import type { ShownConsolePlan } from '~/components/console/plan-view'
import { describeReason } from '~/components/planning/plan-words'
import { readPlanTurn } from '~/domain/payment-plan'
import { getTranslations } from '~/i18n/translator.server'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { PlanView } from '~/use-cases/read-plans'

export function describePlan(
  { plan, proposal, entries, instalments, invoices, methodLabel, before, after }: PlanView,
  { format, t, language }: ConsoleVisit,
): ShownConsolePlan {
  const { currency, chargeInvoiceId } = plan
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const unlessNought = (amountMinor: number) => (amountMinor === 0 ? null : money(amountMinor))
  const planningText = getTranslations(language).getFixedT(null, 'planning')
  const rows =
    instalments.length === 0
      ? proposal.schedule.map((instalment) => ({ ...instalment, paidMinor: null, status: null }))
      : instalments
  return {
    ...{
      id: plan.id,
      reference: plan.reference,
      status: plan.status,
      begunBy: plan.proposedBy,
      turn: readPlanTurn(plan.status),
      currency,
    },
    debtor: { externalId: plan.debtorExternalId, name: plan.debtorName },
    principal: money(plan.principalMinor),
    fee: unlessNought(plan.feeMinor),
    interest: unlessNought(plan.interestMinor),
    total: money(plan.totalMinor),
    frequency: t(/* i18n: planning:frequency.* */ `planning:frequency.${plan.frequency}`),
    collection: !plan.autopay
      ? t('agreement:fact.byHandConsole')
      : methodLabel === null
        ? t('agreement:fact.collectedFromMethod')
        : t('agreement:fact.collected', { method: methodLabel }),
    proposedAt: format.instant(plan.proposedAt),
    proposedBy: plan.proposerName ?? plan.proposerEmail,
    agreedAt: plan.agreedAt && format.instant(plan.agreedAt),
    agreedBy: plan.agreedAt && plan.consent ? (plan.consent.name ?? plan.consent.email) : null,
    endedAt: plan.endedAt && format.instant(plan.endedAt),
    before: nameVersion(before),
    after: nameVersion(after),
    charges: invoices.find(({ invoiceId }) => invoiceId === chargeInvoiceId)?.number ?? null,
    documentSha256: plan.documentSha256,
    outside:
      plan.status === 'proposed' && proposal.verdict.kind === 'outside'
        ? proposal.verdict.reasons.map((reason) => describeReason(planningText, reason, { currency, format }))
        : [],
    rows: rows.map((row) => ({
      number: row.number === 0 ? t('agreement:table.downPayment') : format.integer(row.number),
      dueOn: format.day(row.dueOn),
      amount: money(row.amountMinor),
      progress: row.status === null ? null : { paid: money(row.paidMinor), status: row.status },
    })),
    invoices: proposal.invoices.map(({ number, amountMinor }) => ({ number, amount: money(amountMinor) })),
    entries: entries.map(({ id, side, step, at, authorName, text }) => ({
      ...{ id, side, step, author: authorName, at: format.instant(at), instant: at.toISOString() },
      paragraphs: text.split(/\s*\n\s*/).filter((paragraph) => paragraph !== ''),
    })),
    terms: {
      downPayment: format.amount(proposal.downPaymentMinor, currency),
      count: String(proposal.schedule.filter(({ number }) => number > 0).length),
      frequency: proposal.frequency,
      firstOn: proposal.schedule.find(({ number }) => number > 0)?.dueOn ?? proposal.startOn,
      fee: format.amount(proposal.envelope.feeMinor, currency),
      rate: format.decimal((proposal.envelope.yearlyRateBps / 100).toFixed(2)),
      autopay: proposal.autopay,
    },
  }
}

function nameVersion(plan: PlanView['before']) {
  return plan && { id: plan.id, reference: plan.reference }
}
