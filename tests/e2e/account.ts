/** Accounts of a test's own, made through the API as a creditor's system would, so that tests do not spend each other's invoices. */
import { randomUUID } from 'node:crypto'
import type { APIRequestContext, Page } from 'playwright/test'
import { z } from 'zod'
import { findCreditorDay } from './creditor-day'
import type { Demo } from './demo'

export interface AccountDocument {
  /** The account's prefix is put before it. */
  number: string
  /** Plain decimal. */
  amount: string
  currency?: string
  /** Days from the creditor's today; negative is overdue. */
  dueInDays?: number
  kind?: 'invoice' | 'credit_note'
  /** What it promises for being paid early: percent, and the last day, counted from today. */
  discount?: { percent: string; untilInDays: number }
}

export interface Account {
  externalId: string
  /** Of every number: unique, so that nothing meets anything of another test. */
  prefix: string
  /** Of the payer, to whom codes are mailed where the account was made with `contact`; no other account has it. */
  email: string
  /** Full number of one of its documents. */
  numberOf(short: string): string
  /** An access link, a new one each time: for the payer, or for another `recipient` by mail address, by that `name`. */
  createLink(options?: {
    scope?: readonly string[]
    locale?: string
    recipient?: string
    name?: string
  }): Promise<string>
}

const linkSchema = z.object({ url: z.url() })

export async function createAccount(
  request: APIRequestContext,
  demo: Demo,
  {
    creditor,
    locale,
    documents,
    contact = false,
  }: {
    creditor: string
    locale: string
    documents: readonly AccountDocument[]
    /** Has the payer of its links on file, to whom codes can be sent. */
    contact?: boolean
  },
): Promise<Account> {
  const prefix = `T${randomUUID().slice(0, 8).toUpperCase()}`
  const externalId = `K-${prefix}`
  const email = `${prefix.toLowerCase()}@example.com`
  const post = async (path: string, data: string | object, contentType: string) => {
    const key = demo.apiKeys.find((entry) => entry.creditor === creditor)?.key ?? ''
    const response = await request.post(`${demo.origin}/api/v1${path}`, {
      data,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': contentType, 'Idempotency-Key': randomUUID() },
    })
    if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`)
    return response
  }
  await post(
    '/invoices',
    writeCsv({ creditor, prefix, externalId, documents, contactEmail: contact ? email : '' }),
    'text/csv',
  )
  return {
    ...{ externalId, prefix, email },
    numberOf: (short) => `${prefix}-${short}`,
    async createLink(options = {}) {
      const body = { scope: options.scope ?? ['view', 'pay'], locale: options.locale ?? locale }
      const recipient = { name: options.name ?? 'Test Payer', email: options.recipient ?? email }
      const response = await post(`/debtors/${externalId}/links`, { ...body, recipient }, 'application/json')
      return linkSchema.parse(await response.json()).url
    },
  }
}

function writeCsv({
  creditor,
  prefix,
  externalId,
  documents,
  contactEmail,
}: {
  creditor: string
  prefix: string
  externalId: string
  documents: readonly AccountDocument[]
  contactEmail: string
}): string {
  const day = (offset: number) => findCreditorDay(creditor, offset)
  const rows = documents.map(({ number, amount, currency = 'EUR', dueInDays = -10, kind = 'invoice', discount }) =>
    [
      ...[`${prefix}-${number}`, kind, day(dueInDays - 30), day(dueInDays), currency, externalId, `Account ${prefix}`],
      ...['Goods', '1', amount],
      ...(discount ? [discount.percent, day(discount.untilInDays)] : ['', '']),
      contactEmail,
    ].join(','),
  )
  const head = 'number,kind,issue_date,due_date,currency,debtor_id,debtor_name,item_name,quantity,unit_price'
  return [`${head},discount_1_percent,discount_1_until,debtor_email`, ...rows, ''].join('\n')
}

/** Opens a link as a person does, and stands on the statement. */
export async function openLink(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.locator('main form[method="post"] button').first().click()
  await page.waitForURL('**/statement')
}
