/** Reminders to one debtor: what was said, what is held, and the switch. */
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Callout } from '~/components/callout'
import { HoldTable, NoticeTable } from '~/components/console/reminders'
import { ErrorSummary, TextField } from '~/components/form-field'
import { TitleBlock } from '~/components/title-block'
import { parseCalendarDay } from '~/domain/calendar-day'
import { LONGEST_HOLD_REASON } from '~/domain/chasing'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { describeHold, describeNotice } from '~/platform/http/reminder-view.server'
import { readForm } from '~/platform/http/request-body.server'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t } = visit
  const externalId = params['externalId'] ?? ''
  const found = await context.app.readDebtorReminders({ creditorId: creditor.id, externalId })
  if (!found) throw new Response(null, { status: 404 })
  const page = t('reminder:console.ofDebtor', { debtor: found.debtor.name })
  const holds = found.holds.map((hold) => describeHold(hold, visit)).filter(({ isOver }) => !isOver)
  return {
    title: t('console:pageTitle', { page, creditor: creditor.name }),
    debtor: { externalId, name: found.debtor.name },
    notices: found.notices.map((notice) => describeNotice(notice, visit)),
    holds,
    isOff: holds.some(({ isSwitch }) => isSwitch),
    optedOut: found.optedOut,
    mayHold: visit.may('links.manage'),
    holdId: crypto.randomUUID(),
  }
}

const intentSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('end-hold'), hold: z.uuid() }),
  z.object({
    intent: z.enum(['hold', 'switch-off']),
    holdId: z.uuid(),
    invoice: z.string().trim().max(200).default(''),
    untilOn: z.string().trim().default(''),
    reason: z.string().trim().max(LONGEST_HOLD_REASON).default(''),
  }),
])

const FIELDS = {
  unknown_debtor: null,
  unknown_invoice: 'invoice',
  not_future: 'untilOn',
  bad_day: 'untilOn',
  reason_missing: 'reason',
  already_off: null,
} as const

export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'links.manage')
  const parsed = intentSchema.safeParse(Object.fromEntries(await readForm(request)))
  if (!parsed.success) throw new Response(null, { status: 400 })
  const intent = parsed.data
  const externalId = params['externalId'] ?? ''
  const who = { creditorId: visit.creditor.id, by: `user:${visit.user.id}` }
  const back = () => redirect(`/console/reminders/debtors/${encodeURIComponent(externalId)}`, { status: 303 })
  if (intent.intent === 'end-hold') {
    await context.app.endHold({ ...who, holdId: intent.hold })
    return back()
  }
  const isSwitch = intent.intent === 'switch-off'
  const untilOn = parseCalendarDay(intent.untilOn)
  const typed = { invoice: intent.invoice, untilOn: intent.untilOn, reason: intent.reason }
  const refuse = (kind: keyof typeof FIELDS) => data({ kind, field: FIELDS[kind], typed }, { status: 422 })
  if (!isSwitch && intent.untilOn !== '' && untilOn === null) return refuse('bad_day')
  const placed = await context.app.holdReminders({
    ...{ ...who, debtorExternalId: externalId, holdId: intent.holdId },
    invoiceNumber: isSwitch || intent.invoice === '' ? null : intent.invoice,
    untilOn: isSwitch ? null : untilOn,
    reason: isSwitch ? visit.t('reminder:hold.switched_off') : intent.reason,
  })
  if (placed.ok) return back()
  if (placed.failure.kind === 'unknown_debtor') throw new Response(null, { status: 404 })
  return refuse(placed.failure.kind)
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function DebtorRemindersRoute() {
  const { debtor, notices, holds, isOff, optedOut, mayHold, holdId } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTranslation('reminder')
  const problem = refused && refused.kind !== 'unknown_debtor' ? t(`console.problem.${refused.kind}`) : undefined
  const problemOf = (field: string) => (refused?.field === field ? problem : undefined)
  return (
    <>
      <Link className="back" to={`/console/debtors/${encodeURIComponent(debtor.externalId)}`}>
        {debtor.name}
      </Link>
      <TitleBlock title={t('console.ofDebtor', { debtor: debtor.name })}>
        <p>
          <Link to="/console/reminders">{t('console.cadence')}</Link>
        </p>
      </TitleBlock>
      <div className="stack">
        <ErrorSummary problems={refused && problem ? [{ fieldId: refused.field, text: problem }] : []} />
        {isOff ? <Callout tone="info">{t('console.isOff')}</Callout> : null}
        {optedOut.map((email) => (
          <p key={email}>{t('console.optedOut', { email })}</p>
        ))}
        {holds.length === 0 ? null : <HoldTable caption={t('console.holds')} holds={holds} mayEnd={mayHold} />}
        {mayHold && !isOff ? (
          <section className="card stack" aria-labelledby="switch-title">
            <h2 id="switch-title">{t('console.switchOff')}</h2>
            <p>{t('console.switchOffLead')}</p>
            <Form method="post">
              <input type="hidden" name="holdId" value={holdId} />
              <p className="actions">
                <button className="btn quiet" name="intent" value="switch-off">
                  {t('console.switchOff')}
                </button>
              </p>
            </Form>
          </section>
        ) : null}
        {mayHold ? (
          <section className="card stack" aria-labelledby="place-title">
            <h2 id="place-title">{t('console.place')}</h2>
            <p>{t('console.placeLead')}</p>
            <Form method="post" key={holdId} className="stack">
              <input type="hidden" name="holdId" value={holdId} />
              <TextField
                id="invoice"
                name="invoice"
                label={t('console.invoice')}
                hint={t('console.invoiceHint')}
                defaultValue={refused?.typed.invoice ?? ''}
                problem={problemOf('invoice')}
              />
              <TextField
                id="untilOn"
                name="untilOn"
                type="date"
                label={t('console.untilDay')}
                hint={t('console.untilHint')}
                defaultValue={refused?.typed.untilOn ?? ''}
                problem={problemOf('untilOn')}
              />
              <TextField
                id="reason"
                name="reason"
                label={t('console.note')}
                maxLength={LONGEST_HOLD_REASON}
                defaultValue={refused?.typed.reason ?? ''}
                problem={problemOf('reason')}
              />
              <p className="actions">
                <button className="btn" name="intent" value="hold">
                  {t('console.placeButton')}
                </button>
              </p>
            </Form>
          </section>
        ) : null}
        <section className="stack">
          <h2>{t('console.history')}</h2>
          {notices.length === 0 ? (
            <p>{t('console.noHistory')}</p>
          ) : (
            <NoticeTable id="history" caption={t('console.history')} notices={notices} withDay ofOneDebtor />
          )}
        </section>
      </div>
    </>
  )
}
