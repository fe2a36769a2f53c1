/** The mail after a payment and the receipt in it, read back from the message as a mail program does. */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import PostalMime from 'postal-mime'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wireIssuedDocuments } from '~/composition/issued-documents.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { parseDocumentCode } from '~/domain/issued-document'
import { createFolderMailer } from '~/emails/mailer.server'
import { renderMail } from '~/emails/render-mail.server'
import { getFormatters } from '~/i18n/formatters'
import { LANGUAGES } from '~/i18n/languages'
import type { MailJob } from '~/use-cases/ports/jobs'
import type { Mailer } from '~/use-cases/ports/mailer'
import { sendMail } from '~/use-cases/send-mail'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'
import { orderOf } from '../setup/payment-harness'
import { normalizeText } from '../setup/read-pdf'

const { test, harness, creditor, debtor, payer } = await usePaymentAccount()
const { fileStore, fileDirectory } = await useImports(test)
const publicOrigin = 'https://portal.example'
const parts = { ...test, fileStore, publicOrigin, statementReader: createStatementReader(test.database.reader) }
const documents = wireIssuedDocuments(parts)

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'quittance-mail-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

/** Pays, and returns the mail that waits to be sent for it. */
async function pay(number: string, locale = 'en') {
  await createInvoice(test, debtor, { number, payableMinor: 1100_05 })
  const { payment, checkoutId } = await harness.start({ ...payer, locale }, orderOf({ [number]: 1100_05 }))
  await harness.act(checkoutId, 'pay_by_card')
  await harness.deliverAll()
  const jobs = await test.listWaitingJobs('send-mail')
  const job = jobs.find((each) => each.kind === 'receipt' && each.paymentId === payment.id)
  if (!job) throw new Error('no receipt is to be mailed')
  return { payment, job }
}

function send(
  job: MailJob,
  changes: { mailer?: Mailer; encloseReceipt?: typeof documents.forMails.encloseReceipt } = {},
) {
  const mailer = createFolderMailer(directory, 'Quittance <no-reply@quittance.example>')
  return sendMail({ ...test, fileStore, publicOrigin, renderMail, mailer, ...documents.forMails, ...changes }, job)
}

async function readMails() {
  const files = (await readdir(directory)).sort()
  return Promise.all(files.map(async (file) => PostalMime.parse(await readFile(path.join(directory, file)))))
}

async function readAttachments() {
  const mails = await readMails()
  return mails.flatMap(({ attachments }) => attachments.map(({ content }) => Buffer.from(content as ArrayBuffer)))
}

const listIssued = () =>
  test.inspect<{ sha256: Buffer; mailed_as: string }>('select sha256, mailed_as from issued_document')

async function listSetAside() {
  const entries = await readdir(fileDirectory, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile() && entry.parentPath.endsWith('aside'))
}

describe.each(LANGUAGES)('the mail after a payment in %s', (language) => {
  it('has the receipt with it, and its code answers for that file', async () => {
    const { payment, job } = await pay('R-1', language)
    await send(job)
    const [mail, ...others] = await readMails()
    expect(others).toEqual([])
    expect(mail!.text).toContain(payment.reference)
    expect(mail!.text).toContain('PDF')
    expect(mail!.attachments).toMatchObject([
      { filename: `${payment.reference}.pdf`, mimeType: 'application/pdf', disposition: 'attachment' },
    ])
    const content = Buffer.from(mail!.attachments[0]!.content as ArrayBuffer)
    const text = normalizeText(
      (await extractText(await getDocumentProxy(Uint8Array.from(content)), { mergePages: true })).text,
    )
    expect(text).toContain(payment.reference)
    expect(text).toContain('R-1')
    if (language !== 'ar') {
      expect(text).toContain(normalizeText(getFormatters(language, creditor.timeZone).money(1100_05, payment.currency)))
    }
    const code = parseDocumentCode(/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '')!
    expect(await documents.useCases.checkDocument(code)).toMatchObject({
      kind: 'receipt',
      sha256: createHash('sha256').update(content).digest('hex'),
    })
    expect(await listSetAside()).toEqual([])
  })
})

describe('a mail that is tried again', () => {
  it('has the same receipt, of which there is one', async () => {
    const { job } = await pay('R-1')
    const refuse = { send: () => Promise.reject(new Error('mailbox busy')) }
    await expect(send(job, { mailer: refuse })).rejects.toThrow('mailbox busy')
    await expect(send(job, { mailer: refuse })).rejects.toThrow('mailbox busy')
    const [issued, ...others] = await listIssued()
    expect(others).toEqual([])
    // What has come back since is not on it: it is what was issued.
    test.clock.set('2026-11-23T10:00:00Z')
    await send(job)
    const [attached] = await readAttachments()
    expect(createHash('sha256').update(attached!).digest().equals(issued!.sha256)).toBe(true)
    expect(await listIssued()).toHaveLength(1)
  })

  it('is not sent twice once it is out', async () => {
    const { job } = await pay('R-1')
    await send(job)
    let count = 0
    await send(job, { mailer: { send: () => Promise.resolve(void (count += 1)) } })
    expect(count).toBe(0)
    expect(await listIssued()).toHaveLength(1)
  })

  it('is sent with its receipt where the first try died before it was recorded', async () => {
    const { job } = await pay('R-1')
    const dying = wireIssuedDocuments({
      ...parts,
      fileStore: { ...fileStore, setAside: () => Promise.reject(new Error('the process died')) },
    })
    await expect(send(job, { encloseReceipt: dying.forMails.encloseReceipt })).rejects.toThrow('the process died')
    expect(await listIssued()).toEqual([])
    expect(await readMails()).toEqual([])
    await send(job)
    expect(await readAttachments()).toHaveLength(1)
  })
})

it('goes out with a receipt of its own for each payment', async () => {
  const first = await pay('R-1')
  const second = await pay('R-2')
  await send(first.job)
  await send(second.job)
  const attached = await readAttachments()
  expect(attached).toHaveLength(2)
  expect(attached[0]!.equals(attached[1]!)).toBe(false)
  expect((await listIssued()).map(({ mailed_as }) => mailed_as).sort()).toEqual(
    [first, second].map(({ payment }) => `receipt-${payment.id}`).sort(),
  )
})
