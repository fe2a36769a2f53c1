/** The form of settlement discounts, read as the policy it means. */
import type { DiscountEntry } from '~/components/console/settings-entry'
import {
  DEFAULT_DISCOUNT_POLICY,
  DISCOUNT_CORRECTIONS,
  DISCOUNT_RULES,
  DISCOUNT_TAX_MODES,
  type SlidingDiscount,
} from '~/domain/discount-policy'
import {
  listRows,
  locate,
  Problems,
  readInteger,
  readPercent,
  readRow,
  splitList,
  type FormReader,
} from './policy-form-fields.server'

export const readDiscountForm: FormReader<'discount'> = (form, formatLocale) => {
  const problems = new Problems()
  const text = (name: string) => form.get(name)?.trim() ?? ''
  const tiers = listRows(form, 'tier').map((row) => ({
    row,
    days: readRow(form, row, 'days'),
    rate: readRow(form, row, 'rate'),
  }))
  const filled = tiers.filter(({ days, rate }) => days !== '' || rate !== '')
  const entry: DiscountEntry = {
    honoursDocuments: form.has('honoursDocuments'),
    tiers: tiers.map(({ days, rate }) => ({ days, rate })),
    rule: text('rule'),
    taxMode: text('taxMode'),
    correction: text('correction'),
    transferDays: text('transferDays'),
    disputeGraceDays: text('disputeGraceDays'),
    yearlyRate: text('yearlyRate'),
    leastDays: text('leastDays'),
    mostRate: text('mostRate'),
    slidingDebtors: text('slidingDebtors'),
  }
  const number = (id: 'transferDays' | 'disputeGraceDays') =>
    problems.need(readInteger(entry[id]), id, 'not_a_number', 0)
  const defaults = DEFAULT_DISCOUNT_POLICY
  return {
    entry,
    body: {
      honoursDocuments: entry.honoursDocuments,
      tiers: filled.map(({ row, days, rate }) => ({
        days: problems.need(readInteger(days), `${row}-days`, 'not_a_number', 0),
        rateBps: problems.need(readPercent(rate, formatLocale), `${row}-rate`, 'not_a_number', 1),
      })),
      rule: DISCOUNT_RULES.find((rule) => rule === entry.rule) ?? defaults.rule,
      taxMode: DISCOUNT_TAX_MODES.find((mode) => mode === entry.taxMode) ?? defaults.taxMode,
      correction: DISCOUNT_CORRECTIONS.find((correction) => correction === entry.correction) ?? defaults.correction,
      transferDays: number('transferDays'),
      disputeGraceDays: number('disputeGraceDays'),
      sliding: readSliding(entry, formatLocale, problems),
    },
    problems: problems.list,
    findField: (pointer) => {
      const tier = locate(pointer, /^\/tiers\/(\d+)\/(\w+)/, filled)
      if (tier.row !== null) return `${tier.row}-${tier.rest === 'rateBps' ? 'rate' : 'days'}`
      if (pointer === '/tiers') return 'tier-0-days'
      const sliding = /^\/sliding\/(\w+)/.exec(pointer)?.[1]
      return sliding === undefined ? pointer.slice(1) : (SLIDING_FIELDS.get(sliding) ?? null)
    },
  }
}

const SLIDING_FIELDS: ReadonlyMap<string, string> = new Map([
  ['yearlyRateBps', 'yearlyRate'],
  ['mostRateBps', 'mostRate'],
  ['leastDays', 'leastDays'],
  ['debtors', 'slidingDebtors'],
])

/** Nobody it is offered to: there is none. */
function readSliding(entry: DiscountEntry, formatLocale: string, problems: Problems): SlidingDiscount | null {
  const debtors = splitList(entry.slidingDebtors)
  if (debtors.length === 0) return null
  const percent = (id: 'yearlyRate' | 'mostRate') =>
    problems.need(readPercent(entry[id], formatLocale), id, 'not_a_number', 1)
  return {
    yearlyRateBps: percent('yearlyRate'),
    mostRateBps: percent('mostRate'),
    leastDays: problems.need(readInteger(entry.leastDays), 'leastDays', 'not_a_number', 1),
    debtors,
  }
}
