import { randomBytes } from 'node:crypto'
import { calendarDay, dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { AccessLinkId, PlanId } from '~/domain/ids'
import { computeDueNow } from '~/domain/invoice-balance'
import { makeDocumentCode } from '~/domain/issued-document'
import type { PaymentPlan } from '~/domain/payment-plan'
import type { PlanEnvelope } from '~/domain/plan-policy'
import { shapePlanProposal, type PlanShape } from '~/domain/plan-proposal'
import { concludePlan, lockPlanned, type PrintedAgreement } from '~/use-cases/conclude-plan'
import type { TestDatabase } from '../setup/database'

export const TEST_ENVELOPE: PlanEnvelope = {
  mostInstalments: 24,
  mostDays: 800,
  frequencies: ['weekly', 'two_weekly', 'monthly', 'quarterly'],
  leastInstalmentMinor: 1,
  leastDownPaymentBps: 0,
  mostDaysToFirst: 60,
  feeMinor: 0,
  yearlyRateBps: 0,
  interestMethod: 'declining_balance',
  autopay: 'optional',
  mostDateMoves: 2,
  mostMoveDays: 14,
  graceDays: 7,
  missesUntilDefault: 2,
  retryDays: [3, 5],
  noticeDays: 5,
}

interface AgreedTerms extends Partial<PlanShape> {
  envelope?: Partial<PlanEnvelope>
  savedMethodId?: string
}

/** A plan over all that is due of these invoices, agreed now: four monthly instalments from in a month on, unless told otherwise. */
export async function agreePlan(
  test: Pick<TestDatabase, 'clock' | 'ids' | 'unitOfWork'>,
  creditor: Creditor,
  debtor: Debtor,
  numbers: readonly string[],
  { envelope: changes = {}, savedMethodId, ...overrides }: AgreedTerms = {},
): Promise<PaymentPlan> {
  const now = test.clock.now()
  const startOn = dayOfInstant(now, creditor.timeZone)
  const [creditorId, debtorId] = [creditor.id, debtor.id]
  return test.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const invoices = await transaction.invoices.findByNumbers(creditorId, debtorId, 'invoice', numbers)
    const envelope = { ...TEST_ENVELOPE, ...changes }
    const shaped = shapePlanProposal(
      {
        currency: invoices[0]!.currency,
        invoices: invoices.map((invoice) => ({
          invoiceId: invoice.id,
          number: invoice.number,
          amountMinor: computeDueNow(invoice),
        })),
        ...{ startOn, policyVersion: 1 },
        permitted: { envelope, band: { leastTotalMinor: 1, mostTotalMinor: null } },
      },
      {
        ...{ downPaymentMinor: 0, frequency: 'monthly', instalmentCount: 4, isAutopay: savedMethodId !== undefined },
        firstOn: calendarDay('2026-12-21'),
        ...overrides,
      },
    )
    if (!shaped.ok) throw new Error(JSON.stringify(shaped.failure))
    const proposal = shaped.value
    const ground = await lockPlanned(transaction, creditor, proposal, { debtorId, supersedesId: null, now })
    if (!ground.ok) throw new Error(JSON.stringify(ground.failure))
    const { currency, principalMinor, feeMinor, interestMinor, totalMinor, downPaymentMinor, frequency } = proposal
    const plan: PaymentPlan = {
      ...{ id: test.ids.uuid() as PlanId, creditorId, debtorId, reference: test.ids.reference(), status: 'proposed' },
      ...{ currency, principalMinor, feeMinor, interestMinor, totalMinor, downPaymentMinor, frequency },
      ...{ autopay: proposal.autopay, savedMethodId: savedMethodId ?? null, policyVersion: 1, language: 'de' },
      terms: { startOn, anchorDay: proposal.anchorDay, envelope },
      ...{ documentId: null, documentFileId: null, documentSha256: null, chargeInvoiceId: null, supersedesId: null },
      consent: {
        ...{ name: 'Greta Lüders', email: 'greta@debtor.example', codeId: test.ids.uuid(), clientHint: null },
        ...{ linkId: test.ids.uuid() as AccessLinkId, text: 'I agree', agreedAt: now },
      },
      ...{ idempotencyKey: test.ids.uuid(), requestSha256: '0'.repeat(64), linkId: null, proposedBy: 'debtor' },
      ...{ proposerName: null, proposerEmail: null, proposedAt: now, agreedAt: null, agreedBy: null },
      ...{ endedAt: null, endedReason: null, version: 1 },
    }
    if (!(await transaction.plans.insert(plan))) throw new Error('the plan is there already')
    const entry = { id: test.ids.uuid(), at: now, side: 'debtor', step: 'proposed', author: 'system' } as const
    await transaction.plans.insertEntry(plan, { ...entry, authorName: null, text: '', proposal })
    const printed = printNothing(test, creditor, debtor)
    const about = { creditor, debtor, plan, proposal, printed, ground: ground.value, agreedBy: 'policy', now }
    return concludePlan(test, transaction, about)
  })
}

function printNothing(test: Pick<TestDatabase, 'clock' | 'ids'>, creditor: Creditor, debtor: Debtor): PrintedAgreement {
  const bytes = randomBytes(32)
  return {
    file: {
      ...{ sha256: bytes.toString('hex'), byteSize: 32, mediaType: 'application/pdf', filename: 'agreement.pdf' },
    },
    document: {
      ...{ id: test.ids.uuid(), creditorId: creditor.id, debtorId: debtor.id, kind: 'plan_agreement' },
      code: makeDocumentCode(BigInt(`0x${bytes.toString('hex')}`)),
      ...{ sha256: bytes, byteSize: 32, language: 'de', issuedAt: test.clock.now(), figures: [], mailedAs: null },
    },
    chargeNames: { fee: 'Fee', interest: 'Interest', exemption: 'Exempt', note: 'Charges of the plan' },
  }
}
