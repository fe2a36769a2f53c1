/** What amounts, currencies and times are in the API. Amounts are integers of the currency's ISO 4217 minor unit. */
import { z } from 'zod'

export const minor = z.int().meta({ description: 'Integer minor units of the currency' })
export const currency = z.string().length(3).meta({ description: 'ISO 4217 code', example: 'EUR' })
export const instant = z.iso.datetime().meta({ description: 'Instant in UTC, ISO 8601' })
export const day = z.iso.date().meta({ description: 'Calendar day, ISO 8601' })

/** Of bytes that whoever has them can check. */
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256, lower-case hex' })
