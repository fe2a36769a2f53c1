/** What a policy of each kind is, as the API takes and gives it. */
import { z } from 'zod'
import {
  DEFAULT_CONTACT_POLICY,
  MOST_COOLING_DAYS,
  MOST_PAUSE_DAYS,
  MOST_PAUSES,
  PAUSE_MODES,
} from '~/domain/contact-policy'
import { isCurrencyCode } from '~/domain/currency'
import { DEFAULT_CURRENCY_POLICY, MOST_MARGIN_BPS, MOST_QUOTE_MINUTES, MOST_RATE_DAYS } from '~/domain/currency-policy'
import { DEFAULT_DISPUTE_POLICY, MOST_ANSWER_DAYS } from '~/domain/dispute-policy'
import { GATEWAY_NAMES } from '~/domain/gateway-name'
import { PAYMENT_METHOD_KINDS } from '~/domain/payment-method'
import { minor } from '../schemas'

const currency = z
  .string()
  .refine(isCurrencyCode, 'not the ISO 4217 code of a circulating currency')
  .meta({ description: 'ISO 4217 code', example: 'EUR' })
const method = z.enum(PAYMENT_METHOD_KINDS)
const country = z.string().meta({ description: 'ISO 3166-1 alpha-2, upper case', example: 'DE' })

export const currencyPolicy = z
  .strictObject({
    accepted: z.array(currency).meta({ description: 'Beside the invoices’ own currency, which is always accepted' }),
    marginBps: z
      .int()
      .default(DEFAULT_CURRENCY_POLICY.marginBps)
      .meta({ description: `On top of the reference rate, 0 to ${MOST_MARGIN_BPS}; disclosed to the debtor` }),
    showTotalIn: currency
      .nullable()
      .default(DEFAULT_CURRENCY_POLICY.showTotalIn)
      .meta({ description: 'The currency of a statement’s single total, until the debtor asks for another' }),
    quoteMinutes: z
      .int()
      .default(DEFAULT_CURRENCY_POLICY.quoteMinutes)
      .meta({ description: `How long a rate that was shown stands, 1 to ${MOST_QUOTE_MINUTES}` }),
    oldestRateDays: z
      .int()
      .default(DEFAULT_CURRENCY_POLICY.oldestRateDays)
      .meta({ description: `Older fetched rates are not quoted, 1 to ${MOST_RATE_DAYS}` }),
    quotesBundledRates: z.boolean().default(DEFAULT_CURRENCY_POLICY.quotesBundledRates).meta({
      description: 'Whether the dated table of the portal may be quoted where no fetched rate is fresh enough',
    }),
  })
  .meta({ id: 'CurrencyPolicy' })

export const gatewayPolicy = z
  .strictObject({
    rules: z
      .array(
        z.strictObject({
          gateway: z.enum(GATEWAY_NAMES),
          currencies: z.array(currency).exactOptional().meta({ description: 'Of what is charged' }),
          countries: z.array(country).exactOptional().meta({ description: 'Of the debtor' }),
          methods: z.array(method).exactOptional(),
        }),
      )
      .max(100)
      .default([])
      .meta({
        description: 'In order of preference; what is left out is not narrowed. None: your gateways in their order',
      }),
    limits: z
      .array(
        z.strictObject({
          method,
          currency,
          minimumMinor: minor.exactOptional(),
          maximumMinor: minor.exactOptional(),
        }),
      )
      .max(500)
      .default([])
      .meta({ description: 'What one payment by a method may amount to' }),
  })
  .meta({ id: 'GatewayPolicy' })

export const settlementPolicy = z
  .strictObject({
    writeOff: z
      .array(
        z.strictObject({
          currency,
          toleranceMinor: minor.meta({ description: 'What may be left of an invoice to be written off' }),
        }),
      )
      .meta({ description: 'At most one entry a currency' }),
  })
  .meta({ id: 'SettlementPolicy' })

export const disputePolicy = z
  .strictObject({
    creditorDays: z
      .int()
      .default(DEFAULT_DISPUTE_POLICY.creditorDays)
      .meta({ description: `For you to ask or decide, from the debtor’s last word, 1 to ${MOST_ANSWER_DAYS}` }),
    debtorDays: z
      .int()
      .default(DEFAULT_DISPUTE_POLICY.debtorDays)
      .meta({ description: `For the debtor to answer what you asked, 1 to ${MOST_ANSWER_DAYS}` }),
  })
  .meta({ id: 'DisputePolicy' })

export const contactPolicy = z
  .strictObject({
    pauses: z.enum(PAUSE_MODES).default(DEFAULT_CONTACT_POLICY.pauses).meta({
      description:
        'Of reminders, for a debtor that cannot pay now: at once inside the bounds, by your decision, or not',
    }),
    mostPauseDays: z
      .int()
      .default(DEFAULT_CONTACT_POLICY.mostPauseDays)
      .meta({ description: `A longer pause is yours to decide, 1 to ${MOST_PAUSE_DAYS}` }),
    pausesPerYear: z
      .int()
      .default(DEFAULT_CONTACT_POLICY.pausesPerYear)
      .meta({ description: `More of them in 365 days are yours to decide, 0 to ${MOST_PAUSES}` }),
    accountCoolingDays: z
      .int()
      .default(DEFAULT_CONTACT_POLICY.accountCoolingDays)
      .meta({
        description: `Transfers are still asked to the old bank account so long, 0 to ${MOST_COOLING_DAYS}; for changes of accounts from now on`,
      }),
  })
  .meta({ id: 'ContactPolicy' })
