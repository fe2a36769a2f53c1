import { createHash } from 'node:crypto'
import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { CurrencyCode } from '~/domain/currency'
import type { Debtor } from '~/domain/debtor'
import type { CreditorId, DebtorId, PlanId } from '~/domain/ids'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import type { PaymentPlan, PlanEntry } from '~/domain/payment-plan'
import { findOfferedEnvelope } from '~/domain/plan-policy'
import { shapePlanProposal, type PlannedInvoice, type PlanProposal, type PlanShape } from '~/domain/plan-proposal'
import type { PlanStepRefusal } from '~/domain/plan-step-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { describeTerms } from './propose-plan'
import { readPlanPolicy } from './read-plan-policy'
import { recordPlanEntry } from './record-plan-entry'

/** The terms that the creditor would put forward. */
export interface OfferedTerms {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly currency: CurrencyCode
  /** Numbers; null for every invoice of the currency of which something is due. */
  readonly invoiceNumbers: readonly string[] | null
  readonly shape: PlanShape
  /** Other charges than those of the creditor's policy; left out, those. */
  readonly charges: { readonly feeMinor?: number; readonly yearlyRateBps?: number }
}

export interface OfferPlanInput extends OfferedTerms {
  /** Of the form: its repetition finds the plan it began. */
  readonly idempotencyKey: string
  /** 'user:<id>' or 'key:<id>' */
  readonly author: string
  readonly name: string | null
  /** For the debtor to read; empty for nothing. */
  readonly text: string
}

interface Services {
  readonly unitOfWork: UnitOfWork
  readonly clock: Clock
  readonly ids: IdSource
}

/** What an offer would be if it were made now. Changes nothing. */
export function previewPlanOffer(
  { unitOfWork, clock }: Pick<Services, 'unitOfWork' | 'clock'>,
  terms: OfferedTerms,
): Promise<Result<PlanProposal, PlanStepRefusal>> {
  const { creditorId, debtorId } = terms
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const shaped = await shapeOffer(transaction, terms, clock.now())
    return shaped.ok ? succeed(shaped.value.proposal) : shaped
  })
}

/**
 * Begins a plan with the creditor's terms. They stand like those of a counter-proposal: the debtor is told by mail, and
 * agrees to them by a one-time code. Nothing is left to instalments until then.
 */
export async function offerPlan(
  services: Services,
  input: OfferPlanInput,
): Promise<Result<PaymentPlan, PlanStepRefusal>> {
  const { creditorId, debtorId, idempotencyKey } = input
  const now = services.clock.now()
  const requestSha256 = fingerprintOffer(input)
  return services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    // Whatever else happens to this account meanwhile waits here: the same form finds the plan it began.
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    const earlier = await transaction.plans.findByKey(creditorId, debtorId, idempotencyKey)
    if (earlier) return earlier.requestSha256 === requestSha256 ? succeed(earlier) : fail({ kind: 'key_reused' })
    const shaped = await shapeOffer(transaction, input, now)
    if (!shaped.ok) return shaped
    const { proposal, creditor, debtor } = shaped.value
    const [contact] = await transaction.debtors.listContacts(creditorId, debtorId)
    const plan: PaymentPlan = {
      ...{ id: services.ids.uuid() as PlanId, creditorId, debtorId, reference: services.ids.reference() },
      ...describeTerms(proposal),
      ...{ status: 'countered', savedMethodId: null, consent: null, idempotencyKey, requestSha256 },
      ...{ documentId: null, documentFileId: null, documentSha256: null, chargeInvoiceId: null, supersedesId: null },
      language: contact?.locale ?? debtor.locale ?? creditor.defaultLocale,
      ...{ linkId: null, proposedBy: 'creditor', proposerName: input.name, proposerEmail: null, proposedAt: now },
      ...{ agreedAt: null, agreedBy: null, endedAt: null, endedReason: null, version: 1 },
    }
    if (!(await transaction.plans.insert(plan))) return fail({ kind: 'key_reused' })
    const { author, name: authorName, text } = input
    const entry: PlanEntry = {
      ...{ id: services.ids.uuid(), at: now, side: 'creditor', step: 'proposed', author, authorName, text, proposal },
    }
    await recordPlanEntry(transaction, { plan, from: null, entry, proposal, tells: ['debtor'] })
    return succeed(plan)
  })
}

async function shapeOffer(
  transaction: Transaction,
  { creditorId, debtorId, currency, invoiceNumbers, shape, charges }: OfferedTerms,
  now: Date,
): Promise<Result<{ proposal: PlanProposal; creditor: Creditor; debtor: Debtor }, PlanStepRefusal>> {
  const creditor = await transaction.creditors.findById(creditorId)
  const debtor = await transaction.debtors.findById(creditorId, debtorId)
  if (!creditor || !debtor) return fail({ kind: 'unknown_debtor' })
  const open = await transaction.invoices.listOpen(creditorId, debtorId, 'invoice', currency)
  const due = open.filter((invoice) => computeDueNow(invoice) > 0)
  const missing = (invoiceNumbers ?? []).filter((asked) => !due.some(({ number }) => number === asked))
  if (missing.length > 0) return fail({ kind: 'invoices', numbers: missing })
  const invoices = due.filter(({ number }) => invoiceNumbers === null || invoiceNumbers.includes(number)).map(toPlanned)
  const totalMinor = invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const { policy, version: policyVersion } = await readPlanPolicy(transaction, creditorId, now)
  const envelope = findOfferedEnvelope(policy, { debtor: debtor.externalId, currency, totalMinor })
  const shaped = shapePlanProposal(
    {
      ...{ currency, invoices, policyVersion, startOn: dayOfInstant(now, creditor.timeZone) },
      // As with a counter-proposal: its bounds are for what is agreed without it.
      permitted: { envelope: { ...envelope, ...charges }, band: { leastTotalMinor: 0, mostTotalMinor: null } },
    },
    shape,
  )
  if (!shaped.ok) return fail({ kind: 'shape', faults: shaped.failure })
  return succeed({ proposal: { ...shaped.value, verdict: { kind: 'inside' } }, creditor, debtor })
}

function toPlanned(invoice: InvoiceBalance): PlannedInvoice {
  return { invoiceId: invoice.id, number: invoice.number, amountMinor: computeDueNow(invoice) }
}

/** Of what is asked for, so that a form sent again is told from another with its key. */
function fingerprintOffer({ currency, invoiceNumbers, shape, charges, text }: OfferPlanInput): string {
  const { downPaymentMinor, frequency, instalmentCount, firstOn, isAutopay } = shape
  const asked = [
    ...[currency, invoiceNumbers, downPaymentMinor, frequency, instalmentCount, firstOn, isAutopay],
    ...[charges.feeMinor ?? null, charges.yearlyRateBps ?? null, text],
  ]
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex')
}
