/** The parameters of a list of the console that shows all debtors' rows or one's, by pages. */
import { z } from 'zod'

const PAGE_SIZE = 50

/**
 * What cannot be read is left at its default: an address that was tampered with is no error worth a page. `debtor` is an
 * external id, and empty for all.
 */
export const worklistParameters = {
  debtor: z
    .string()
    .max(200)
    .refine((text) => !text.includes('\0'))
    .catch(''),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
}

/** The rows of a page, counted from 1. */
export function readPart(page: number): { offset: number; limit: number } {
  return { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE }
}

export function countPages(rowCount: number): number {
  return Math.max(1, Math.ceil(rowCount / PAGE_SIZE))
}
