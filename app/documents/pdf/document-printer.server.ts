/**
 * Prints documents as PDF files. A document is written to a file that has no name any more, so that it takes no memory
 * however long it is, nothing of it is sent before it is complete, and nothing is left whatever happens.
 */
import { createHash, randomUUID } from 'node:crypto'
import { open, unlink, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DocumentFrame, DocumentPrinter, Paper, PrintedFile } from '~/use-cases/ports/document-printer'
import { getWords, type Sheet } from './letterhead.server'
import { writeBalanceForward } from './write-balance-forward.server'
import { titleDispute, writeDispute } from './write-dispute.server'
import { writeInvoice } from './write-invoice.server'
import { writeLetter } from './write-letter.server'
import { writeReceipt, writeRemittanceAdvice } from './write-payment.server'
import { writeStatement } from './write-statement.server'

const CHUNK_BYTES = 64 * 1024

/** `directory` is where documents are while they are written. */
export function createDocumentPrinter(directory = tmpdir()): DocumentPrinter {
  return {
    async print(paper, frame) {
      const file = path.join(directory, `quittance-${randomUUID()}.pdf`)
      const handle = await open(file, 'wx+', 0o600)
      try {
        await unlink(file)
        const written = await writeTo(handle, paper, frame)
        return {
          ...toPrintedFile(handle, written.byteSize),
          ...written,
          filename: nameFile(paper, frame).replace(/[/\\]/g, '_').replace(UNSEEN, ''),
        }
      } catch (error) {
        await handle.close()
        throw error
      }
    },
  }
}

async function writeTo(handle: FileHandle, paper: Paper, frame: DocumentFrame) {
  const hash = createHash('sha256')
  let byteSize = 0
  let saving: Promise<void> = Promise.resolve()
  const begin = ({ paper: { stream } }: Sheet) => {
    saving = (async () => {
      for await (const chunk of stream) {
        const bytes = Buffer.from(chunk)
        hash.update(bytes)
        await handle.write(bytes, 0, bytes.byteLength, byteSize)
        byteSize += bytes.byteLength
      }
    })()
    // Whoever waits for it below sees it fail; until then nobody does.
    saving.catch(() => undefined)
  }
  await writePaper(paper, frame, begin)
  await saving
  return { byteSize, sha256: hash.digest() }
}

/** `begin` is called once the sheet is there whose bytes are to be taken. */
async function writePaper(paper: Paper, frame: DocumentFrame, begin: (sheet: Sheet) => void): Promise<void> {
  switch (paper.kind) {
    case 'statement':
      return writeStatement(paper, frame, begin)
    case 'balance_forward':
      return writeBalanceForward(paper, frame, begin)
    case 'invoice_copy':
    case 'credit_note_copy':
      return writeInvoice(paper, frame, begin)
    case 'receipt': {
      writeReceipt(paper, frame, begin)
      return
    }
    case 'remittance_advice': {
      writeRemittanceAdvice(paper, frame, begin)
      return
    }
    case 'dispute_file': {
      writeDispute(paper, frame, begin)
      return
    }
    default: {
      writeLetter(paper, frame, begin)
      return
    }
  }
}

function toPrintedFile(handle: FileHandle, byteSize: number): Pick<PrintedFile, 'mediaType' | 'read' | 'discard'> {
  return {
    mediaType: 'application/pdf',
    async *read() {
      try {
        for (let position = 0; position < byteSize;) {
          const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position)
          if (bytesRead === 0) throw new Error('a printed document ends too early')
          position += bytesRead
          yield buffer.subarray(0, bytesRead)
        }
      } finally {
        await handle.close()
      }
    },
    discard: () => handle.close(),
  }
}

/** Titles hold numbers in their direction by signs that nobody sees; the name of a file cannot be typed with them. */
const UNSEEN = /\p{Cf}/gu

function nameFile(paper: Paper, frame: DocumentFrame): string {
  const { t } = getWords(frame)
  const { debtor } = frame
  switch (paper.kind) {
    case 'statement':
      return `${t('paper:filename.statement')} ${debtor.externalId} ${paper.today}.pdf`
    case 'balance_forward':
      return `${t('paper:filename.balanceForward')} ${debtor.externalId} ${paper.period.from} ${paper.period.to}.pdf`
    case 'invoice_copy':
    case 'credit_note_copy':
      return `${paper.invoice.number}.pdf`
    case 'receipt':
      return `${t('paper:filename.receipt')} ${paper.view.reference}.pdf`
    case 'remittance_advice':
      return `${t('paper:advice.title')} ${paper.view.reference}.pdf`
    case 'dispute_file':
      return `${titleDispute(paper.view, frame)}.pdf`
    default:
      return `${paper.title}.pdf`
  }
}
