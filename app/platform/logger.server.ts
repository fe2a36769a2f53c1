/** Structured logs. They carry request ids, never a token, an e-mail address or a bank detail: those keys are redacted. */
import { pino, type Logger } from 'pino'

export type { Logger }

const SECRET_KEYS = ['token', 'email', 'iban', 'password', 'authorization', 'cookie', 'secret', 'url']

/** Creates the process's logger, writing JSON lines to standard error so that standard output stays for commands. */
export function createLogger(level: string, name: string): Logger {
  return pino(
    {
      name,
      level,
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
    },
    pino.destination({ fd: 2, sync: false }),
  )
}
