/** One creditor as a JSON file describes it: what `npm run creditor` reads and shows. */
import { z } from 'zod'
import { listTransferCurrencies } from '~/domain/bank-account'
import type { Creditor } from '~/domain/creditor'
import { isCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { GATEWAY_NAMES } from '~/domain/gateway-name'
import { parseIban } from '~/domain/iban'
import { fail, succeed, type Result } from '~/domain/result'
import { chooseLanguage, LANGUAGES } from '~/i18n/languages'

const text = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(200, 'is longer than 200 characters')
  .refine((value) => !/[\p{Cc}\p{Surrogate}]/u.test(value), 'has characters that cannot be shown')

const email = text.pipe(z.email('is not an e-mail address'))

const currency = z
  .string()
  .refine((code): code is CurrencyCode => isCurrencyCode(code), 'is not an ISO 4217 currency, such as EUR')

const iban = z.string().transform((value, context) => {
  const parsed = parseIban(value)
  if (parsed !== null) return parsed
  context.issues.push({ code: 'custom', message: 'is not a valid IBAN', input: value })
  return z.NEVER
})

const bankAccount = z
  .strictObject({
    label: text,
    accountName: text,
    currency,
    iban: iban.exactOptional(),
    bic: z
      .string()
      .regex(/^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/, 'is not a BIC of 8 or 11 characters')
      .exactOptional(),
    accountNumber: text.exactOptional(),
    routingCode: text.exactOptional(),
    bankName: text.exactOptional(),
  })
  .refine((account) => account.iban !== undefined || account.accountNumber !== undefined, {
    message: 'has neither iban nor accountNumber',
  })

const settingsSchema = z.strictObject({
  slug: z.string().regex(/^[a-z0-9](-?[a-z0-9]){0,62}$/, 'is made of lower-case letters, digits and single hyphens'),
  name: text,
  timeZone: z.string().refine(isTimeZone, 'is not an IANA time zone, such as Europe/Berlin'),
  defaultLocale: z.string().refine(isSpoken, `is not of a language of the portal (${LANGUAGES.join(', ')})`),
  defaultCurrency: currency,
  countryCode: z.string().regex(/^[A-Z]{2}$/, 'is not an ISO 3166-1 code of two capital letters'),
  vatId: text.nullable().default(null),
  addressLines: z.array(text).min(1, 'has no line').max(8, 'has more than 8 lines'),
  supportEmail: email,
  supportPhone: text.nullable().default(null),
  brandColor: z.string().regex(/^#[0-9a-f]{6}$/, 'is not a colour as #rrggbb, in lower case'),
  defaultTermsDays: z.int().min(0).max(365),
  bankAccounts: z.array(bankAccount).default([]),
  gateways: z
    .array(z.enum(GATEWAY_NAMES).exclude(['manual']))
    .refine((names) => new Set(names).size === names.length, 'names one twice'),
  linkLifetimeDays: z.int().min(1).max(730).default(30),
})

const descriptionSchema = settingsSchema
  .extend({
    /** As `--show` gives it: keeps a changed slug from registering another creditor. */
    id: z.uuid('is not an id as --show gives it').exactOptional(),
    firstOwner: z.strictObject({ name: text, email }).exactOptional(),
  })
  .refine(({ gateways, bankAccounts }) => !gateways.includes('bank-transfer') || takesTransfers(bankAccounts), {
    path: ['gateways'],
    message: 'names bank-transfer, and there is no account in bankAccounts',
  })

export type CreditorDescription = z.infer<typeof descriptionSchema>

/** Reads a description. Otherwise one line for each fault, which begins with the path of its field. */
export function parseCreditorDescription(json: string): Result<CreditorDescription, string[]> {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    return fail([`not JSON: ${error instanceof Error ? error.message : String(error)}`])
  }
  const parsed = descriptionSchema.safeParse(value)
  if (parsed.success) return succeed(parsed.data)
  return fail(parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')))
}

/** The description that, given back, changes nothing. */
export function describeCreditor(creditor: Creditor): Record<string, unknown> {
  return { ...creditor }
}

function takesTransfers(bankAccounts: Creditor['bankAccounts']): boolean {
  return listTransferCurrencies({ bankAccounts }).length > 0
}

function isTimeZone(name: string): boolean {
  // An offset, which Intl would take too, has no summer time.
  if (!/^[A-Z]/.test(name)) return false
  try {
    Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

function isSpoken(tag: string): boolean {
  return tag.split('-')[0] === chooseLanguage([tag])
}
