/** The page that stops reminders, asked as a browser and as a mail program ask it; and the letter of an account. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { beforeEach, describe, expect, it } from 'vitest'
import { StaticRenderingContext } from '~/components/static-page'
import { LANGUAGES } from '~/i18n/languages'
import { getTranslations } from '~/i18n/translator.server'
import { wireIssuedDocuments } from '~/composition/issued-documents.server'
import { wireReminders } from '~/composition/reminders.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { calendarDay } from '~/domain/calendar-day'
import type { ReminderNotice } from '~/domain/reminder-notice'
import { PageSlot } from '~/platform/http/page-slot.server'
import StopRemindersRoute, { action, loader } from '~/routes/reminders.stop'
import { loader as download } from '~/routes/reminders.$id.letter[.]pdf'
import { signStop } from '~/use-cases/stop-reminders'
import { createInvoice } from '../factories/invoices'
import { useImports } from '../setup/import-harness'
import { usePaymentAccount } from '../setup/payment-account'

const { test, creditor, debtor } = await usePaymentAccount()
const { fileStore } = await useImports(test)
const statementReader = createStatementReader(test.database.reader)
const issuedDocuments = wireIssuedDocuments({ ...test, fileStore, publicOrigin: 'https://p.example', statementReader })
const { useCases } = wireReminders({ ...test, fileStore, statementReader, issuedDocuments: issuedDocuments.useCases })
let attempts = 0
const app = {
  ...useCases,
  isSecure: false,
  clock: test.clock,
  limits: {
    reminderWishes: { attempt: () => Promise.resolve({ allowed: (attempts += 1) <= 30, retryAfterSeconds: 60 }) },
  },
  findVisit: () => Promise.resolve(null),
}

let address: string
let notice: ReminderNotice

beforeEach(async () => {
  attempts = 0
  const invoice = await createInvoice(test, debtor, { number: 'R-1' })
  notice = {
    ...{
      id: test.ids.uuid(),
      creditorId: creditor.id,
      debtorId: debtor.id,
      kind: 'reminder',
      reference: 'AAAAA-BBBBB',
    },
    ...{ noticedOn: calendarDay('2026-11-21'), createdAt: test.clock.now(), locale: 'de', payByOn: null },
    ...{ recipient: { name: 'Greta', email: 'greta@debtor.example' }, sentAt: null, droppedAt: null },
    items: [
      {
        ...{ invoiceId: invoice.id, stage: { kind: 'reminder', day: 7 }, amountMinor: 119_00 },
        currency: creditor.defaultCurrency,
      },
    ],
  }
  await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ reminders }) =>
    reminders.insertNotice(notice),
  )
  const key = await signStop(test.codeHasher, creditor.id, notice.id)
  address = `http://portal.example/reminders/stop?creditor=${creditor.id}&notice=${notice.id}&key=${key}`
})

type Handler = (given: LoaderFunctionArgs & ActionFunctionArgs) => Promise<unknown>

async function call(handler: unknown, url: string, body?: URLSearchParams | FormData, params = {}) {
  const page = new PageSlot()
  const request = new Request(url, body === undefined ? {} : { method: 'POST', body })
  const context = { app, page, clientNetwork: '203.0.113.0' }
  const given = { request, params, context } as unknown as LoaderFunctionArgs & ActionFunctionArgs
  const answer: unknown = await (handler as Handler)(given).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown
    throw thrown
  })
  const status = answer instanceof Response ? answer.status : page.status
  return { status, title: page.title, model: page.model as { email: string; isStopped: boolean } | null }
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields)
const findStopped = () =>
  test.inspect<{ email: string }>('select email from reminder_opt_out where debtor_id = $1', [debtor.id])

describe('the page that stops reminders', () => {
  it('says to whom they go without showing the address, and changes nothing by being opened', async () => {
    expect(await call(loader, address)).toMatchObject({
      ...{ status: 200, title: `Erinnerungen von ${creditor.name}` },
      model: { email: 'g•••@debtor.example', isStopped: false },
    })
    expect(await findStopped()).toEqual([])
  })

  it.each(LANGUAGES)('reads in %s, before and after', async (language) => {
    const render = async (wanted: 'yes' | 'no') => {
      const { model, title } = await call(action, address, form({ wanted }))
      const value = { title, brand: creditor.slug, languagePrefix: '?', model, shell: null }
      const page = createElement(StaticRenderingContext.Provider, { value }, createElement(StopRemindersRoute))
      return renderToStaticMarkup(createElement(I18nextProvider, { i18n: getTranslations(language) }, page))
    }
    const [going, stopped] = [await render('yes'), await render('no')]
    for (const html of [going, stopped]) {
      expect(html.match(/<h1/g)).toHaveLength(1)
      expect(html).toContain('g•••@debtor.example')
      expect(html).toContain('<form method="post">')
    }
    expect(going).toContain('name="wanted" value="no"')
    expect(stopped).toContain('name="wanted" value="yes"')
  })

  it('stops them by its button, and begins them again', async () => {
    expect((await call(action, address, form({ wanted: 'no' }))).model).toMatchObject({ isStopped: true })
    expect(await findStopped()).toEqual([{ email: 'greta@debtor.example' }])
    expect((await call(loader, address)).model).toMatchObject({ isStopped: true })
    expect((await call(action, address, form({ wanted: 'yes' }))).model).toMatchObject({ isStopped: false })
    expect(await findStopped()).toEqual([])
  })

  // RFC 8058, 3.1 and 3.2: the one field, in a form of either kind.
  it('stops them by the one POST of a mail program', async () => {
    const multipart = new FormData()
    multipart.append('List-Unsubscribe', 'One-Click')
    expect((await call(action, address, multipart)).status).toBe(200)
    expect(await findStopped()).toHaveLength(1)
    await call(action, address, form({ wanted: 'yes' }))
    expect((await call(action, address, form({ 'List-Unsubscribe': 'One-Click' }))).status).toBe(200)
    expect(await findStopped()).toHaveLength(1)
    const other = new FormData()
    other.append('something', 'else')
    expect((await call(action, address, other)).status).toBe(400)
  })

  it('knows no other mail, and is not tried over and over', async () => {
    const signed = await signStop(test.codeHasher, creditor.id, test.ids.uuid())
    for (const wrong of [
      `${address}x`,
      address.replace(/key=.*/, `key=${signed}`),
      address.replace(/notice=[^&]*/, ''),
    ]) {
      expect((await call(loader, wrong)).status).toBe(404)
      expect((await call(action, wrong, form({ wanted: 'no' }))).status).toBe(404)
    }
    expect(await findStopped()).toEqual([])
    attempts = 30
    expect((await call(loader, address)).status).toBe(429)
  })
})

describe('a letter', () => {
  it('is asked for by a visitor of its account alone', async () => {
    const answer = await call(download, `http://portal.example/reminders/${notice.id}/letter.pdf`, undefined, {
      id: notice.id,
    })
    expect([302, 303, 401]).toContain(answer.status)
  })
})
