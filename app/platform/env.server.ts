/**
 * The environment, parsed once at boot. The only place that reads `process.env`.
 *
 * Every setting has a default that suits the demo, so `npm run demo` needs none. A setting that is present but
 * malformed stops the boot with a message naming it.
 */
import path from 'node:path'
import { z } from 'zod'

const optionalText = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional()

const environmentSchema = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    HOST: z.string().default('127.0.0.1'),
    DATA_DIR: z.string().default('.data'),
    DATABASE_URL: optionalText.pipe(z.url({ protocol: /^postgres(ql)?$/ }).optional()),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
    APP_URL: optionalText.pipe(z.url({ protocol: /^https?$/ }).optional()),
    SESSION_SECRET: optionalText.pipe(z.string().min(32, 'must have at least 32 characters').optional()),
    SMTP_URL: optionalText.pipe(z.url({ protocol: /^smtps?$/ }).optional()),
    MAIL_FROM: z.string().default('Quittance <no-reply@quittance.example>'),
    /** Files are kept in this bucket, not under DATA_DIR. */
    S3_BUCKET: optionalText.pipe(
      z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/, 'must be the name of a bucket')
        .optional(),
    ),
    S3_REGION: optionalText.pipe(
      z
        .string()
        .regex(/^[a-z0-9-]+$/, 'must be a region, as eu-central-1')
        .optional(),
    ),
    /** A server other than Amazon's. */
    S3_ENDPOINT: optionalText.pipe(
      z
        .url({ protocol: /^https?$/ })
        .refine((url) => new URL(url).href === `${new URL(url).origin}/`, 'must be scheme, host and port alone')
        .optional(),
    ),
    /** Left out with its secret, the machine's own role counts. */
    S3_ACCESS_KEY_ID: optionalText,
    S3_SECRET_ACCESS_KEY: optionalText,
    /** Before every key; ends in a slash where it is given. */
    S3_PREFIX: optionalText
      .pipe(
        z
          .string()
          .regex(/^[\w-]+([./][\w-]+)*\/?$/, 'must be letters, digits, hyphens and single slashes or dots between them')
          .optional(),
      )
      .transform((prefix) => (prefix === undefined ? undefined : `${prefix.replace(/\/$/, '')}/`)),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    /** Number of trusted reverse proxies in front, for the client's address in rate limits. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(8).default(0),
    STRIPE_SECRET_KEY: optionalText.pipe(
      z
        .string()
        .regex(/^[sr]k_(test|live)_\S+$/, 'must be a secret or restricted key of Stripe (sk_… or rk_…)')
        .optional(),
    ),
    /** Of the webhook endpoint; two, separated by a comma, while one replaces the other. */
    STRIPE_WEBHOOK_SECRET: optionalText
      .transform((text) => text?.split(',').map((secret) => secret.trim()))
      .pipe(z.array(z.string().regex(/^whsec_\S+$/, 'must be secrets of a webhook endpoint (whsec_…)')).optional()),
    /** A double of Stripe, for tests; refused beside live keys. */
    STRIPE_API_BASE: optionalText.pipe(z.url({ protocol: /^https?$/ }).optional()),
    ADYEN_API_KEY: optionalText,
    ADYEN_MERCHANT_ACCOUNT: optionalText,
    /** Of the webhooks that are set up, separated by commas: each has one of its own, and two while one is replaced. */
    ADYEN_HMAC_KEY: optionalText
      .transform((text) => text?.split(',').map((key) => key.trim()))
      .pipe(z.array(z.string().regex(/^[0-9A-Fa-f]{64}$/, 'must be keys of 64 hexadecimal digits')).optional()),
    ADYEN_ENVIRONMENT: z.enum(['TEST', 'LIVE']).default('TEST'),
    /** Of the company's live addresses: 1797a841fbb37ca7-AdyenDemo of 1797a841fbb37ca7-AdyenDemo-checkout-live… */
    ADYEN_LIVE_URL_PREFIX: optionalText.pipe(
      z
        .string()
        .regex(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, 'must be letters, digits and hyphens')
        .optional(),
    ),
    /** As the merchant account captures: by itself, or one by one on request. */
    ADYEN_CAPTURE: z.enum(['automatic', 'manual']).default('automatic'),
    /** A double of Adyen, for tests; refused in the live environment. */
    ADYEN_API_BASE: optionalText.pipe(z.url({ protocol: /^https?$/ }).optional()),
    /** Tests only: milliseconds after which a call of a payment provider is given up. */
    GATEWAY_TIMEOUT_MS: z.coerce.number().int().min(100).optional(),
    /** `on` forces the sandbox gateway with a real database; it is never available beside live keys. */
    SANDBOX_GATEWAY: z.enum(['on', 'off']).optional(),
    SANDBOX_WEBHOOK_SECRET: optionalText,
    /** Tests only: milliseconds until a sandbox bank debit settles. */
    SANDBOX_DEBIT_DELAY_MS: z.coerce.number().int().min(0).default(20_000),
    /** `off` where the portal has no way out: rates that were fetched before, or the bundled table, are then all there is. */
    ECB_RATES: z.enum(['on', 'off']).default('on'),
    /** Tests only: stands in for the European Central Bank's daily file, on this machine. */
    ECB_RATES_URL: optionalText.pipe(
      z
        .url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/, error: 'must be on this machine' })
        .optional(),
    ),
    /**
     * Where webhooks may go: `public` is https to public addresses; `any` adds http and private ones. By default
     * `any` with the embedded database, else `public`.
     */
    WEBHOOK_TARGETS: z.enum(['public', 'any']).optional(),
    /** Tests only: multiplies the retry delays of webhooks. */
    WEBHOOK_RETRY_SCALE: z.coerce.number().min(0).max(1).default(1),
  })
  .transform((env) => ({ ...env, DATA_DIR: path.resolve(env.DATA_DIR) }))

export type Environment = z.infer<typeof environmentSchema>

export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
}

/** Parses a set of variables; throws an EnvironmentError that names each wrong one. */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = environmentSchema.safeParse(variables)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new EnvironmentError(`The environment is not usable:\n${problems.join('\n')}`)
  }
  const env = parsed.data
  const contradictions = findContradictions(env)
  if (contradictions.length > 0) {
    throw new EnvironmentError(
      `The environment is not usable:\n${contradictions.map((line) => `  ${line}`).join('\n')}`,
    )
  }
  return env
}

/** What is wrong though each variable by itself is right. */
function findContradictions(env: Environment): string[] {
  const isStripeLive = env.STRIPE_SECRET_KEY !== undefined && isLiveStripeKey(env.STRIPE_SECRET_KEY)
  const contradictions: [boolean, string][] = [
    [env.SANDBOX_GATEWAY === 'on' && hasLiveKeys(env), 'SANDBOX_GATEWAY: never enabled beside live payment keys'],
    [
      env.STRIPE_SECRET_KEY !== undefined && env.STRIPE_WEBHOOK_SECRET === undefined,
      'STRIPE_WEBHOOK_SECRET: required with STRIPE_SECRET_KEY',
    ],
    [
      env.STRIPE_WEBHOOK_SECRET !== undefined && env.STRIPE_SECRET_KEY === undefined,
      'STRIPE_SECRET_KEY: required with STRIPE_WEBHOOK_SECRET',
    ],
    [
      isStripeLive && env.STRIPE_API_BASE !== undefined,
      'STRIPE_API_BASE: never used with a live key, which is for Stripe alone',
    ],
    ...listAdyenContradictions(env),
    ...listS3Contradictions(env),
  ]
  return contradictions.flatMap(([isWrong, message]) => (isWrong ? [message] : []))
}

function listAdyenContradictions(env: Environment): [boolean, string][] {
  const { ADYEN_API_KEY, ADYEN_MERCHANT_ACCOUNT, ADYEN_HMAC_KEY } = env
  const needed = { ADYEN_API_KEY, ADYEN_MERCHANT_ACCOUNT, ADYEN_HMAC_KEY }
  const isNamed = Object.values(needed).some((value) => value !== undefined)
  const isLive = env.ADYEN_ENVIRONMENT === 'LIVE'
  return [
    ...Object.entries(needed).map(([name, value]): [boolean, string] => [
      isNamed && value === undefined,
      `${name}: required, as Adyen is configured by ${Object.keys(needed).join(', ')}`,
    ]),
    [
      isNamed && isLive && env.ADYEN_LIVE_URL_PREFIX === undefined,
      'ADYEN_LIVE_URL_PREFIX: required with ADYEN_ENVIRONMENT=LIVE',
    ],
    [
      isLive && env.ADYEN_API_BASE !== undefined,
      'ADYEN_API_BASE: never used in the live environment, whose key is for Adyen alone',
    ],
  ]
}

/** Half a description would keep files where nobody looks for them. */
function listS3Contradictions(env: Environment): [boolean, string][] {
  const { S3_BUCKET, S3_REGION, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_PREFIX } = env
  const beside = { S3_REGION, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_PREFIX }
  const named = Object.entries(beside).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  return [
    [S3_BUCKET === undefined && named.length > 0, `S3_BUCKET: required with ${named.join(', ')}`],
    [S3_BUCKET !== undefined && S3_REGION === undefined, 'S3_REGION: required with S3_BUCKET'],
    [
      S3_ACCESS_KEY_ID !== undefined && S3_SECRET_ACCESS_KEY === undefined,
      'S3_SECRET_ACCESS_KEY: required with S3_ACCESS_KEY_ID',
    ],
    [
      S3_SECRET_ACCESS_KEY !== undefined && S3_ACCESS_KEY_ID === undefined,
      'S3_ACCESS_KEY_ID: required with S3_SECRET_ACCESS_KEY',
    ],
  ]
}

/** True for a key that moves real money. */
export function isLiveStripeKey(key: string): boolean {
  return key.startsWith('sk_live_') || key.startsWith('rk_live_')
}

/** True when any payment provider is configured with keys that move real money. */
export function hasLiveKeys(env: Environment): boolean {
  return (
    (env.STRIPE_SECRET_KEY !== undefined && isLiveStripeKey(env.STRIPE_SECRET_KEY)) || env.ADYEN_ENVIRONMENT === 'LIVE'
  )
}

/** The environment of this process. */
export function readEnvironment(): Environment {
  return parseEnvironment(process.env)
}
