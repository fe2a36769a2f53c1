/**
 * Larkmoor pays once a month by bank transfer whatever has fallen due, less what was credited, except the invoices its
 * houses have not approved. The last run was 20 days before the anchor.
 */
import type { SampleScenario, ScenarioInvoice } from '../scenario'
import type { SampleInvoice } from '../sample-invoice'
import { LARKMOOR_TERM_DAYS, larkmoorAccount } from './larkmoor-ledger'

const larkmoor = { creditorSlug: 'pellbrook', debtorExternalId: 'LARK01' }
const LAST_RUN_DAYS_AGO = 20
const DAYS_BETWEEN_RUNS = 30
/** In this run one invoice was paid twice; the second payment is unapplied credit. */
const DOUBLE_PAYMENT_DAYS_AGO = 80
const DOUBLE_PAYMENT_MINOR = 41_250

const invoices = larkmoorAccount.invoices.filter((invoice) => invoice.kind !== 'credit_note')
const creditNotes = larkmoorAccount.invoices.filter((invoice) => invoice.kind === 'credit_note')

/** Not approved: of the last 260 days every 31st, and three of older times. */
const unapproved: ReadonlySet<string> = new Set(
  invoices
    .filter(({ issuedDaysAgo }, index) =>
      issuedDaysAgo <= 260 ? index % 31 === 7 : index === 1_500 || index === 2_222 || index === 3_100,
    )
    .map((invoice) => invoice.number),
)

const runs = listRuns()
const paidNumbers: ReadonlySet<string> = new Set(runs.flatMap((run) => run.paid.map((invoice) => invoice.number)))
const overdue = invoices.filter(
  ({ number, issuedDaysAgo }) =>
    issuedDaysAgo > LARKMOOR_TERM_DAYS && !paidNumbers.has(number) && !unapproved.has(number),
)

export const larkmoorScenarios: readonly SampleScenario[] = [
  ...runs.flatMap(buildRun),
  {
    ...larkmoor,
    kind: 'link_issued',
    daysAgo: 64,
    recipientEmail: 'callum.breck@larkmoorhotels.example',
    scope: ['view'],
    lifetimeDays: 30,
    openedDaysAgo: [63, 50, 36],
  },
  {
    ...larkmoor,
    kind: 'payment_succeeded',
    daysAgo: 9,
    currency: 'GBP',
    method: 'card',
    invoices: [
      ...overdue.slice(0, 3).map(payInFull),
      ...overdue.slice(3, 4).map(({ number }) => ({ number, amountMinor: 1_000 })),
    ],
  },
  {
    ...larkmoor,
    kind: 'payment_failed',
    daysAgo: 4,
    currency: 'GBP',
    method: 'card',
    failure: 'card_declined',
    invoices: overdue.slice(4, 6).map(payInFull),
  },
  {
    ...larkmoor,
    kind: 'payment_processing',
    daysAgo: 2,
    currency: 'GBP',
    method: 'bank_debit',
    invoices: overdue.slice(6, 18).map(payInFull),
  },
]

interface PaymentRun {
  daysAgo: number
  paid: readonly SampleInvoice[]
}

/** From the first run that had something to pay to the last, oldest first. */
function listRuns(): PaymentRun[] {
  const oldest = Math.max(...invoices.map((invoice) => invoice.issuedDaysAgo)) - LARKMOOR_TERM_DAYS
  const count = Math.floor((oldest - LAST_RUN_DAYS_AGO) / DAYS_BETWEEN_RUNS) + 1
  return Array.from({ length: count }, (_, index) => {
    const daysAgo = LAST_RUN_DAYS_AGO + (count - 1 - index) * DAYS_BETWEEN_RUNS
    const paid = invoices.filter(({ number, issuedDaysAgo }) => {
      const dueDaysAgo = issuedDaysAgo - LARKMOOR_TERM_DAYS
      const isNew = index === 0 || dueDaysAgo < daysAgo + DAYS_BETWEEN_RUNS
      return dueDaysAgo >= daysAgo && isNew && !unapproved.has(number)
    })
    return { daysAgo, paid }
  })
}

function buildRun({ daysAgo, paid }: PaymentRun): SampleScenario[] {
  const paidInRun = new Set(paid.map((invoice) => invoice.number))
  const credits = creditNotes.flatMap((creditNote): SampleScenario[] => {
    const credited = (creditNote.precedingInvoices ?? []).filter(({ number }) => paidInRun.has(number))
    return credited.length === 0
      ? []
      : [
          {
            ...larkmoor,
            kind: 'credit_applied',
            daysAgo,
            creditNoteNumber: creditNote.number,
            invoices: credited.map(payInFull),
          },
        ]
  })
  return [
    ...credits,
    {
      ...larkmoor,
      kind: 'payment_succeeded',
      daysAgo,
      currency: 'GBP',
      method: 'bank_transfer',
      invoices: paid.map(payInFull),
      ...(daysAgo === DOUBLE_PAYMENT_DAYS_AGO ? { surplusMinor: DOUBLE_PAYMENT_MINOR } : {}),
    },
  ]
}

function payInFull({ number }: { number: string }): ScenarioInvoice {
  return { number, amountMinor: 'open' }
}
