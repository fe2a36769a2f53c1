/** One plan: how it stands, what is to be paid when, its document and calendar, and what was said. */
import type { ReactNode } from 'react'
import { answerPlan, isPlanEnded, readPlanTurn } from '~/domain/payment-plan'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Badge } from '../badge'
import { Callout } from '../callout'
import { writeDocumentPath } from '../document-path'
import { Facts } from '../facts'
import { ErrorSummary, findProblem, TextAreaField, type FieldProblem } from '../form-field'
import { nameFrequency } from '../planning/plan-words'
import { ScheduleChart } from '../planning/schedule-chart'
import { ScheduleTable } from '../planning/schedule-table'
import { TitleBlock } from '../title-block'
import { InstalmentTable } from './instalment-table'
import { PlanThread } from './plan-thread'
import { nameStatus, nameTurn, PLAN_TONES } from './plan-words'
import type { ShownPlan } from './shown-plan'

export const PLAN_NEWS = ['agreed', 'proposed', 'said', 'withdrawn', 'declined', 'moved'] as const

export interface PlanPageProps {
  readonly creditorName: string
  readonly view: ShownPlan
  /** The link permits to agree. */
  readonly mayAgree: boolean
  readonly done: (typeof PLAN_NEWS)[number] | null
  /** Of the message form: sent twice, it is kept once. */
  readonly entryId: string
  readonly typed: string
  readonly problems: readonly FieldProblem[]
  readonly format: Formatters
  /** What is next of a plan in force and what can be done about it: before all else. */
  readonly running?: ReactNode
}

export function PlanPage(props: PlanPageProps) {
  const { creditorName, view, mayAgree, done, problems, format, running = null } = props
  const { plan, proposal, instalments, entries } = view
  const { t } = useTranslation('agreement')
  const turn = readPlanTurn(plan.status)
  const words = nameTurn(plan)
  const schedule = proposal.schedule
  return (
    <>
      <a className="back" href="/plans">
        {t('toPlans')}
      </a>
      <TitleBlock title={t('one.title', { reference: plan.reference })}>
        <p>
          <Badge tone={PLAN_TONES[plan.status]}>{t(`status.${nameStatus(plan)}`)}</Badge>
        </p>
        {words === null ? null : <p>{t(`list.${words}`, { creditor: creditorName })}</p>}
      </TitleBlock>
      <ErrorSummary problems={problems} />
      <div className="stack">
        {done === null ? null : <Callout tone="good">{t(`one.done.${done}`)}</Callout>}
        {plan.status === 'countered' ? <CounterActions plan={plan} mayAgree={mayAgree} /> : null}
        {running}
        <PlanFacts {...props} />
        <PlanFiles view={view} />
        <ScheduleChart schedule={schedule} paid={listPaid(instalments)} />
        {instalments.length === 0 ? (
          <ScheduleTable currency={plan.currency} schedule={schedule} format={format} />
        ) : (
          <InstalmentTable instalments={instalments} currency={plan.currency} format={format} />
        )}
        <PlannedInvoices view={view} format={format} />
        <PlanThread entries={entries} creditorName={creditorName} format={format} />
        {turn === null || !mayAgree ? null : <SayForm {...props} />}
        {turn === 'creditor' && mayAgree && answerPlan(plan, 'withdrawn', 'debtor') !== null ? (
          <p>
            <a href={`/plans/${plan.id}/withdraw`}>{t('one.withdraw')}</a>
          </p>
        ) : null}
      </div>
    </>
  )
}

function listPaid(instalments: ShownPlan['instalments']): ReadonlySet<number> {
  return new Set(instalments.filter(({ status }) => status === 'paid').map(({ number }) => number))
}

function CounterActions({ plan, mayAgree }: { plan: ShownPlan['plan']; mayAgree: boolean }) {
  const { t } = useTranslation('agreement')
  if (!mayAgree) return <Callout tone="warn">{t('one.noAgree')}</Callout>
  return (
    <p className="actions">
      <a className="btn big" href={`/plans/${plan.id}/agree`}>
        {t('propose.title')}
      </a>
      <a className="btn quiet" href={`/plans/${plan.id}/withdraw`}>
        {t(plan.proposedBy === 'creditor' ? 'one.declineOffer' : 'one.reject')}
      </a>
    </p>
  )
}

function PlanFacts({ view, format }: PlanPageProps) {
  const { plan, proposal, methodLabel, before, after } = view
  const { t } = useTranslation('agreement')
  const { t: planningText } = useTranslation('planning')
  const money = (amountMinor: number) => format.money(amountMinor, plan.currency)
  const unlessNought = (amountMinor: number) => (amountMinor === 0 ? null : money(amountMinor))
  const link = (version: ShownPlan['before']) =>
    version && (
      <a href={`/plans/${version.id}`}>
        <bdi>{version.reference}</bdi>
      </a>
    )
  return (
    <Facts
      facts={[
        { name: t('fact.principal'), value: money(plan.principalMinor) },
        { name: t('fact.fee'), value: unlessNought(plan.feeMinor) },
        { name: t('fact.interest'), value: unlessNought(plan.interestMinor) },
        { name: t('fact.total'), value: <b>{money(plan.totalMinor)}</b> },
        { name: t('fact.frequency'), value: nameFrequency(planningText, proposal.frequency) },
        {
          name: t('fact.collection'),
          value: !plan.autopay
            ? t('fact.byHand')
            : methodLabel === null
              ? t('fact.collectedFromMethod')
              : t('fact.collected', { method: methodLabel }),
        },
        { name: t('fact.proposedAt'), value: format.instant(plan.proposedAt) },
        { name: t('fact.agreedAt'), value: plan.agreedAt && format.instant(plan.agreedAt) },
        { name: t('fact.endedAt'), value: plan.endedAt && format.instant(plan.endedAt) },
        { name: t('fact.before'), value: link(before) },
        { name: t('fact.after'), value: link(after) },
      ]}
    />
  )
}

function PlanFiles({ view: { plan } }: { view: ShownPlan }) {
  const { t } = useTranslation('agreement')
  if (plan.documentSha256 === null) return null
  return (
    <div>
      <p className="actions">
        <a href={`/plans/${plan.id}/agreement.pdf`}>{t('one.document')}</a>
        {isPlanEnded(plan.status) ? null : <a href={`/plans/${plan.id}/calendar.ics`}>{t('one.calendar')}</a>}
      </p>
      <p className="soft">
        {t('one.documentHash')}: <code className="hash">{plan.documentSha256}</code>
      </p>
    </div>
  )
}

function PlannedInvoices({ view, format }: { view: ShownPlan; format: Formatters }) {
  const { plan, proposal, invoices } = view
  const { t } = useTranslation('agreement')
  const shares = invoices.length === 0 ? proposal.invoices : invoices
  return (
    <section aria-labelledby="invoices-title">
      <h2 id="invoices-title">{t('table.invoices')}</h2>
      <ul className="disputes">
        {shares.map(({ invoiceId, number, amountMinor }) => (
          <li key={invoiceId}>
            <a href={writeDocumentPath({ number, kind: 'invoice' })}>
              <bdi>{number}</bdi>
            </a>
            <b>{format.money(amountMinor, plan.currency)}</b>
            {invoiceId === plan.chargeInvoiceId ? <p>{t('fact.charges')}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function SayForm({ view: { plan }, creditorName, entryId, typed, problems }: PlanPageProps) {
  const { t } = useTranslation('agreement')
  return (
    <section className="card stack" aria-labelledby="say-title">
      <h2 id="say-title">{t('one.sayTitle', { creditor: creditorName })}</h2>
      <form method="post" action={`/plans/${plan.id}`} className="stack" noValidate>
        <input type="hidden" name="entry" value={entryId} />
        <TextAreaField
          id="text"
          name="text"
          label={t('one.text')}
          defaultValue={typed}
          maxLength={5000}
          problem={findProblem(problems, 'text')}
        />
        <p className="actions">
          <button className="btn">{t('one.say')}</button>
        </p>
      </form>
    </section>
  )
}
