/** Late interest: on which terms it is asked for, the tables of rates, and what was let go. Owners change it. */
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Callout } from '~/components/callout'
import { InterestForm } from '~/components/console/interest/interest-form'
import {
  LawTable,
  RateTable,
  Waivers,
  type ShownLaw,
  type ShownRate,
} from '~/components/console/interest/interest-tables'
import type { SettingsProblem } from '~/components/console/settings-entry'
import { ErrorSummary } from '~/components/form-field'
import { TitleBlock } from '~/components/title-block'
import { parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import type { InterestPolicy } from '~/domain/interest-policy'
import { findAppliedStatute, INTEREST_STATUTES, type InterestStatute } from '~/domain/interest-statutes'
import { findReferenceRate, mergeReferenceRates, REFERENCE_RATES } from '~/domain/reference-rates'
import type { Formatters } from '~/i18n/formatters'
import type { AppLoadContext } from '~/load-context'
import { requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { readInterestForm, writeInterestEntry } from './read-form.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, format, t, today } = visit
  const address = { creditorId: creditor.id, kind: 'interest' } as const
  const [policy, versions, waivers] = await Promise.all([
    context.app.readPolicy(address),
    context.app.listPolicyVersions(address),
    context.app.readInterestWaivers({ creditorId: creditor.id }),
  ])
  const names = new Intl.DisplayNames(visit.formatLocale, { type: 'region' })
  const merged = mergeReferenceRates(policy.body.rates)
  return {
    title: t('console:pageTitle', { page: t('interest:title'), creditor: creditor.name }),
    mayManage: visit.may('policies.manage'),
    entry: writeInterestEntry(policy.body, format),
    version: policy.version,
    history: versions.map((version) => ({
      version: format.integer(version.version),
      at: format.instant(version.createdAt),
      author: version.author,
    })),
    countries: INTEREST_STATUTES.map(({ country }) => ({ code: country, name: names.of(country) ?? country })),
    rates: REFERENCE_RATES.flatMap((reference): ShownRate[] => {
      const entry = findReferenceRate(merged, reference, today)
      if (!entry) return []
      return [{ reference, from: format.day(entry.fromOn), rate: format.percent(entry.rateBps), source: entry.source }]
    }),
    laws: INTEREST_STATUTES.map((statute) => describeLaw(statute, policy.body, { today, names, format })),
    waivers: waivers.map(({ id, invoiceNumber, throughOn, reason, waivedAt, waivedBy, revokedAt }) => ({
      ...{ id, reason, invoice: invoiceNumber, at: format.instant(waivedAt) },
      through: throughOn === null ? '' : format.day(throughOn),
      revokedAt: revokedAt === null ? '' : format.instant(revokedAt),
      isByQuote: waivedBy.startsWith('quote:'),
    })),
  }
}

/** As it counts for debts that fall due today, in the law's own currency and in those the creditor has entered sums in. */
function describeLaw(
  { country, law, reference, compensation }: InterestStatute,
  policy: InterestPolicy,
  { today, names, format }: { today: CalendarDay; names: Intl.DisplayNames; format: Formatters },
): ShownLaw {
  const own = policy.fixedSums.filter((sum) => sum.country === country).map(({ currency }) => currency)
  const applied = [...new Set([compensation.currency, ...own])].flatMap(
    (currency) => findAppliedStatute({ ...policy, statute: country }, { dueOn: today, currency }) ?? [],
  )
  const tiers = applied.flatMap(({ compensation: { currency, tiers: all } }) =>
    all.map((tier) => ({ ...tier, currency })),
  )
  const sources = [applied[0]?.marginSource ?? null, ...tiers.map(({ source }) => source)]
  return {
    ...{ country: names.of(country) ?? country, law, reference, margin: format.percent(applied[0]?.marginBps ?? 0) },
    sums: tiers.map(({ amountMinor, currency }) => format.money(amountMinor, currency)).join(' / '),
    source: [...new Set(sources)].filter((source) => source !== null).join('; '),
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'policies.manage')
  const form = await readForm(request)
  switch (form.get('intent')) {
    case 'interest': {
      const saved = await save(context, visit, form)
      return data(saved, { status: saved.problems.length > 0 ? 422 : 200 })
    }
    case 'waive': {
      const waived = await waive(context, visit, form)
      return data(waived, { status: waived.fault === null ? 200 : 422 })
    }
    default:
      throw new Response(null, { status: 400 })
  }
}

async function save({ app }: AppLoadContext, { creditor, user, formatLocale }: ConsoleVisit, form: URLSearchParams) {
  const { entry, body, problems, findField } = readInterestForm(form, formatLocale)
  const refuse = (because: SettingsProblem[]) => ({ did: 'policy' as const, entry, problems: because })
  if (problems.length > 0) return refuse(problems)
  const changed = await app.changePolicy({
    ...{ creditorId: creditor.id, kind: 'interest' as const, body, changedBy: `user:${user.id}` },
    basedOn: Number(form.get('basedOn') ?? NaN),
  })
  if (changed.ok) return refuse([])
  if (changed.failure.kind === 'changed_meanwhile') return refuse([{ fieldId: null, code: 'changed_meanwhile' }])
  return refuse(changed.failure.faults.map(({ pointer, code }) => ({ fieldId: findField(pointer), code })))
}

async function waive({ app }: AppLoadContext, { creditor, user }: ConsoleVisit, form: URLSearchParams) {
  const text = (name: string) => form.get(name)?.trim() ?? ''
  const typed = {
    ...{ invoice: text('invoice'), through: text('through'), reason: text('reason') },
    includesCompensation: form.has('includesCompensation'),
  }
  const throughOn = typed.through === '' ? null : parseCalendarDay(typed.through)
  if (typed.through !== '' && throughOn === null) return { did: 'waiver' as const, typed, fault: 'bad_day' as const }
  const waived = await app.waiveInterest({
    ...{ creditorId: creditor.id, invoiceNumber: typed.invoice, throughOn, reason: typed.reason },
    ...{ includesCompensation: typed.includesCompensation, waivedBy: `user:${user.id}` },
  })
  return { did: 'waiver' as const, typed, fault: waived.ok ? null : waived.failure }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title ?? 'Quittance' }]

const NOTHING_TYPED = { invoice: '', through: '', reason: '', includesCompensation: false }

export default function InterestRoute() {
  const { entry, version, history, mayManage, countries, rates, laws, waivers } = useLoaderData<typeof loader>()
  const done = useActionData<typeof action>()
  const { t } = useTranslation(['interest', 'console'])
  const policy = done?.did === 'policy' ? done : null
  const waiver = done?.did === 'waiver' ? done : null
  const waiverProblems = {
    ...(waiver?.fault === 'unknown_invoice' ? { invoice: t('unknownInvoice') } : {}),
    ...(waiver?.fault === 'bad_day' ? { through: t('badDay') } : {}),
    ...(waiver?.fault === 'reason_missing' ? { reason: t('reasonMissing') } : {}),
  }
  const isSaved = policy?.problems.length === 0
  return (
    <>
      <Link className="back" to="/console/settings">
        {t('console:settings.title')}
      </Link>
      <TitleBlock title={t('title')} />
      <div className="stack">
        <ErrorSummary
          problems={[
            ...(policy?.problems ?? []).map(({ fieldId, code }) => ({
              fieldId,
              text: t(`console:settings.problem.${code}`),
            })),
            ...Object.entries(waiverProblems).map(([field, text]) => ({ fieldId: `waive-${field}`, text })),
          ]}
        />
        {isSaved ? <Callout tone="good">{t('saved')}</Callout> : null}
        {waiver?.fault === null ? <Callout tone="good">{t('waived')}</Callout> : null}
        <InterestForm
          key={`terms ${version}`}
          entry={policy && !isSaved ? policy.entry : entry}
          {...{ version, history, mayManage, countries }}
          problems={policy?.problems ?? []}
        />
        <RateTable rates={rates} />
        <LawTable laws={laws} />
        <Waivers
          key={`waivers ${waivers.length}`}
          waivers={waivers}
          mayWaive={mayManage}
          typed={waiver && waiver.fault !== null ? waiver.typed : NOTHING_TYPED}
          problems={waiverProblems}
        />
      </div>
    </>
  )
}
