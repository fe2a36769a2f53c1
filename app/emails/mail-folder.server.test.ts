import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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
      html: '<p>شكرًا</p>',
      locale: 'ar',
      messageId: 'receipt-1',
    })
    const folder = createMailFolder(directory)
    const [mail, ...others] = await folder.list()
    expect(others).toEqual([])
    expect(mail).toMatchObject({ file: 'receipt-1.eml', subject: 'إيصال: 12,50 €', to: 'hesaplar@example.com' })
    expect(mail?.text).toContain('Q-1')
    expect(mail?.html).toContain('<p>شكرًا</p>')
    expect(await folder.find('receipt-1.eml')).toEqual(mail)
  })

  it.each(['../secret.eml', 'a/b.eml', '.eml', 'missing.eml', 'receipt-1.txt', '..%2fsecret.eml'])(
    'does not find %s',
    async (file) => {
      await writeFile(path.join(directory, 'receipt-1.txt'), 'not a mail')
      expect(await createMailFolder(directory).find(file)).toBeNull()
    },
  )

  it('is empty before anything was written', async () => {
    expect(await createMailFolder(path.join(directory, 'none')).list()).toEqual([])
  })
})
