import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMailFolder } from './mail-folder.server'
import { createFolderMailer } from './mailer.server'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'mail-'))
})
afterEach(() => rm(directory, { recursive: true }))

describe('the demo’s mailbox', () => {
  it('reads back what the mailer wrote, in every script', async () => {
    const mailer = createFolderMailer(directory, 'Quittance <no-reply@quittance.example>')
    await mailer.send({
      to: 'hesaplar@example.com',
      fromName: 'شركة النخيل',
      subject: 'إيصال: 12,50 €',
      text: 'شكرًا لكم\n\nQ-1',
      html: '<img src="cid:logo@quittance" alt=""><p>شكرًا</p>',
      locale: 'ar',
      messageId: 'receipt-1',
      attachments: [
        { filename: 'logo.png', mediaType: 'image/png', content: new Uint8Array([4, 5]), contentId: 'logo@quittance' },
        { filename: 'Q-1.pdf', mediaType: 'application/pdf', content: new Uint8Array([1, 2, 3]) },
      ],
    })
    const folder = createMailFolder(directory)
    const [listed, ...others] = await folder.list()
    expect(others).toEqual([])
    const mail = await folder.find('receipt-1.eml')
    expect(mail).toMatchObject({
      ...listed,
      file: 'receipt-1.eml',
      subject: 'إيصال: 12,50 €',
      to: 'hesaplar@example.com',
    })
    expect(mail?.text).toContain('Q-1')
    const content = new Uint8Array([1, 2, 3])
    expect(mail?.attachments).toEqual([{ filename: 'Q-1.pdf', mediaType: 'application/pdf', content }])
    expect(mail?.html).toContain('<img src="data:image/png;base64,BAU=" alt="">')
    expect(mail?.html).toContain('<p>شكرًا</p>')
  })

  it.each(['../secret.eml', 'a/b.eml', '.eml', 'missing.eml', 'receipt-1.txt', '..%2fsecret.eml'])(
    'does not find %s',
    async (file) => {
      await writeFile(path.join(directory, 'receipt-1.txt'), 'not a mail')
      expect(await createMailFolder(directory).find(file)).toBeNull()
    },
  )

  it('lists the newest first, and what was written meanwhile or written anew', async () => {
    const write = async (file: string, subject: string, second: number) => {
      const at = new Date(Date.UTC(2026, 10, 21, 10, 0, second))
      await writeFile(path.join(directory, file), `Subject: ${subject}\n\ntext\n`)
      await utimes(path.join(directory, file), at, at)
    }
    const folder = createMailFolder(directory)
    const listSubjects = async () => (await folder.list()).map(({ subject }) => subject)
    await write('z.eml', 'first', 1)
    await write('a.eml', 'second', 2)
    expect(await listSubjects()).toEqual(['second', 'first'])
    await write('m.eml', 'third', 3)
    await write('z.eml', 'first again', 4)
    expect(await listSubjects()).toEqual(['first again', 'third', 'second'])
    await rm(path.join(directory, 'm.eml'))
    expect(await listSubjects()).toEqual(['first again', 'second'])
  })

  it('is empty before anything was written', async () => {
    expect(await createMailFolder(path.join(directory, 'none')).list()).toEqual([])
  })
})
