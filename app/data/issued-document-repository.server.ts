import { z } from 'zod'
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { FIGURE_NAMES, ISSUED_DOCUMENT_KINDS, type DocumentCode, type IssuedDocument } from '~/domain/issued-document'
import type { IssuedDocumentRepository } from '~/use-cases/ports/issued-document-repository'
import type { PrismaTransaction } from './database.server'
import type { IssuedDocument as DocumentRow } from './generated/client'

const isText = (value: unknown) => typeof value === 'string'
const name = z.enum(FIGURE_NAMES)

const figuresSchema = z.array(
  z.union([
    z.object({ name, amountMinor: z.number().int(), currency: z.custom<CurrencyCode>(isText) }),
    z.object({ name, on: z.custom<CalendarDay>(isText) }),
    z.object({ name, text: z.string() }),
    z.object({ name, covers: z.literal('chosen_invoices') }),
  ]),
)

const kindSchema = z.enum(ISSUED_DOCUMENT_KINDS)

export function createIssuedDocumentRepository(prisma: PrismaTransaction): IssuedDocumentRepository {
  return {
    async insert({ figures, sha256, ...document }) {
      await prisma.issuedDocument.create({
        data: { ...document, sha256: Buffer.from(sha256), figures: figures.map((figure) => ({ ...figure })) },
      })
    },
    async findMailed(creditorId, mailedAs) {
      const row = await prisma.issuedDocument.findUnique({ where: { creditorId_mailedAs: { creditorId, mailedAs } } })
      return row && toDocument(row)
    },
    async findByCode(code) {
      const row = await prisma.issuedDocument.findUnique({ where: { code } })
      return row && toDocument(row)
    },
  }
}

function toDocument(row: DocumentRow): IssuedDocument {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    kind: kindSchema.parse(row.kind),
    code: row.code as DocumentCode,
    figures: figuresSchema.parse(row.figures),
  }
}
