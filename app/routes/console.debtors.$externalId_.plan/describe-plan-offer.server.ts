/** What the page of an offered plan shows, written in the reader's language. */
import type { PlanOfferEntry, ShownPlanOffer } from '~/components/console/plan-offer-form'
import { addDays } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { PlanProposal } from '~/domain/plan-proposal'
import { readInvoiceNumbers } from '~/domain/invoice-choice'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'

const FIRST_AFTER_DAYS = 14

/** What stands in the fields before anything is typed: all that is due, in six monthly instalments without charges. */
export function suggestOffer(
  numbers: readonly string[],
  currency: CurrencyCode,
  { format, today }: Pick<ConsoleVisit, 'format' | 'today'>,
): PlanOfferEntry {
  const nought = format.amount(0, currency)
  return {
    ...{ numbers, downPayment: nought, count: '6', frequency: 'monthly', firstOn: addDays(today, FIRST_AFTER_DAYS) },
    ...{ fee: nought, rate: format.decimal('0.00'), autopay: false, text: '' },
  }
}

export function readOfferEntry(form: URLSearchParams): PlanOfferEntry {
  const text = (name: string) => form.get(name) ?? ''
  return {
    ...{ numbers: readInvoiceNumbers(form), downPayment: text('downPayment'), count: text('count') },
    ...{ frequency: text('frequency'), firstOn: text('firstOn'), fee: text('fee'), rate: text('rate') },
    ...{ autopay: form.get('autopay') === '1', text: text('text').replaceAll('\r\n', '\n').trim() },
  }
}

export function describeOffered(proposal: PlanProposal, { format, t }: ConsoleVisit): ShownPlanOffer {
  const money = (amountMinor: number) => format.money(amountMinor, proposal.currency)
  const unlessNought = (amountMinor: number) => (amountMinor === 0 ? null : money(amountMinor))
  return {
    principal: money(proposal.principalMinor),
    fee: unlessNought(proposal.feeMinor),
    interest: unlessNought(proposal.interestMinor),
    total: money(proposal.totalMinor),
    rows: proposal.schedule.map(({ number, dueOn, amountMinor }) => ({
      number: number === 0 ? t('agreement:table.downPayment') : format.integer(number),
      dueOn: format.day(dueOn),
      amount: money(amountMinor),
      progress: null,
    })),
  }
}
