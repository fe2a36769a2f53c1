/** The settings page as text: the policies that count, as their forms hold them, and how they came to be. */
import type { SettingsEntries, SettingsKind } from '~/components/console/settings-entry'
import type { ShownVersion } from '~/components/console/policy-history'
import { BUNDLED_RATES } from '~/domain/bundled-rates'
import { POLICY_KINDS, type PolicyBodies, type PolicyKind } from '~/domain/creditor-policy'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { listRateCurrencies } from '~/domain/exchange-rate'
import { formatMinorAsDecimal } from '~/domain/money'
import type { Formatters } from '~/i18n/formatters'
import type { AppLoadContext } from '~/load-context'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { ExchangeRates } from '~/use-cases/read-exchange-rates'

export async function describeSettings({ app }: AppLoadContext, visit: ConsoleVisit) {
  const { creditor, format } = visit
  const creditorId = creditor.id
  const read = <Kind extends PolicyKind>(kind: Kind) => app.readPolicy({ creditorId, kind })
  const [currency, settlement, gateway, dispute, contact, brand, discount, reminder, rates, ...histories] =
    await Promise.all([
      read('currency'),
      read('settlement'),
      read('gateway'),
      read('dispute'),
      read('contact'),
      read('brand'),
      read('discount'),
      read('reminder'),
      app.readExchangeRates({ creditorId, timeZone: creditor.timeZone }),
      ...POLICY_KINDS.map((kind) => app.listPolicyVersions({ creditorId, kind })),
    ])
  return {
    entries: describeEntries(
      {
        currency: currency.body,
        settlement: settlement.body,
        gateway: gateway.body,
        dispute: dispute.body,
        contact: contact.body,
        reminder: reminder.body,
        discount: discount.body,
      },
      creditor.gateways,
      format,
    ),
    versions: {
      currency: currency.version,
      settlement: settlement.version,
      gateway: gateway.version,
      dispute: dispute.version,
      contact: contact.version,
      reminder: reminder.version,
      brand: brand.version,
      discount: discount.version,
    },
    currencies: nameCurrencies(
      listOffered(rates, currency.body.accepted, creditor.defaultCurrency),
      visit.formatLocale,
    ),
    gateways: creditor.gateways,
    logo: brand.body.logo && { width: brand.body.logo.width, height: brand.body.logo.height },
    creditorName: creditor.name,
    rates: describeRates(rates, format),
    history: histories.flat().map((version): ShownVersion & { kind: PolicyKind } => ({
      kind: version.kind,
      version: format.integer(version.version),
      at: format.instant(version.createdAt),
      author: version.author,
    })),
  }
}

function describeEntries(
  policies: Pick<PolicyBodies, Exclude<SettingsKind, 'brand'>>,
  gateways: readonly string[],
  format: Formatters,
): Omit<SettingsEntries, 'brand'> {
  const { currency, settlement, gateway, dispute, contact, reminder, discount } = policies
  return {
    currency: {
      accepted: currency.accepted,
      margin: writePercent(currency.marginBps, format),
      showTotalIn: currency.showTotalIn ?? '',
      quoteMinutes: String(currency.quoteMinutes),
      oldestRateDays: String(currency.oldestRateDays),
      quotesBundledRates: currency.quotesBundledRates,
    },
    settlement: {
      writeOff: [
        ...settlement.writeOff.map((entry) => ({
          currency: entry.currency,
          tolerance: format.amount(entry.toleranceMinor, entry.currency),
        })),
        { currency: '', tolerance: '' },
      ],
    },
    dispute: { creditorDays: String(dispute.creditorDays), debtorDays: String(dispute.debtorDays) },
    contact: {
      pauses: contact.pauses,
      mostPauseDays: String(contact.mostPauseDays),
      pausesPerYear: String(contact.pausesPerYear),
      accountCoolingDays: String(contact.accountCoolingDays),
    },
    reminder: {
      ...{ isOn: reminder.isOn, enclosesCopies: reminder.enclosesCopies, weekdaysOnly: reminder.weekdaysOnly },
      reminderDays: reminder.reminderDays.join(', '),
      demandDays: reminder.demandDays.join(', '),
      demandTermDays: String(reminder.demandTermDays),
      handOverDay: String(reminder.handOverDay ?? ''),
      fromHour: String(reminder.fromHour),
      untilHour: String(reminder.untilHour),
      notes: Object.fromEntries(reminder.notes.map(({ language, text }) => [language, text])),
    },
    discount: {
      honoursDocuments: discount.honoursDocuments,
      tiers: [
        ...discount.tiers.map(({ days, rateBps }) => ({ days: String(days), rate: writePercent(rateBps, format) })),
        { days: '', rate: '' },
      ],
      rule: discount.rule,
      taxMode: discount.taxMode,
      correction: discount.correction,
      transferDays: String(discount.transferDays),
      disputeGraceDays: String(discount.disputeGraceDays),
      yearlyRate: discount.sliding === null ? '' : writePercent(discount.sliding.yearlyRateBps, format),
      leastDays: String(discount.sliding?.leastDays ?? ''),
      mostRate: discount.sliding === null ? '' : writePercent(discount.sliding.mostRateBps, format),
      slidingDebtors: (discount.sliding?.debtors ?? []).join(', '),
    },
    gateway: {
      rules: [
        ...gateway.rules.map((rule, index) => ({
          position: String(index + 1),
          gateway: rule.gateway,
          currencies: (rule.currencies ?? []).join(', '),
          countries: (rule.countries ?? []).join(', '),
          methods: rule.methods ?? [],
        })),
        ...(gateways.length === 0
          ? []
          : [{ position: String(gateway.rules.length + 1), gateway: '', currencies: '', countries: '', methods: [] }]),
      ],
      limits: [
        ...gateway.limits.map(({ method, currency: code, minimumMinor, maximumMinor }) => ({
          method,
          currency: code,
          minimum: minimumMinor === undefined ? '' : format.amount(minimumMinor, code),
          maximum: maximumMinor === undefined ? '' : format.amount(maximumMinor, code),
        })),
        { method: '', currency: '', minimum: '', maximum: '' },
      ],
    },
  }
}

/** Basis points are the hundredths of a percentage: written as an amount of a currency with two decimals is. */
function writePercent(bps: number, format: Formatters): string {
  const euro = parseCurrencyCode('EUR')
  return euro === null ? '' : format.decimal(formatMinorAsDecimal(bps, euro))
}

/** Everything there is a rate for, and whatever is accepted already. */
function listOffered({ newest }: ExchangeRates, accepted: readonly CurrencyCode[], own: CurrencyCode): CurrencyCode[] {
  return [...new Set([own, ...listRateCurrencies(newest), ...listRateCurrencies(BUNDLED_RATES), ...accepted])].sort()
}

function nameCurrencies(codes: readonly CurrencyCode[], locale: string) {
  const names = new Intl.DisplayNames(locale, { type: 'currency' })
  return codes.map((code) => ({ code, name: names.of(code) ?? code }))
}

function describeRates({ quotable, newest, newestAgeDays }: ExchangeRates, format: Formatters) {
  return {
    day: format.day(newest.rateOn),
    ageDays: newestAgeDays,
    source: newest.source,
    isQuoted: quotable?.source === newest.source && quotable.rateOn === newest.rateOn,
  }
}
