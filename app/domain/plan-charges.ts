/**
 * The invoice of what a plan costs beside the debt: its fee and its interest, due with the last instalment. The granting
 * of credit is exempt from VAT (Directive 2006/112/EC, Article 135(1)(b)), so it is invoiced without.
 */
import type { CalendarDay } from './calendar-day'
import type { Creditor } from './creditor'
import type { Debtor } from './debtor'
import type { InvoiceDocument, InvoiceLine } from './invoice'
import type { PlanProposal } from './plan-proposal'

export interface PlanNoteTerms {
  readonly number: string
  readonly issueOn: CalendarDay
  readonly creditor: Pick<Creditor, 'name' | 'vatId' | 'addressLines' | 'countryCode'>
  readonly debtor: Pick<Debtor, 'name' | 'externalId' | 'vatId' | 'addressLines' | 'countryCode'>
  readonly proposal: Pick<PlanProposal, 'currency' | 'feeMinor' | 'interestMinor' | 'schedule'>
  /** In the debtor's language. */
  readonly names: { readonly fee: string; readonly interest: string; readonly exemption: string; readonly note: string }
}

/** UNTDID 1001: commercial invoice, debit note. UNCL 5305: exempt from tax. */
const INVOICE = '380'
const DEBIT_NOTE = '383'
const EXEMPT = 'E'

/** The note; null for a plan that costs nothing. */
export function createPlanNote({
  number,
  issueOn,
  creditor,
  debtor,
  proposal,
  names,
}: PlanNoteTerms): InvoiceDocument | null {
  const { currency, feeMinor, interestMinor, schedule } = proposal
  const payableMinor = feeMinor + interestMinor
  if (payableMinor === 0) return null
  const parts = [
    { name: names.fee, netMinor: feeMinor },
    { name: names.interest, netMinor: interestMinor },
  ].filter(({ netMinor }) => netMinor > 0)
  return {
    kind: 'invoice',
    ...{ number, issueOn, currency },
    dueOn: schedule.at(-1)?.dueOn ?? issueOn,
    typeCode: INVOICE,
    notes: [names.note],
    seller: describeParty(creditor),
    buyer: describeParty(debtor),
    debtorExternalId: debtor.externalId,
    settlementDiscounts: [],
    lines: parts.map(({ name, netMinor }, index): InvoiceLine => ({
      ...{ lineId: String(index + 1), name, netMinor },
      quantity: '1',
      taxCategory: EXEMPT,
      taxPercent: '0',
    })),
    allowancesAndCharges: [],
    taxBreakdown: [
      { category: EXEMPT, percent: '0', taxableMinor: payableMinor, taxMinor: 0, exemptionReason: names.exemption },
    ],
    totals: {
      ...{ lineNetMinor: payableMinor, netMinor: payableMinor, grossMinor: payableMinor, payableMinor },
      ...{ allowanceMinor: 0, chargeMinor: 0, taxMinor: 0, prepaidMinor: 0, roundingMinor: 0 },
    },
    attachments: [],
  }
}

/** The debit note that charges again what such a credit note would credit; due at once. */
export function createPlanDebitNote(credit: InvoiceDocument): InvoiceDocument {
  return { ...credit, kind: 'invoice', typeCode: DEBIT_NOTE, dueOn: credit.issueOn }
}

function describeParty({
  name,
  vatId,
  addressLines,
  countryCode,
}: {
  readonly name: string
  readonly vatId: string | null
  readonly addressLines: readonly string[]
  readonly countryCode: string | null
}) {
  return {
    name,
    addressLines: [...addressLines],
    ...(vatId === null ? {} : { vatId }),
    ...(countryCode === null ? {} : { countryCode }),
  }
}
