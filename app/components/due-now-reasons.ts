import type { TFunction } from 'i18next'
import { explainDueNow, type DueNowStep } from '~/domain/due-now-explanation'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { Formatters } from '~/i18n/formatters'
import type { AmountReason } from './amount-reasons'

/** Why an invoice's payable amount is what it is, step by step, in words. */
export function listDueNowReasons(
  t: TFunction<'invoice'>,
  invoice: Pick<
    InvoiceBalance,
    'currency' | 'payableMinor' | 'openMinor' | 'disputedMinor' | 'pendingMinor' | 'plannedMinor'
  >,
  format: Formatters,
): AmountReason[] {
  const texts: Readonly<Record<DueNowStep['kind'], { text: string; source?: string }>> = {
    payable: { text: t('why.payable'), source: t('why.sourceInvoice') },
    allocated: { text: t('why.allocated'), source: t('why.sourceHistory') },
    open: { text: t('why.open') },
    disputed: { text: t('why.disputed') },
    pending: { text: t('why.inPayment'), source: t('why.sourceHistory') },
    planned: { text: t('why.inPlan') },
    due_now: { text: t('why.payableNow') },
  }
  return explainDueNow(invoice).map(({ kind, amountMinor }) => ({
    ...texts[kind],
    amount: format.money(amountMinor, invoice.currency),
  }))
}
