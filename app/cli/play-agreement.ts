/** Carries out what was agreed on the sample accounts: plans and their instalments, promises, settlements. */
import { randomUUID } from 'node:crypto'
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import { createMoney } from '~/domain/money'
import { shapePlan } from '~/domain/plan-ground'
import { readPlanProposalForm, writePlanProposalFields } from '~/domain/plan-proposal-form'
import { chooseFormatLocale, chooseLanguage } from '~/i18n/languages'
import type { PlanProposed, PromiseMade, SettlementOffered } from '../../prisma/samples/scenario'
import {
  findSampleAccount,
  issueSampleLink,
  momentOf,
  readCurrency,
  type HistoryStep,
  type ScenarioContext,
  type Seeder,
} from './sample-account'

type Agreement = PlanProposed | PromiseMade | SettlementOffered

/** Days for which the links live by which something was agreed. */
const LINK_DAYS = 3

const SCOPE = ['view', 'pay', 'agree'] as const

/** Days before an instalment on which it is announced, as the samples' policy says. */
const NOTICE_DAYS = 3

/** Days after a promised one in which money may still come, and the night that decides. */
const DECIDED_AFTER_DAYS = 3

export function listAgreementSteps(scenario: Agreement, context: ScenarioContext): HistoryStep[] {
  const step = (daysAgo: number, minutes: number, play: HistoryStep['play']): HistoryStep => ({
    ...{ at: momentOf(context, daysAgo, minutes), play },
  })
  switch (scenario.kind) {
    case 'plan_proposed':
      return [
        step(scenario.daysAgo, 0, (seeder) => proposeSamplePlan(seeder, scenario, context)),
        ...(scenario.collected ?? []).flatMap((collected) => [
          step(collected.daysAgo + NOTICE_DAYS, 0, (seeder) => seeder.carryOnPlans()),
          step(collected.daysAgo, 0, (seeder) => seeder.carryOnPlans()),
          step(collected.daysAgo - collected.settlesAfterDays, 1, (seeder) =>
            tellCollected(seeder, scenario, context, collected),
          ),
        ]),
      ]
    case 'promise_made': {
      const decidedDaysAgo = scenario.daysAgo - scenario.payInDays - DECIDED_AFTER_DAYS
      return [
        step(scenario.daysAgo, 0, (seeder) => makeSamplePromise(seeder, scenario, context)),
        ...(decidedDaysAgo < 0 ? [] : [step(decidedDaysAgo, 0, (seeder) => seeder.decidePromises())]),
      ]
    }
    case 'settlement_offered': {
      const { agreedDaysAgo } = scenario
      return [
        step(scenario.daysAgo, 0, (seeder) => offerSampleSettlement(seeder, scenario, context)),
        ...(agreedDaysAgo === undefined
          ? []
          : [step(agreedDaysAgo, 1, (seeder) => agreeSampleSettlement(seeder, scenario, context))]),
      ]
    }
  }
}

const ANY_PLAN = { state: 'all', order: 'newest', limit: 100, offset: 0 } as const

/** The same at each attempt: a seed that was interrupted goes on where it was. */
function nameSample({ index }: ScenarioContext): string {
  return `01900000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`
}

/** Somebody of the debtor, by a link of these days. */
async function visit(seeder: Seeder, scenario: Agreement, { creditorId }: ScenarioContext, daysAgo: number) {
  const { debtorExternalId, recipientEmail } = scenario
  const { debtor } = await findSampleAccount(seeder, creditorId, debtorExternalId)
  const sent = { debtorExternalId, recipientEmail, scope: SCOPE, lifetimeDays: LINK_DAYS }
  const { link, name } = await issueSampleLink(seeder, creditorId, sent)
  const locale = debtor.locale ?? 'en'
  const language = chooseLanguage([locale])
  return {
    visitor: {
      ...{ creditorId, debtorId: debtor.id, linkId: link.id, scope: SCOPE, name, email: recipientEmail, locale },
      ...{ language: locale, clientHint: null },
    },
    paper: { language, formatLocale: chooseFormatLocale(language, [locale]) },
    daysAgo,
  }
}

async function findSamplePlan(seeder: Seeder, { debtorExternalId }: PlanProposed, context: ScenarioContext) {
  const { creditorId } = context
  const { plans } = await seeder.listPlans({ creditorId }, { debtorExternalId, ...ANY_PLAN })
  return plans.find(({ idempotencyKey }) => idempotencyKey === nameSample(context)) ?? null
}

async function proposeSamplePlan(seeder: Seeder, scenario: PlanProposed, context: ScenarioContext): Promise<void> {
  if (await findSamplePlan(seeder, scenario, context)) return
  const { visitor, paper } = await visit(seeder, scenario, context, scenario.daysAgo)
  const { creditorId, debtorId } = visitor
  const { frequency, instalments: instalmentCount, firstInDays, downPaymentMinor = 0, collected, text } = scenario
  const ground = await seeder.readPlanOffer({ creditorId, debtorId })
  const method = collected === undefined ? null : await seeder.findKeptMethod({ creditorId, debtorId })
  const shaped = shapePlan(ground, {
    ...{ currency: readCurrency(scenario.currency), numbers: scenario.invoices },
    shape: {
      ...{ frequency, instalmentCount, downPaymentMinor, isAutopay: method !== null },
      firstOn: addDays(ground.startOn, firstInDays),
    },
  })
  if (!shaped.ok) throw new Error(`sample-${context.index}: ${JSON.stringify(shaped.failure)}`)
  const fields = writePlanProposalFields(shaped.value).map(([name, value]) => [name, value])
  const wish = readPlanProposalForm(new URLSearchParams(fields))
  if (wish === null) throw new Error(`sample-${context.index} cannot be posted`)
  const savedMethodId = method?.id ?? null
  const read = await seeder.preparePlan({ visitor, of: { wish }, savedMethodId, language: paper })
  if (!read.ok) throw new Error(`sample-${context.index}: ${JSON.stringify(read.failure)}`)
  const { code, sessionId } = await seeder.requestCode({ ...visitor, purpose: 'agree_plan' })
  const proposed = await seeder.proposePlan({
    ...{ visitor: { ...visitor, sessionId }, idempotencyKey: nameSample(context), wish, text },
    consent: { seenSha256: read.value.sha256, code, savedMethodId },
  })
  if (!proposed.ok) throw new Error(`sample-${context.index}: ${JSON.stringify(proposed.failure)}`)
}

/** What the bank says of the instalment that was being collected. */
async function tellCollected(
  seeder: Seeder,
  scenario: PlanProposed,
  context: ScenarioContext,
  { failure }: NonNullable<PlanProposed['collected']>[number],
): Promise<void> {
  const plan = await findSamplePlan(seeder, scenario, context)
  if (!plan) throw new Error(`sample-${context.index} was not proposed`)
  const { creditorId, debtorId } = plan
  const view = await seeder.readPlan({ creditorId, debtorId }, plan.id)
  const paymentId = view?.instalments.find(({ status }) => status === 'processing')?.paymentId ?? null
  const found = paymentId === null ? null : await seeder.findPayment({ creditorId, debtorId }, paymentId)
  const payment = found?.payment
  // Interrupted, it had been told before.
  if (!payment || payment.gatewayReference === null) return
  const kind = failure === undefined ? 'succeeded' : 'failed'
  const amount = createMoney(payment.amountMinor, readCurrency(scenario.currency))
  const ended = { status: kind, failureCode: failure ?? null } as const
  await seeder.keepAtSandbox(payment.gatewayReference, ended)
  await seeder.takeGatewayEvent({
    ...{ gateway: 'sandbox', eventId: `${payment.gatewayReference}-${kind}`, kind: `payment_${kind}` },
    ...{ gatewayReference: payment.gatewayReference, occurredAt: seeder.now(), amount, method: 'bank_debit' },
    ...(failure === undefined ? {} : { failureCode: failure }),
  })
  if (kind === 'succeeded') {
    await seeder.learnPaymentDetails({ creditorId, debtorId, paymentId: payment.id, attempt: 1 })
  }
}

async function makeSamplePromise(seeder: Seeder, scenario: PromiseMade, context: ScenarioContext): Promise<void> {
  const { creditorId } = context
  const promiseId = nameSample(context)
  if ((await seeder.listPromises({ creditorId })).some(({ id }) => id === promiseId)) return
  const { visitor } = await visit(seeder, scenario, context, scenario.daysAgo)
  const { debtorId, linkId, scope, name, email, locale } = visitor
  const balances = await seeder.findBalances({ creditorId, debtorId, kind: 'invoice', numbers: [...scenario.invoices] })
  const made = await seeder.makePromise({
    ...{ creditorId, debtorId, promiseId, currency: readCurrency(scenario.currency), note: scenario.note },
    ...{ invoiceNumbers: scenario.invoices, amountMinor: balances.reduce((sum, { openMinor }) => sum + openMinor, 0) },
    promisedOn: addDays(dayOfInstant(seeder.now(), 'UTC'), scenario.payInDays),
    maker: { side: 'debtor', linkId, scope, isLimited: false, name, email, locale },
  })
  if (!made.ok) throw new Error(`sample-${context.index}: ${JSON.stringify(made.failure)}`)
}

async function offerSampleSettlement(
  seeder: Seeder,
  scenario: SettlementOffered,
  context: ScenarioContext,
): Promise<void> {
  const { creditorId } = context
  const offerId = nameSample(context)
  if (await seeder.readSettlementOffer({ creditorId, offerId })) return
  const { debtor } = await findSampleAccount(seeder, creditorId, scenario.debtorExternalId)
  const currency = readCurrency(scenario.currency)
  const about = { creditorId, debtorId: debtor.id, currency, invoiceNumbers: scenario.invoices }
  const choice = await seeder.readOfferChoice({ ...about, side: 'creditor' })
  const made = await seeder.makeSettlementOffer({
    ...{ ...about, offerId, text: scenario.text },
    // In whole units of the currency, as people offer.
    offeredMinor: Math.round(((choice?.owedMinor ?? 0) * scenario.sharePercent) / 10_000) * 100,
    payByOn: addDays(dayOfInstant(seeder.now(), 'UTC'), scenario.payInDays),
    maker: { side: 'creditor', author: 'system', name: null },
  })
  if (!made.ok) throw new Error(`sample-${context.index}: ${JSON.stringify(made.failure)}`)
}

async function agreeSampleSettlement(
  seeder: Seeder,
  scenario: SettlementOffered,
  context: ScenarioContext,
): Promise<void> {
  const { creditorId } = context
  const offerId = nameSample(context)
  const view = await seeder.readSettlementOffer({ creditorId, offerId })
  if (view?.offer.status !== 'offered') return
  const { visitor, paper } = await visit(seeder, scenario, context, scenario.daysAgo)
  const { debtorId, linkId, scope, name, clientHint } = visitor
  const agreed = await seeder.agreeSettlementOffer({
    ...{ creditorId, debtorId, offerId, read: view.offer, linkId, scope, name, clientHint, language: paper },
    entryId: randomUUID(),
    ...(await seeder.requestCode({ ...visitor, purpose: 'agree_settlement' })),
  })
  if (!agreed.ok) throw new Error(`sample-${context.index}: ${JSON.stringify(agreed.failure)}`)
}
