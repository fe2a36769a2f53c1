/** Structured logs. They carry request ids, never a token, an e-mail address or a bank detail: those keys are redacted. */
import { pino, type DestinationStream, type Logger } from 'pino'

export type { Logger }

const SECRET_KEYS = ['token', 'email', 'iban', 'password', 'authorization', 'cookie', 'secret', 'url']

/**
 * Creates the process's logger, writing JSON lines to standard error so that standard output stays for commands.
 * `destination` is for tests.
 */
export function createLogger(
  level: string,
  name: string,
  destination: DestinationStream = pino.destination({ fd: 2, sync: false }),
): Logger {
  return pino(
    {
      name,
      level,
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
      serializers: { err: describeError },
    },
    destination,
  )
}

const MAIL_ADDRESS = /[^\s<>()"',:;/@]+@[^\s<>()"',:;/@]+/g

/**
 * What is logged of an error: its kind, code, text and stack. Its other members are left out, because libraries hang
 * on them what they were working on; a mail server's refusal quotes the address in its text too.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? hideAddresses(error) : typeof error
  const { type, message, stack } = pino.stdSerializers.err(error)
  return {
    type,
    message: hideAddresses(message),
    stack: hideAddresses(stack),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(error instanceof AggregateError ? { errors: error.errors.map(describeError) } : {}),
  }
}

function hideAddresses(text: string): string {
  return text.replace(MAIL_ADDRESS, '[redacted]')
}
