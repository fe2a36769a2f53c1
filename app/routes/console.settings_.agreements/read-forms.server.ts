/** The forms of promises and settlement offers, read as the policies they mean, and the policies as the forms hold them. */
import type { OfferPolicyEntry, PromisePolicyEntry } from '~/components/console/agreement-policy-forms'
import type { SettingsProblem } from '~/components/console/settings-entry'
import { parseCurrencyCode } from '~/domain/currency'
import { formatMinorAsDecimal } from '~/domain/money'
import type { PromisePolicy } from '~/domain/promise-policy'
import {
  DEFAULT_SETTLEMENT_OFFER_POLICY,
  OFFER_APPROVALS,
  type SettlementOfferPolicy,
} from '~/domain/settlement-offer-policy'
import type { Formatters } from '~/i18n/formatters'
import { Problems, readInteger, readPercent } from '~/components/console/form-rows'

interface ReadForm<Entry, Body> {
  entry: Entry
  /** Of no use where there are problems. */
  body: Body
  problems: SettingsProblem[]
}

export function readPromiseForm(
  form: URLSearchParams,
  formatLocale: string,
): ReadForm<PromisePolicyEntry, PromisePolicy> {
  const problems = new Problems()
  const text = (name: string) => form.get(`promise-${name}`)?.trim() ?? ''
  const entry: PromisePolicyEntry = {
    ...{ isOffered: form.has('isOffered'), pausesChasing: form.has('pausesChasing') },
    ...{ mostDays: text('mostDays'), leastShare: text('leastShare'), promisesPerYear: text('promisesPerYear') },
    ...{ brokenPerYear: text('brokenPerYear'), graceDays: text('graceDays') },
  }
  const number = (id: 'mostDays' | 'promisesPerYear' | 'brokenPerYear' | 'graceDays') =>
    problems.need(readInteger(entry[id]), `promise-${id}`, 'not_a_number', 1)
  return {
    entry,
    body: {
      ...{ isOffered: entry.isOffered, pausesChasing: entry.pausesChasing },
      ...{ mostDays: number('mostDays'), promisesPerYear: number('promisesPerYear') },
      ...{ brokenPerYear: number('brokenPerYear'), graceDays: number('graceDays') },
      leastShareBps: problems.need(
        readPercent(entry.leastShare, formatLocale),
        'promise-leastShare',
        'not_a_number',
        1,
      ),
    },
    problems: problems.list,
  }
}

export function readOfferForm(
  form: URLSearchParams,
  formatLocale: string,
): ReadForm<OfferPolicyEntry, SettlementOfferPolicy> {
  const problems = new Problems()
  const text = (name: string) => form.get(`offer-${name}`)?.trim() ?? ''
  const entry: OfferPolicyEntry = {
    isOffered: form.has('isOffered'),
    ...{ leastDaysLate: text('leastDaysLate'), lowestShare: text('lowestShare'), approval: text('approval') },
    ...{ acceptedShare: text('acceptedShare'), mostDaysToPay: text('mostDaysToPay') },
    ...{ answerDays: text('answerDays'), graceDays: text('graceDays') },
  }
  const number = (id: 'leastDaysLate' | 'mostDaysToPay' | 'answerDays' | 'graceDays') =>
    problems.need(readInteger(entry[id]), `offer-${id}`, 'not_a_number', 1)
  const share = (id: 'lowestShare' | 'acceptedShare') =>
    problems.need(readPercent(entry[id], formatLocale), `offer-${id}`, 'not_a_number', 1)
  return {
    entry,
    body: {
      isOffered: entry.isOffered,
      approval:
        OFFER_APPROVALS.find((approval) => approval === entry.approval) ?? DEFAULT_SETTLEMENT_OFFER_POLICY.approval,
      ...{ leastDaysLate: number('leastDaysLate'), mostDaysToPay: number('mostDaysToPay') },
      ...{ answerDays: number('answerDays'), graceDays: number('graceDays') },
      ...{ lowestShareBps: share('lowestShare'), acceptedShareBps: share('acceptedShare') },
    },
    problems: problems.list,
  }
}

/** The field that a JSON pointer into either policy is about. */
export function findField(prefix: 'promise' | 'offer', pointer: string): string {
  return `${prefix}-${pointer.slice(1).replace(/Bps$/, '')}`
}

export function writePromiseEntry(policy: PromisePolicy, format: Formatters): PromisePolicyEntry {
  return {
    ...{ isOffered: policy.isOffered, pausesChasing: policy.pausesChasing },
    ...{ mostDays: String(policy.mostDays), leastShare: writePercent(policy.leastShareBps, format) },
    ...{ promisesPerYear: String(policy.promisesPerYear), brokenPerYear: String(policy.brokenPerYear) },
    graceDays: String(policy.graceDays),
  }
}

export function writeOfferEntry(policy: SettlementOfferPolicy, format: Formatters): OfferPolicyEntry {
  return {
    ...{ isOffered: policy.isOffered, approval: policy.approval },
    ...{ leastDaysLate: String(policy.leastDaysLate), mostDaysToPay: String(policy.mostDaysToPay) },
    ...{ answerDays: String(policy.answerDays), graceDays: String(policy.graceDays) },
    lowestShare: writePercent(policy.lowestShareBps, format),
    acceptedShare: writePercent(policy.acceptedShareBps, format),
  }
}

/** Basis points are the hundredths of a percentage: written as an amount of a currency with two decimals is. */
function writePercent(bps: number, format: Formatters): string {
  const euro = parseCurrencyCode('EUR')
  return euro === null ? '' : format.decimal(formatMinorAsDecimal(bps, euro))
}
