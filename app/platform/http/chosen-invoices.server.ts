/**
 * Invoices that an address chooses: by their numbers, as a part of a stored comparison (`ledger`, `show`, `page`, `of`),
 * or as what a form disputed (`batch`, `currency`). Hundreds fit into no address by their numbers.
 */
import { redirect, type AppLoadContext } from '@remix-run/node'
import { z } from 'zod'
import { LEDGER_PAGE_SIZE, readLedgerChoice, writeLedgerChoice, type LedgerChoice } from '~/domain/ledger-choice'
import { computeDueNow } from '~/domain/invoice-balance'
import { readInvoiceNumbers } from '~/domain/invoice-choice'
import { getAccount } from './debtor-account.server'
import type { DebtorVisit } from './debtor-visit.server'
import { getLedgerAddress } from './ledger-address.server'

export interface ChosenInvoices {
  readonly numbers: readonly string[]
  /** Says the choice again, without a question mark; null where the numbers are in the address. */
  readonly stored: string | null
}

/**
 * Throws the way back to the result where nothing of it was ticked, and the answer 404 where the comparison or the
 * disputes are not the visitor's, or no more.
 */
export async function readChosenInvoices(
  { app }: AppLoadContext,
  visit: DebtorVisit,
  parameters: URLSearchParams,
): Promise<ChosenInvoices> {
  const batch = parameters.get('batch')
  if (batch !== null) return readBatch(app, visit, batch, parameters.get('currency'))
  const choice = readLedgerChoice(parameters)
  if (choice !== null && choice.extent !== 'ticked') return readFindings(app, visit, choice)
  const numbers = readInvoiceNumbers(parameters)
  if (choice !== null && numbers.length === 0) throw redirectToResult(choice, 'none')
  return { numbers, stored: null }
}

async function readFindings(app: AppLoadContext['app'], visit: DebtorVisit, choice: LedgerChoice) {
  const { kind, page, extent } = choice
  const part =
    extent === 'page'
      ? { offset: (page - 1) * LEDGER_PAGE_SIZE, limit: LEDGER_PAGE_SIZE }
      : { offset: 0, limit: Number.MAX_SAFE_INTEGER }
  const numbers = await app.listLedgerInvoices(getLedgerAddress(visit, choice.uploadId), { kind, ...part })
  if (numbers === null) throw new Response(null, { status: 404 })
  return { numbers, stored: writeLedgerChoice(choice).toString() }
}

/** Of what was disputed together in one currency, the invoices of which something is left to be paid. */
async function readBatch(app: AppLoadContext['app'], visit: DebtorVisit, batch: string, currency: string | null) {
  const id = z.uuid().safeParse(batch)
  const opened = id.success ? await app.listOpenedTogether(getAccount(visit), id.data) : []
  if (opened.length === 0) throw new Response(null, { status: 404 })
  const payable = opened.filter(
    ({ invoice }) => computeDueNow(invoice) > 0 && (currency ?? invoice.currency) === invoice.currency,
  )
  const numbers = [...new Set(payable.map(({ invoice }) => invoice.number))]
  return { numbers, stored: new URLSearchParams({ batch }).toString() }
}

/** Back to where something was chosen, with what was wrong with it. */
export function redirectToResult({ uploadId, kind, page }: LedgerChoice, problem: 'none' | 'copies'): Response {
  const query = new URLSearchParams({ show: kind, page: String(page), [problem]: '' })
  return redirect(`/reconciliation/${uploadId}?${query.toString()}`, { status: 303 })
}
