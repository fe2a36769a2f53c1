/** What the page of the plan policy shows, written for the browser. */
import {
  EMPTY_BAND,
  EMPTY_OVERRIDE,
  type PlanPolicyEntry,
  type TermsEntry,
} from '~/components/console/plan-policy-entry'
import type { PlanSimulatorProps, ShownSimulation, SimulatedPlan } from '~/components/console/plan-simulator'
import type { Application } from '~/composition.server'
import { parseCalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId } from '~/domain/ids'
import { DEFAULT_PLAN_POLICY, type PlanEnvelopeChange, type PlanPolicy } from '~/domain/plan-policy'
import type { PlanProposal } from '~/domain/plan-proposal'
import { findUnstorableText } from '~/domain/storable-text'
import type { Formatters } from '~/i18n/formatters'
import type { PlanSimulation } from '~/use-cases/simulate-plan-policy'

interface Reading {
  creditorId: CreditorId
  format: Formatters
}

/** The page for an address: what counts, or the draft that `?draft=` names, in its fields. */
export async function describePlanPolicy(app: Application, parameters: URLSearchParams, reading: Reading) {
  const { creditorId, format } = reading
  const policies = await app.readPlanPolicies({ creditorId })
  const { today, inForce, ahead, newestVersion, versions, drafts } = policies
  const draft = drafts.find(({ id }) => id === parameters.get('draft')) ?? null
  const body = draft?.body ?? inForce?.body ?? DEFAULT_PLAN_POLICY
  return {
    today,
    newestVersion,
    entry: writePlanPolicyEntry(body, format),
    draft: draft && { id: draft.id, name: draft.name, revision: draft.revision },
    inForce: inForce && { version: format.integer(inForce.version), since: format.instant(inForce.effectiveAt) },
    ahead: ahead.map(({ version, effectiveAt }) => ({
      version: format.integer(version),
      from: format.instant(effectiveAt),
    })),
    drafts: drafts.map(({ id, name, savedAt }) => ({ id, name, savedAt: format.instant(savedAt) })),
    history: versions.map(({ version, createdAt, author }) => ({
      version: format.integer(version),
      at: format.instant(createdAt),
      author,
    })),
    simulator: await simulate(app, parameters, {
      ...reading,
      today,
      drafts: drafts.map(({ id, name }) => ({ id, name })),
    }),
  }
}

export function writePlanPolicyEntry({ bands, overrides }: PlanPolicy, format: Formatters): PlanPolicyEntry {
  return {
    bands: [
      ...bands.map((band) => ({
        ...writeTerms(band, band.currency, format),
        currency: band.currency,
        leastTotal: format.amount(band.leastTotalMinor, band.currency),
        mostTotal: band.mostTotalMinor === null ? '' : format.amount(band.mostTotalMinor, band.currency),
      })),
      EMPTY_BAND,
    ],
    overrides: [
      ...overrides.map(({ debtor, currency, isPermitted, change }) => ({
        ...writeTerms(change, currency, format),
        ...{ debtor, currency, isPermitted: isPermitted ? 'yes' : 'no' },
      })),
      EMPTY_OVERRIDE,
    ],
  }
}

function writeTerms(terms: PlanEnvelopeChange, currency: CurrencyCode, format: Formatters): TermsEntry {
  const number = (value: number | undefined) => (value === undefined ? '' : String(value))
  const amount = (value: number | undefined) => (value === undefined ? '' : format.amount(value, currency))
  const percent = (bps: number | undefined) => (bps === undefined ? '' : format.decimal(String(bps / 100)))
  return {
    mostInstalments: number(terms.mostInstalments),
    mostDays: number(terms.mostDays),
    mostDaysToFirst: number(terms.mostDaysToFirst),
    mostDateMoves: number(terms.mostDateMoves),
    mostMoveDays: number(terms.mostMoveDays),
    graceDays: number(terms.graceDays),
    missesUntilDefault: number(terms.missesUntilDefault),
    noticeDays: number(terms.noticeDays),
    leastInstalmentMinor: amount(terms.leastInstalmentMinor),
    feeMinor: amount(terms.feeMinor),
    leastDownPaymentBps: percent(terms.leastDownPaymentBps),
    yearlyRateBps: percent(terms.yearlyRateBps),
    frequencies: terms.frequencies ?? [],
    interestMethod: terms.interestMethod ?? '',
    autopay: terms.autopay ?? '',
    retryDays: (terms.retryDays ?? []).join(', '),
  }
}

async function simulate(
  app: Application,
  parameters: URLSearchParams,
  { creditorId, format, today, drafts }: Reading & { today: string; drafts: { id: string; name: string }[] },
): Promise<PlanSimulatorProps> {
  const read = (name: string) => parameters.get(name)?.trim() ?? ''
  const asked = { debtor: read('debtor'), on: read('on') === '' ? today : read('on'), policy: read('policy') }
  const frame = { asked, today, drafts, shown: null, problem: null }
  if (asked.debtor === '') return frame
  const on = parseCalendarDay(asked.on)
  if (on === null) return { ...frame, problem: 'bad_day' }
  if (findUnstorableText(asked.debtor) !== null) return { ...frame, problem: 'no_debtor' }
  const draft = drafts.find(({ id }) => id === asked.policy)
  if (asked.policy !== '' && !draft) return { ...frame, problem: 'no_draft' }
  const simulated = await app.simulatePlanPolicy({
    ...{ creditorId, debtor: asked.debtor, on },
    policy: draft ? { kind: 'draft', id: draft.id } : { kind: 'in_force' },
  })
  if (simulated.ok) return { ...frame, shown: writeSimulation(simulated.value, format) }
  const { kind } = simulated.failure
  if (kind === 'faulty') throw new Error('a kept policy is faulty')
  return { ...frame, problem: kind }
}

function writeSimulation({ debtor, on, currencies }: PlanSimulation, format: Formatters): ShownSimulation {
  return {
    debtor: debtor.name,
    on: format.day(on),
    currencies: currencies.map(({ currency, totalMinor, offer }) => ({
      currency,
      due: format.money(totalMinor, currency),
      plans: offer
        ? [
            writePlan(offer.first, false, format),
            ...offer.longest.flatMap(({ proposal }) => (proposal ? [writePlan(proposal, true, format)] : [])),
          ]
        : [],
    })),
  }
}

function writePlan(proposal: PlanProposal, isLongest: boolean, format: Formatters): SimulatedPlan {
  const { currency, frequency, schedule, totalMinor, feeMinor, interestMinor } = proposal
  return {
    ...{ frequency, isLongest },
    total: format.money(totalMinor, currency),
    charges: format.money(feeMinor + interestMinor, currency),
    rows: schedule.map(({ number, dueOn, amountMinor }) => ({
      key: number,
      due: format.day(dueOn),
      amount: format.amount(amountMinor, currency),
    })),
  }
}
