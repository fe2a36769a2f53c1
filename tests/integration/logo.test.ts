/** A creditor's logo: from the picture that is handed in to the documents and mails that carry it. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import PostalMime from 'postal-mime'
import { getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import { DEFAULT_STATEMENT_QUERY } from '~/domain/statement-query'
import { createFolderMailer } from '~/emails/mailer.server'
import { renderMail } from '~/emails/render-mail.server'
import { LANGUAGES, type Language } from '~/i18n/languages'
import { sendMail } from '~/use-cases/send-mail'
import { createDebtor } from '../factories/debtors'
import { createCreditor } from '../factories/creditors'
import { createJpeg, createPng } from '../factories/pictures'
import { useApiClient } from '../setup/api-client'
import { useTestDatabase } from '../setup/database'
import { withoutReceipts } from '../setup/mail'

const test = await useTestDatabase()
const api = useApiClient(test)

const PNG = createPng({ width: 40, height: 25 })

async function setLogo(content: Uint8Array | null, { basedOn = 0, changedBy = 'user:x', of = api.creditor } = {}) {
  const picture = content && (await api.app.inspectLogo({ filename: 'logo', content }))
  if (picture && !picture.ok) throw new Error(picture.failure)
  return api.app.changeLogo({ creditorId: of.id, picture: picture && picture.value, changedBy, basedOn })
}

/** An owner, to whom a mail now waits to be sent. */
async function invite() {
  const invited = await api.app.inviteConsoleUser({
    ...{ creditorId: api.creditor.id, email: 'ole@creditor.example', name: 'Ole Brandt', role: 'owner', locale: 'de' },
  })
  if (!invited.ok) throw new Error(invited.failure)
  return invited.value
}

interface StructNode {
  role?: string
  alt?: string
  children?: StructNode[]
}

const listNodes = (node: StructNode): StructNode[] => [node, ...(node.children ?? []).flatMap(listNodes)]

/** The statement as a document: its bytes, and what stands for pictures in its tree. */
async function printStatement(creditor: Creditor, debtor: Debtor, language: Language = 'en') {
  const context = { today: calendarDay('2026-11-21'), timeZone: 'UTC', defaultCurrency: 'EUR', isLimited: false }
  const file = await api.app.issueStatement({
    ...{
      account: { creditorId: creditor.id, debtorId: debtor.id },
      context,
      language: { language, formatLocale: language },
    },
    ...{ filter: { ...DEFAULT_STATEMENT_QUERY, tab: 'all' }, withLines: false, isReported: false },
  })
  const chunks: Uint8Array[] = []
  for await (const chunk of file.read()) chunks.push(Uint8Array.from(chunk))
  const bytes = Buffer.concat(chunks)
  const page = await (await getDocumentProxy(Uint8Array.from(bytes))).getPage(1)
  const tree = (await page.getStructTree()) as StructNode
  return {
    text: bytes.toString('latin1'),
    alternatives: listNodes(tree).flatMap(({ role, alt }) => (role === 'Figure' ? [alt] : [])),
  }
}

it.each(LANGUAGES)('stands on documents in %s, and is told to those who do not see it', async (language) => {
  const before = await printStatement(api.creditor, api.debtor, language)
  expect(before.text).not.toContain('/Width 40')
  expect(before.alternatives).not.toContain(api.creditor.name)

  expect(await setLogo(PNG)).toMatchObject({ ok: true, value: { version: 1 } })
  const after = await printStatement(api.creditor, api.debtor, language)
  expect(after.text).toMatch(/\/Subtype \/Image\s/)
  expect(after.text).toContain('/Width 40')
  expect(after.alternatives).toContain(api.creditor.name)
})

it('is another one, then none, and who changed it is known', async () => {
  const user = await invite()
  const changedBy = `user:${user.id}`
  await setLogo(PNG, { changedBy })
  await setLogo(createJpeg({ width: 33, height: 17 }), { changedBy, basedOn: 1 })
  expect((await printStatement(api.creditor, api.debtor)).text).toContain('/DCTDecode')
  await setLogo(null, { changedBy, basedOn: 2 })
  expect(await api.app.readLogo(api.creditor.id)).toBeNull()
  expect((await printStatement(api.creditor, api.debtor)).text).not.toContain('/DCTDecode')
  const versions = await api.app.listPolicyVersions({ creditorId: api.creditor.id, kind: 'brand' })
  expect(versions.map(({ version, body, author }) => [version, body.logo?.mediaType ?? null, author.name])).toEqual([
    [3, null, 'Ole Brandt'],
    [2, 'image/jpeg', 'Ole Brandt'],
    [1, 'image/png', 'Ole Brandt'],
  ])
})

it('is not changed by somebody who has not seen the newest, nor for another creditor', async () => {
  await setLogo(PNG)
  expect(await setLogo(null)).toEqual({ ok: false, failure: { kind: 'changed_meanwhile', version: 1 } })
  expect((await api.app.readLogo(api.creditor.id))?.content).toEqual(new Uint8Array(PNG))
  const other = await createCreditor(test)
  const theirs = await createDebtor(test, other)
  expect(await api.app.readLogo(other.id)).toBeNull()
  expect((await printStatement(other, theirs)).text).not.toContain('/Width 40')
})

it('stands at the head of mails, which bring it along', async () => {
  await invite()
  const [job] = await test.listWaitingJobs('send-mail')
  const directory = await mkdtemp(path.join(tmpdir(), 'quittance-logo-'))
  try {
    const mailer = createFolderMailer(directory, 'Quittance <no-reply@quittance.example>')
    const deps = { ...test, ...withoutReceipts, mailer, renderMail, publicOrigin: 'https://pay.example.com' }
    const read = async () => {
      const [file] = await readdir(directory)
      return PostalMime.parse(await readFile(path.join(directory, file!)))
    }
    await sendMail(deps, job!)
    expect((await read()).attachments).toEqual([])
    expect((await read()).html).not.toContain('<img')

    await setLogo(PNG)
    await sendMail({ ...deps, readLogo: api.app.readLogo }, job!)
    const mail = await read()
    const [logo, ...others] = mail.attachments
    expect(others).toEqual([])
    expect(logo).toMatchObject({ mimeType: 'image/png', disposition: 'inline', related: true })
    expect(Buffer.from(logo!.content as ArrayBuffer).equals(PNG)).toBe(true)
    const source = /<img src="cid:([^"]+)" alt="([^"]*)" width="40" height="25"/.exec(mail.html ?? '')
    expect(source?.[1]).toBe(logo!.contentId?.slice(1, -1))
    expect(source?.[2]).toBe(api.creditor.name)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
