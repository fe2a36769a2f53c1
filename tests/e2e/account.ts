/** Accounts of a test's own, made through the API as a creditor's system would, so that tests do not spend each other's invoices. */
import { randomUUID } from 'node:crypto'
import type { APIRequestContext, Page } from 'playwright/test'
import { z } from 'zod'
import type { Demo } from './demo'

export interface AccountDocument {
  /** The account's prefix is put before it. */
  number: string
  /** Plain decimal. */
  amount: string
  currency?: string
  /** Days from today; negative is overdue. */
  dueInDays?: number
  kind?: 'invoice' | 'credit_note'
}

export interface Account {
  externalId: string
  /** Of every number: unique, so that nothing meets anything of another test. */
  prefix: string
  /** Full number of one of its documents. */
  numberOf(short: string): string
  /** An access link, a new one each time. */
  createLink(options?: { scope?: readonly string[]; locale?: string }): Promise<string>
}

const linkSchema = z.object({ url: z.url() })

export async function createAccount(
  request: APIRequestContext,
  demo: Demo,
  {
    creditor,
    locale,
    documents,
    debtor,
  }: {
    creditor: string
    locale: string
    documents: readonly AccountDocument[]
    /** One of the demo's debtors, which has contacts on file; otherwise the account is new and has none. */
    debtor?: string
  },
): Promise<Account> {
  const prefix = `T${randomUUID().slice(0, 8).toUpperCase()}`
  const externalId = debtor ?? `K-${prefix}`
  const post = async (path: string, data: string | object, contentType: string) => {
    const key = demo.apiKeys.find((entry) => entry.creditor === creditor)?.key ?? ''
    const response = await request.post(`${demo.origin}/api/v1${path}`, {
      data,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': contentType, 'Idempotency-Key': randomUUID() },
    })
    if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`)
    return response
  }
  await post('/invoices', writeCsv(prefix, externalId, documents), 'text/csv')
  return {
    externalId,
    prefix,
    numberOf: (short) => `${prefix}-${short}`,
    async createLink(options = {}) {
      const body = { scope: options.scope ?? ['view', 'pay'], locale: options.locale ?? locale }
      const recipient = { name: 'Test Payer', email: `${prefix.toLowerCase()}@example.com` }
      const response = await post(`/debtors/${externalId}/links`, { ...body, recipient }, 'application/json')
      return linkSchema.parse(await response.json()).url
    },
  }
}

function writeCsv(prefix: string, externalId: string, documents: readonly AccountDocument[]): string {
  const today = Date.now()
  const day = (offset: number) => new Date(today + offset * 86_400_000).toISOString().slice(0, 10)
  const rows = documents.map(({ number, amount, currency = 'EUR', dueInDays = -10, kind = 'invoice' }) =>
    [
      ...[`${prefix}-${number}`, kind, day(dueInDays - 30), day(dueInDays), currency, externalId, `Account ${prefix}`],
      ...['Goods', '1', amount],
    ].join(','),
  )
  const head = 'number,kind,issue_date,due_date,currency,debtor_id,debtor_name,item_name,quantity,unit_price'
  return [head, ...rows, ''].join('\n')
}

/** Opens a link as a person does, and stands on the statement. */
export async function openLink(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.locator('main form[method="post"] button').first().click()
  await page.waitForURL('**/statement')
}
