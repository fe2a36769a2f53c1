/** What the console's forms for one debtor have in common: an offer, a plan and a promise are made of chosen invoices of a currency. */
import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { DebtorSummary } from '~/domain/debtor-summary'
import { requireConsoleDebtor } from './console-debtor.server'
import { requireConsoleVisit, type ConsoleVisit } from './console-visit.server'
import { readForm } from './request-body.server'

export interface ConsoleDebtorForm {
  readonly visit: ConsoleVisit
  readonly account: DebtorSummary
  readonly form: URLSearchParams
  /** Of the form: sent twice it is one step. */
  readonly key: string
  readonly currency: CurrencyCode
}

/**
 * The form as it was sent by somebody who may make agreements. Throws 404 where there is no such debtor, and 400 where
 * the fields are missing that no reader types.
 */
export async function readConsoleDebtorForm({
  request,
  params,
  context,
}: ActionFunctionArgs): Promise<ConsoleDebtorForm> {
  const visit = await requireConsoleVisit(request, context, 'agreements.manage')
  const account = await requireConsoleDebtor(context, visit, params['externalId'])
  const form = await readForm(request)
  const key = z.uuid().safeParse(form.get('key'))
  const currency = parseCurrencyCode(form.get('currency') ?? '')
  if (!key.success || currency === null) throw new Response(null, { status: 400 })
  return { visit, account, form, key: key.data, currency }
}
