/** The mails by which each side of a dispute learns what the other did: to whom, once, and what they say and open. */
import { beforeEach, describe, expect, it } from 'vitest'
import { renderMail } from '~/emails/render-mail.server'
import type { Actor } from '~/domain/actor'
import type { AccessLink } from '~/domain/access-link'
import type { Dispute } from '~/domain/dispute'
import type { AccessLinkId } from '~/domain/ids'
import { continueDispute, type ContinueDisputeInput } from '~/use-cases/continue-dispute'
import { decideDispute } from '~/use-cases/decide-dispute'
import { hashSecret } from '~/use-cases/hash-secret'
import { openDisputes } from '~/use-cases/open-dispute'
import type { MailJob } from '~/use-cases/ports/jobs'
import type { MailMessage } from '~/use-cases/ports/mailer'
import { readAccess } from '~/use-cases/read-access'
import { sendMail } from '~/use-cases/send-mail'
import { LANGUAGES } from '~/i18n/languages'
import { createInvoice } from '../factories/invoices'
import { withoutReceipts } from '../setup/mail'
import { usePaymentAccount } from '../setup/payment-account'

const { test, services, creditor, debtor } = await usePaymentAccount()
const disputing = {
  ...services,
  fileStore: { put: () => Promise.reject(new Error('no files')), get: () => Promise.resolve(null) },
}

let link: AccessLink
beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 119_00 })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00 })
  link = {
    id: test.ids.uuid() as AccessLinkId,
    ...{ creditorId: creditor.id, debtorId: debtor.id, scope: ['view', 'dispute'] },
    ...{ recipientName: 'Greta Lüders', recipientEmail: 'greta@debtor.example', locale: 'de' },
    createdAt: test.clock.now(),
    expiresAt: new Date(test.clock.now().getTime() + 86_400_000),
    revokedAt: null,
    issuedBy: 'api',
    delegation: null,
  }
  await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ access }) =>
    access.insertLink(link, hashSecret(test.ids.secret())),
  )
})

async function open(numbers: string[], email: string | null = 'greta@debtor.example'): Promise<Dispute[]> {
  const form = {
    disputant: {
      ...{ creditorId: creditor.id, debtorId: debtor.id, linkId: link.id, scope: link.scope },
      ...{ name: 'Greta Lüders', email, locale: 'de' },
    },
    idempotencyKey: test.ids.uuid(),
    ...{ reason: 'QTY' as const, action: 'CNP' as const, files: [] },
    text: 'Zwei Kartons <fehlen>.\nFotos folgen.',
    invoices: numbers.map((number) => ({ number, lines: [] })),
  }
  const opened = await openDisputes(disputing, form)
  expect((await openDisputes(disputing, form)).ok).toBe(true)
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  return opened.value
}

const byCreditor = { side: 'creditor', creditorId: creditor.id, author: 'user:1', name: 'Ole Brandt' } as const
const byDebtor = (): Actor => ({
  ...{ side: 'debtor', creditorId: creditor.id, debtorId: debtor.id, linkId: link.id, scope: link.scope, name: null },
})

async function go({ id }: Dispute, actor: Actor, step: ContinueDisputeInput['step'], text = 'Which boxes?') {
  const input = { actor, disputeId: id, entryId: test.ids.uuid(), step, text, files: [] }
  const done = await continueDispute(disputing, input)
  expect(await continueDispute(disputing, input)).toEqual(done)
  if (!done.ok) throw new Error(done.failure.kind)
  return done.value
}

const listJobs = () => test.listWaitingJobs('send-mail')

async function send(job: MailJob | undefined): Promise<MailMessage> {
  if (!job) throw new Error('no mail waits')
  const sent: MailMessage[] = []
  const mailer = { send: (message: MailMessage) => Promise.resolve(void sent.push(message)) }
  await sendMail({ ...test, ...withoutReceipts, mailer, renderMail, publicOrigin: 'https://portal.example' }, job)
  expect(sent).toHaveLength(1)
  return sent[0]!
}

describe('the creditor is told', () => {
  it('once of a form, however many invoices it disputes, with what is left to be paid of each', async () => {
    const [first] = await open(['A'])
    const jobs = await listJobs()
    expect(jobs).toMatchObject([{ kind: 'dispute-step', reader: 'creditor', to: creditor.supportEmail }])
    const mail = await send(jobs[0])
    expect(mail.subject).toContain(first!.reference)
    expect(mail.text).toContain('Zwei Kartons <fehlen>.')
    expect(mail.text).toContain('Fotos folgen.')
    expect(mail.text).toContain(debtor.name)
    expect(mail.text).toContain(`https://portal.example/console/disputes/${first!.id}`)
    expect(mail.html).toContain('&lt;fehlen&gt;')
    await open(['B'])
    expect(await listJobs()).toHaveLength(2)
  })

  it('of several at once', async () => {
    const disputes = await open(['A', 'B'])
    const jobs = await listJobs()
    expect(jobs).toHaveLength(1)
    const { text } = await send(jobs[0])
    for (const { reference } of disputes) expect(text).toContain(reference)
    expect(text).toMatch(/https:\/\/portal\.example\/console\/disputes$/)
  })

  it('of an answer, of what is added and of the end', async () => {
    const [dispute] = await open(['A'])
    await go(dispute!, byCreditor, 'asked')
    await go(dispute!, byDebtor(), 'answered', 'Four and five.')
    await go(dispute!, byDebtor(), 'said', 'And six.')
    await go(dispute!, byDebtor(), 'withdrawn', '')
    const readers = (await listJobs()).map((job) => (job.kind === 'dispute-step' ? job.reader : job.kind))
    expect(readers).toEqual(['creditor', 'debtor', 'creditor', 'creditor', 'creditor'])
    // The debtor's own steps stand in the log of its account, each once.
    const { log } = await readAccess(disputing, { creditorId: creditor.id, debtorId: debtor.id, linkId: link.id })
    const steps = ['dispute_continued', 'dispute_continued', 'dispute_opened', 'dispute_withdrawn']
    expect(log.lines.map(({ action }) => action).sort()).toEqual(steps)
    expect(log.lines[0]).toMatchObject({ subject: dispute!.reference, recipientName: 'Greta Lüders' })
  })
})

describe('the debtor is told', () => {
  const decide = ({ id, version }: Dispute, amountMinor: number) =>
    decideDispute(services, {
      ...{ creditorId: creditor.id, disputeId: id, entryId: test.ids.uuid(), version },
      granted: new Map([[0, amountMinor]]),
      ...{ text: 'The carrier confirms it.', creditNoteNumber: null, decidedBy: 'user:1', name: 'Ole Brandt' },
    })

  it('where and in the language in which the dispute was opened, by a link that reaches no further', async () => {
    const [dispute] = await open(['A'])
    expect((await decide(dispute!, 19_00)).ok).toBe(true)
    const job = (await listJobs()).at(-1)
    expect(job).toMatchObject({ reader: 'debtor', to: 'greta@debtor.example', locale: 'de' })
    const mail = await send(job)
    expect(mail.subject).toContain('teilweise anerkannt')
    expect(mail.text).toContain('The carrier confirms it.')
    expect(mail.text).toContain('A-C1')
    expect(mail.text.replaceAll('\u00a0', ' ')).toContain('100,00 €')
    const token = new RegExp(`https://portal\\.example/l/([^?]+)\\?dispute=${dispute!.id}`).exec(mail.text)?.[1]
    const opened = await test.unitOfWork.run({ kind: 'system' }, ({ access }) =>
      access.findLinkByToken(hashSecret(token ?? '')),
    )
    expect(opened).toMatchObject({ scope: ['view', 'dispute'], recipientEmail: 'greta@debtor.example' })
  })

  it('by the contact on file where nobody named an address, or the link was taken back', async () => {
    const [contact] = await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ debtors }) =>
      debtors.listContacts(creditor.id, debtor.id),
    )
    const [nameless] = await open(['A'], null)
    await go(nameless!, byCreditor, 'asked')
    expect((await listJobs()).at(-1)).toMatchObject({ to: contact?.email })
    const [named] = await open(['B'])
    await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ access }) =>
      access.revokeLink(creditor.id, link.id, test.clock.now(), 'user:1'),
    )
    await go(named!, byCreditor, 'said')
    expect((await listJobs()).at(-1)).toMatchObject({ to: contact?.email })
  })

  const listLinks = () =>
    test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, async ({ access }) =>
      (await access.listLinks(creditor.id, debtor.id)).filter(({ issuedBy }) => issuedBy === 'dispute'),
    )
  const withdraw = (id: AccessLinkId) =>
    test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ access }) =>
      access.revokeLink(creditor.id, id, test.clock.now(), 'user:1'),
    )
  const openAndAsk = async () => {
    const [dispute] = await open(['A'])
    await go(dispute!, byCreditor, 'asked')
    return { dispute: dispute!, job: (await listJobs()).at(-1)! }
  }
  const refuse = { send: () => Promise.reject(new Error('the mail server is away')) }

  it('by one link, however often the mail is tried', async () => {
    const { job } = await openAndAsk()
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const tried = sendMail(
        { ...test, ...withoutReceipts, mailer: refuse, renderMail, publicOrigin: 'https://p' },
        job,
      )
      await expect(tried).rejects.toThrow('away')
    }
    const { text } = await send(job)
    expect(await listLinks()).toHaveLength(1)
    const token = /\/l\/([^?]+)\?/.exec(text)?.[1]
    const opened = await test.unitOfWork.run({ kind: 'system' }, ({ access }) =>
      access.findLinkByToken(hashSecret(token ?? '')),
    )
    expect(opened?.recipientEmail).toBe('greta@debtor.example')
  })

  it('by no new link when theirs was taken back before the mail went out: the contact on file is told', async () => {
    const [contact] = await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ debtors }) =>
      debtors.listContacts(creditor.id, debtor.id),
    )
    const { job } = await openAndAsk()
    const tried = sendMail({ ...test, ...withoutReceipts, mailer: refuse, renderMail, publicOrigin: 'https://p' }, job)
    await expect(tried).rejects.toThrow('away')
    await withdraw(link.id)
    expect((await send(job)).to).toBe(contact?.email)
    const usable = (await listLinks()).filter(({ revokedAt }) => revokedAt === null)
    expect(usable.map(({ recipientEmail }) => recipientEmail)).toEqual([contact?.email])
  })

  it('without a link where the contact on file is whose link was taken back', async () => {
    const [contact] = await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ debtors }) =>
      debtors.listContacts(creditor.id, debtor.id),
    )
    const [dispute] = await open(['A'], contact!.email)
    await go(dispute!, byCreditor, 'asked')
    const job = (await listJobs()).at(-1)
    await withdraw(link.id)
    const mail = await send(job)
    expect(mail.to).toBe(contact?.email)
    expect(mail.text).toContain(`https://portal.example/disputes/${dispute!.id}`)
    expect(await listLinks()).toEqual([])
  })

  it("without a link where the mail's own was taken back", async () => {
    const { dispute, job } = await openAndAsk()
    await send(job)
    await withdraw((await listLinks())[0]!.id)
    const { text } = await send(job)
    expect(text).toContain(`https://portal.example/disputes/${dispute.id}`)
    expect((await listLinks()).every(({ revokedAt }) => revokedAt !== null)).toBe(true)
  })

  it.each(LANGUAGES)('in %s, of every step', async (language) => {
    const [dispute] = await open(['A'])
    await go(dispute!, byCreditor, 'asked')
    await go(dispute!, byCreditor, 'said')
    await decide({ ...dispute!, version: 3 }, 119_00)
    for (const job of await listJobs()) {
      const { subject, text } = await send({ ...job, locale: language })
      expect(subject).toContain(dispute!.reference)
      expect(text).not.toContain('{{')
    }
  })
})
