/** What was said to debtors about open invoices on a day, what will be, what is held, and what was handed over. */
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Callout } from '~/components/callout'
import { HeldTable, HoldTable, NoticeTable, PlannedTable } from '~/components/console/reminders'
import { TextField } from '~/components/form-field'
import { TitleBlock } from '~/components/title-block'
import { parseCalendarDay } from '~/domain/calendar-day'
import { MOST_PREVIEW_DAYS } from '~/domain/chasing'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { describeHold, describeNotice, describePlanned } from '~/platform/http/reminder-view.server'
import { readForm } from '~/platform/http/request-body.server'

const MOST_HAND_OVERS = 20

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { app } = context
  const { creditor, t, format, formatLocale } = visit
  const creditorId = creditor.id
  const wanted = parseCalendarDay(new URL(request.url).searchParams.get('on') ?? '')
  const day = await app.readReminderDay({ creditorId, on: wanted })
  const holds = await app.listReminderHolds({ creditorId })
  const handOvers = await app.listReminderNotices({ creditorId, kind: 'hand_over', limit: MOST_HAND_OVERS })
  return {
    title: t('console:pageTitle', { page: t('reminder:console.title'), creditor: creditor.name }),
    formatLocale,
    isOn: day.policy.isOn,
    on: day.on,
    writtenOn: format.day(day.on),
    isPast: day.on < day.today,
    previewDays: day.planned === null && day.on > day.today ? format.integer(MOST_PREVIEW_DAYS) : null,
    notices: day.notices.map((notice) => describeNotice(notice, visit)),
    planned: day.planned?.map((word) => describePlanned(word, visit)) ?? null,
    holds: holds.map((hold) => describeHold(hold, visit)).filter(({ isOver }) => !isOver),
    handOvers: handOvers.map((notice) => describeNotice(notice, visit)),
    mayHold: visit.may('links.manage'),
  }
}

const intentSchema = z.object({ intent: z.literal('end-hold'), hold: z.uuid() })

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'links.manage')
  const intent = intentSchema.safeParse(Object.fromEntries(await readForm(request)))
  if (!intent.success) throw new Response(null, { status: 400 })
  const by = `user:${visit.user.id}`
  await context.app.endHold({ creditorId: visit.creditor.id, holdId: intent.data.hold, by })
  return redirect('/console/reminders', { status: 303 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function RemindersRoute() {
  const { isOn, on, writtenOn, isPast, previewDays, notices, planned, holds, handOvers, mayHold } =
    useLoaderData<typeof loader>()
  const { t } = useTranslation('reminder')
  const words = (planned ?? []).filter(({ mail, handedOver }) => mail !== null || handedOver !== null)
  const held = (planned ?? []).filter((word) => word.held.length > 0)
  return (
    <>
      <TitleBlock title={t('console.title')}>
        <p>{t('console.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {isOn ? null : <Callout tone="info">{t('console.off')}</Callout>}
        <p>
          <Link to="/console/settings#reminder-title">{t('console.toSettings')}</Link>
        </p>
        <Form method="get" className="filter" key={on}>
          <TextField id="on" name="on" type="date" label={t('console.day')} defaultValue={on} />
          <button className="btn quiet">{t('console.show')}</button>
        </Form>
        {notices.length === 0 ? (
          isPast ? (
            <p>{t('console.nothingSent')}</p>
          ) : null
        ) : (
          <NoticeTable id="sent" caption={t('console.sentOn', { on: writtenOn })} notices={notices} />
        )}
        {previewDays === null ? null : <p>{t('console.tooFar', { days: previewDays })}</p>}
        {planned === null ? null : words.length === 0 ? (
          <p>{t('console.nothingPlanned')}</p>
        ) : (
          <>
            <PlannedTable caption={t('console.plannedOn', { on: writtenOn })} planned={words} />
            <p className="hint">{t('console.plannedLead')}</p>
          </>
        )}
        {held.length === 0 ? null : (
          <section className="stack" aria-labelledby="held-title">
            <h2 id="held-title">{t('console.held')}</h2>
            <HeldTable planned={held} />
          </section>
        )}
        {holds.length === 0 ? null : (
          <section className="stack">
            <h2>{t('console.holds')}</h2>
            <HoldTable caption={t('console.holds')} holds={holds} mayEnd={mayHold} />
          </section>
        )}
        <section className="stack">
          <h2>{t('console.handOvers')}</h2>
          {handOvers.length === 0 ? (
            <p>{t('console.noHandOvers')}</p>
          ) : (
            <NoticeTable id="handed-over" caption={t('console.handOvers')} notices={handOvers} withDay />
          )}
        </section>
      </div>
    </>
  )
}
