import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { BUNDLED_RATES } from '~/domain/bundled-rates'
import type { Creditor } from '~/domain/creditor'
import type { CurrencyCode } from '~/domain/currency'
import { listAcceptedCurrencies, type CurrencyPolicy } from '~/domain/currency-policy'
import { chooseQuotableTable, countRateAgeDays, type RateTable } from '~/domain/exchange-rate'
import { computeQuoteTerms, findQuoteRefusal, type FxQuote, type QuoteTerms } from '~/domain/fx-quote'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { Money } from '~/domain/money'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'

/** The sum to be settled and the currency to pay it in. */
export interface QuoteRequest {
  creditor: Creditor
  debtorId: DebtorId
  /** In the invoices' currency; positive. */
  settled: Money
  chargedCurrency: CurrencyCode
  /** What the charged amount must be a multiple of for whoever may take it, in minor units (`GatewayOffer.stepMinor`). */
  stepMinor: number
}

/**
 * Locks a rate for the minutes that the creditor's policy grants, and keeps it as it is shown. Null where the payment is
 * in the invoices' own currency and needs no rate. Called in the debtor's transaction, as the review is shown; the
 * payment is then started by `honourQuote`.
 */
export async function quotePayment(
  { clock, ids }: { clock: Clock; ids: IdSource },
  transaction: Transaction,
  { creditor, debtorId, settled, chargedCurrency, stepMinor }: QuoteRequest,
): Promise<Result<FxQuote | null, PaymentRefusal>> {
  if (chargedCurrency === settled.currency) return succeed(null)
  const policy = await transaction.policies.read(creditor.id, 'currency')
  if (!listAcceptedCurrencies(policy, settled.currency).includes(chargedCurrency)) {
    return fail(refusePayment('currency_not_accepted', { currency: chargedCurrency }))
  }
  const now = clock.now()
  const table = await findQuotableTable(transaction, policy, dayOfInstant(now, creditor.timeZone))
  const terms = table
    ? computeQuoteTerms(table, { settled, chargedCurrency, marginBps: policy.marginBps, stepMinor })
    : null
  if (!terms?.ok) return fail(refusePayment('no_rate', { currency: chargedCurrency }))
  const quote: FxQuote = {
    ...terms.value,
    id: ids.uuid(),
    creditorId: creditor.id,
    debtorId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + policy.quoteMinutes * 60_000),
  }
  await transaction.fxQuotes.insert(quote)
  return succeed(quote)
}

/**
 * The quote by which a payment that is started now is charged: it is refused when its minutes are over, or when it was
 * made for something else. A payment that was started keeps it, however long the payer then takes.
 */
export async function honourQuote(
  { clock }: { clock: Clock },
  { fxQuotes }: Transaction,
  {
    creditorId,
    debtorId,
    quoteId,
    settled,
    chargedCurrency,
  }: { creditorId: CreditorId; debtorId: DebtorId; quoteId: string; settled: Money; chargedCurrency: CurrencyCode },
): Promise<Result<FxQuote, PaymentRefusal>> {
  const quote = await fxQuotes.findById(creditorId, debtorId, quoteId)
  if (quote === null) return fail(refusePayment('quote_differs'))
  const refusal = findQuoteRefusal(quote, { settled, chargedCurrency, at: clock.now() })
  return refusal === null ? succeed(quote) : fail(refusePayment(refusal))
}

/** A currency in which a sum may be paid, and what it would come to. */
export interface PayCurrency {
  /** In that currency. Exact in the invoices' own, else what a quote would say now, which binds nobody. */
  amount: Money
  /** Null in the invoices' own currency. */
  terms: QuoteTerms | null
  /** Whole days since the rate was published; 0 where there is none. */
  rateAgeDays: number
}

/**
 * What the debtor may pay `settled` in: the invoices' own currency first, then those that the creditor accepts and that
 * have a rate. `findStep` gives `stepMinor` of a currency, and null for one that no gateway takes.
 */
export async function listPayCurrencies(
  { clock }: { clock: Clock },
  transaction: Transaction,
  {
    creditor,
    settled,
    findStep,
  }: { creditor: Creditor; settled: Money; findStep: (currency: CurrencyCode) => number | null },
): Promise<PayCurrency[]> {
  const own: PayCurrency = { amount: settled, terms: null, rateAgeDays: 0 }
  const policy = await transaction.policies.read(creditor.id, 'currency')
  const others = listAcceptedCurrencies(policy, settled.currency).slice(1)
  if (others.length === 0 || settled.amountMinor <= 0) return [own]
  const today = dayOfInstant(clock.now(), creditor.timeZone)
  const table = await findQuotableTable(transaction, policy, today)
  if (table === null) return [own]
  const rateAgeDays = countRateAgeDays(table, today)
  const quoted = others.flatMap((chargedCurrency) => {
    const stepMinor = findStep(chargedCurrency)
    if (stepMinor === null) return []
    const terms = computeQuoteTerms(table, { settled, chargedCurrency, marginBps: policy.marginBps, stepMinor })
    return terms.ok ? [{ amount: terms.value.charged, terms: terms.value, rateAgeDays }] : []
  })
  return [own, ...quoted]
}

async function findQuotableTable(
  { exchangeRates }: Transaction,
  policy: CurrencyPolicy,
  today: CalendarDay,
): Promise<RateTable | null> {
  const fetched = await exchangeRates.findNewest()
  return chooseQuotableTable(fetched ? [fetched, BUNDLED_RATES] : [BUNDLED_RATES], policy, today)
}
