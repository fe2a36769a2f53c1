/** What is to be paid of one document, why that much, and its files: the column beside the document. */
import type { TFunction } from 'i18next'
import type { AccountFile, AccountInvoice } from '~/domain/account-invoice'
import { computeDueNow } from '~/domain/invoice-balance'
import type { Formatters } from '~/i18n/formatters'
import { writeAmountReasons } from './amount-reasons'
import { writeDocumentPath } from './document-path'
import { listDueNowReasons } from './due-now-reasons'
import { writeFacts } from './facts'
import { writeFileList, type ListedFile } from './file-list'
import { html, type SafeHtml } from './html'
import { writeOtherWays, type OtherWays, type OtherWaysTexts } from './other-ways'
import { writeSum } from './sum'
import { writeDiscountCard, type ShownDiscounts } from './write-discount-card'

export interface InvoiceAsideProps {
  invoice: AccountInvoice
  creditorName: string
  /** Null where there is none today. */
  discounts: ShownDiscounts | null
  mayPay: boolean
  ways: OtherWays
  mayDispute: boolean
  format: Formatters
}

/** What the column's texts are of. */
export const ASIDE_TEXTS = ['invoice', 'statement', 'dispute', 'payoff', 'paper'] as const

export type InvoiceAsideTexts = TFunction<typeof ASIDE_TEXTS>

export function writeInvoiceAside(
  t: InvoiceAsideTexts,
  texts: { discount: TFunction<'discount'>; ways: OtherWaysTexts },
  props: InvoiceAsideProps,
): SafeHtml {
  const { invoice, discounts, creditorName, format } = props
  const card = invoice.kind === 'invoice' ? writeDueCard(t, texts.ways, props) : writeCreditCard(t, invoice, format)
  const discount = discounts === null ? null : writeDiscountCard(texts.discount, discounts, creditorName, format)
  const reasons =
    invoice.kind === 'invoice' && invoice.openMinor > 0
      ? writeAmountReasons({ title: t('invoice:why.title'), reasons: listDueNowReasons(t, invoice, format) })
      : null
  return html`<aside class="stack" aria-label="${t('invoice:due.label')}">${card}${discount}${reasons}${writeFiles(t, props)}</aside>`
}

function writeDueCard(
  t: InvoiceAsideTexts,
  waysTexts: OtherWaysTexts,
  { invoice, mayPay, ways, mayDispute, format }: InvoiceAsideProps,
): SafeHtml {
  const money = (amountMinor: number) => format.money(amountMinor, invoice.currency)
  const optional = (amountMinor: number) => (amountMinor === 0 ? null : money(amountMinor))
  const dueNowMinor = computeDueNow(invoice)
  const { number, currency } = invoice
  const parameters = new URLSearchParams({ invoice: number, currency }).toString()
  const facts = writeFacts([
    { name: t('invoice:due.on'), value: format.day(invoice.dueOn) },
    { name: t('invoice:due.open'), value: optional(invoice.openMinor) },
    { name: t('invoice:due.disputed'), value: optional(invoice.disputedMinor) },
    { name: t('invoice:due.inPayment'), value: optional(invoice.pendingMinor) },
    { name: t('invoice:due.inPlan'), value: optional(invoice.plannedMinor) },
    { name: t('invoice:due.settledOn'), value: invoice.settledOn === null ? null : format.day(invoice.settledOn) },
  ])
  const pay =
    mayPay && dueNowMinor > 0
      ? html`<p class="actions"><a class="btn big" href="/pay?${parameters}">${t('invoice:due.pay')}</a></p>`
      : null
  const later =
    dueNowMinor > 0
      ? html`<p><a href="/payoff?${parameters}">${t('payoff:link')}</a></p>${writeOtherWays(waysTexts, { ways, currency, invoice: number })}`
      : null
  const disagree = mayDispute
    ? html`<p><a href="/disputes/new?${new URLSearchParams({ invoice: number }).toString()}">${t('dispute:invoice.offer')}</a></p>`
    : null
  return html`<div class="card stack"><h2>${t('statement:payableNow')}</h2>${writeSum(money(dueNowMinor))}${facts}${pay}${later}${disagree}</div>`
}

function writeCreditCard(t: InvoiceAsideTexts, { openMinor, currency }: AccountInvoice, format: Formatters): SafeHtml {
  return html`<div class="card stack"><h2>${t('invoice:due.creditLeft')}</h2>${writeSum(format.money(openMinor, currency))}</div>`
}

function writeFiles(t: InvoiceAsideTexts, { invoice, format }: InvoiceAsideProps): SafeHtml {
  const describe = ({ mediaType, byteSize }: AccountFile) => {
    const type = mediaType.replace(/^.*[/+.]/, '').toUpperCase()
    return `${type} · ${t('invoice:files.bytes', { size: format.integer(Math.max(1, Math.round(byteSize / 1000))) })}`
  }
  const copy = { name: t('paper:download.copy'), note: 'PDF', href: writeDocumentPath(invoice, '/copy.pdf') }
  const files: ListedFile[] = [copy]
  if (invoice.original) {
    const href = writeDocumentPath(invoice, '/original')
    files.push({ name: t('invoice:files.original'), note: describe(invoice.original), href })
  }
  for (const { id, file, url, description, reference } of invoice.attachments) {
    const name = file?.filename ?? description ?? reference ?? url ?? ''
    if (file) files.push({ name, note: describe(file), href: writeDocumentPath(invoice, `/attachments/${id}`) })
    // Only a web address is made a link: whatever else a document holds there is not ours to open.
    else if (url !== null && /^https?:\/\//i.test(url) && URL.canParse(url))
      files.push({ name, note: new URL(url).host, href: url })
  }
  return html`<div><h3>${t('invoice:files.title')}</h3>${writeFileList(files)}</div>`
}
