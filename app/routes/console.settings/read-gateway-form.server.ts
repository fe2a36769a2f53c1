/** The form of gateways and limits, read as the policy it means. */
import type { LimitEntry, RuleEntry } from '~/components/console/settings-entry'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { isGatewayName } from '~/domain/gateway-name'
import type { GatewayRule, MethodLimit } from '~/domain/gateway-policy'
import { isPaymentMethodKind } from '~/domain/payment-method'
import { parseAmount } from '~/i18n/parse-amount'
import {
  listRows,
  locate,
  Problems,
  readInteger,
  readRow,
  splitList,
  type FormReader,
} from './policy-form-fields.server'

export const readGatewayForm: FormReader<'gateway'> = (form, formatLocale) => {
  const problems = new Problems()
  const rules = listRows(form, 'rule').map((row) => ({
    row,
    position: readRow(form, row, 'position'),
    gateway: readRow(form, row, 'gateway'),
    currencies: readRow(form, row, 'currencies'),
    countries: readRow(form, row, 'countries'),
    methods: form.getAll(`${row}-methods`),
  }))
  const limits = listRows(form, 'limit').map((row) => ({
    row,
    method: readRow(form, row, 'method'),
    currency: readRow(form, row, 'currency'),
    minimum: readRow(form, row, 'minimum'),
    maximum: readRow(form, row, 'maximum'),
  }))
  const filledRules = rules
    .filter(({ gateway }) => gateway !== '')
    .map((rule) => ({
      ...rule,
      order: problems.need(readInteger(rule.position), `${rule.row}-position`, 'not_a_number', 0),
    }))
    .sort((a, b) => a.order - b.order)
  const filledLimits = limits.filter(({ minimum, maximum }) => minimum !== '' || maximum !== '')
  return {
    entry: {
      rules: rules.map(({ row: _, ...rule }) => rule),
      limits: limits.map(({ row: _, ...limit }) => limit),
    },
    body: {
      rules: filledRules.flatMap((rule) => readRule(rule, problems)),
      limits: filledLimits.flatMap((limit) => readLimit(limit, formatLocale, problems)),
    },
    problems: problems.list,
    findField: (pointer) => {
      const rule = locate(pointer, /^\/rules\/(\d+)\/(\w+)/, filledRules)
      if (rule.row !== null) return `${rule.row}-${rule.rest}`
      const limit = locate(pointer, /^\/limits\/(\d+)(.*)$/, filledLimits)
      return limit.row && `${limit.row}-${LIMIT_FIELDS.get(limit.rest) ?? 'method'}`
    },
  }
}

const LIMIT_FIELDS: ReadonlyMap<string, string> = new Map([
  ['/minimumMinor', 'minimum'],
  ['/maximumMinor', 'maximum'],
])

function readRule(rule: RuleEntry & { row: string }, problems: Problems): GatewayRule[] {
  const { row, gateway } = rule
  if (!isGatewayName(gateway)) {
    problems.add(`${row}-gateway`, 'gateway_not_available')
    return []
  }
  const currencies: CurrencyCode[] = []
  for (const code of splitList(rule.currencies)) {
    const currency = parseCurrencyCode(code)
    if (currency === null) problems.add(`${row}-currencies`, 'unknown_currency')
    else currencies.push(currency)
  }
  const countries = splitList(rule.countries).map((code) => code.toUpperCase())
  const methods = rule.methods.filter(isPaymentMethodKind)
  return [
    {
      gateway,
      ...(currencies.length > 0 ? { currencies } : {}),
      ...(countries.length > 0 ? { countries } : {}),
      ...(methods.length > 0 ? { methods } : {}),
    },
  ]
}

function readLimit(limit: LimitEntry & { row: string }, formatLocale: string, problems: Problems): MethodLimit[] {
  const { row, method } = limit
  const currency = parseCurrencyCode(limit.currency)
  if (currency === null) problems.add(`${row}-currency`, 'unknown_currency')
  if (!isPaymentMethodKind(method)) problems.add(`${row}-method`, 'no_method')
  if (currency === null || !isPaymentMethodKind(method)) return []
  const read = (end: 'minimum' | 'maximum') => {
    if (limit[end] === '') return null
    const amount = parseAmount(limit[end], currency, formatLocale)
    return problems.need(amount.ok ? amount.value : null, `${row}-${end}`, 'bad_amount', 1)
  }
  const [minimumMinor, maximumMinor] = [read('minimum'), read('maximum')]
  return [
    {
      method,
      currency,
      ...(minimumMinor === null ? {} : { minimumMinor }),
      ...(maximumMinor === null ? {} : { maximumMinor }),
    },
  ]
}
