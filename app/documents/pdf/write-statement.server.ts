/** The statement: where the account stands in every currency, and its documents, with their lines where asked for. */
import { createDocumentStateWriter } from '~/components/document-state'
import { createUnitNames } from '~/components/unit-names'
import type { AgeingBucket } from '~/domain/ageing'
import type { BankAccount } from '~/domain/creditor'
import type { CurrencyPosition } from '~/domain/statement'
import { isNarrowed, type StatementTab } from '~/domain/statement-query'
import type { DocumentFrame, StatementEntry, StatementPaper } from '~/use-cases/ports/document-printer'
import { BODY, closeSheet, getWords, HEADING, openSheet, SOFT_BODY, writeFacts, type Sheet } from './letterhead.server'
import { Table } from './table.server'
import { isolate } from './typeset.server'

/** That it is a part is not to be overlooked. */
const PART = { size: 9, isBold: true }

export async function writeStatement(model: StatementPaper, frame: DocumentFrame, begin: (sheet: Sheet) => void) {
  const sheet = openSheet(frame, getWords(frame).t('paper:statement.title'))
  begin(sheet)
  const { paper, t, format } = sheet
  paper.text('P', t('statement:asOf', { day: format.day(model.today) }), SOFT_BODY)
  for (const line of describeListed(sheet, model.filter)) paper.text('P', line, SOFT_BODY)
  paper.y += 8
  if (model.coverage === 'chosen_invoices') paper.text('P', t('paper:coverage.note'), PART, 8)
  for (const position of model.positions) writePosition(sheet, position, model.positions.length > 1)
  await writeDocuments(sheet, model)
  writeBankAccounts(sheet, model)
  closeSheet(sheet)
}

/** Which documents are listed: whoever is shown the paper did not see what it was asked for with. */
function describeListed(sheet: Sheet, { tab, search, from, to, currency }: StatementPaper['filter']): string[] {
  const { t, paper } = sheet
  const tabs: Readonly<Record<StatementTab, string>> = {
    open: t('paper:listed.open'),
    overdue: t('paper:listed.overdue'),
    paid: t('paper:listed.paid'),
    all: t('paper:listed.all'),
  }
  const text = isolate(search, paper.settings.direction)
  return [
    tabs[tab],
    search === '' ? '' : t('paper:listed.search', { text }),
    describeIssued(sheet, from, to),
    currency === null ? '' : t('paper:listed.currency', { currency }),
  ].filter((line) => line !== '')
}

function describeIssued({ t, format }: Sheet, from: StatementPaper['filter']['from'], to: typeof from): string {
  if (from !== null && to !== null) return t('paper:issuedBetween', { from: format.day(from), to: format.day(to) })
  if (from !== null) return t('paper:issuedFrom', { from: format.day(from) })
  return to === null ? '' : t('paper:issuedTo', { to: format.day(to) })
}

function writePosition(sheet: Sheet, position: CurrencyPosition, isNamed: boolean): void {
  const { paper, t, format } = sheet
  const { currency } = position
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const optional = (amountMinor: number) => (amountMinor === 0 ? null : money(amountMinor))
  paper.text('H2', isNamed ? t('statement:payableNowIn', { currency }) : t('statement:payableNow'), HEADING)
  paper.text('P', money(position.dueNowMinor), { size: 17, isBold: true }, 4)
  if (position.openMinor === 0) paper.text('P', t('statement:summary.nothingOpen'), BODY, 4)
  if (position.openMinor === 0 && position.creditMinor === 0) return
  writeFacts(
    sheet,
    [
      [t('statement:parts.overdue'), money(position.overdueMinor)],
      [t('statement:parts.notYetDue'), money(position.notYetDueMinor)],
      [t('statement:parts.disputed'), optional(position.disputedMinor)],
      [t('statement:parts.inPayment'), optional(position.pendingMinor)],
      [t('statement:parts.inPlan'), optional(position.plannedMinor)],
      [t('statement:columns.open'), money(position.openMinor)],
      [t('statement:parts.credit'), optional(position.creditMinor)],
      [t('statement:movements.balance'), money(position.balanceMinor)],
    ],
    { width: paper.width * 0.62, valueAlign: 'end' },
  )
  if (position.openMinor !== 0) writeAgeing(sheet, position)
}

function writeAgeing({ paper, t, format }: Sheet, { currency, ageing }: CurrencyPosition): void {
  const names: Readonly<Record<AgeingBucket, string>> = {
    not_due: t('statement:ageing.notDue'),
    days_1_30: t('statement:ageing.days1To30'),
    days_31_60: t('statement:ageing.days31To60'),
    days_61_90: t('statement:ageing.days61To90'),
    days_over_90: t('statement:ageing.daysOver90'),
  }
  const table = new Table(paper, {
    columns: [
      { head: t('statement:ageing.pastDue'), share: 3 },
      { head: t('statement:ageing.count'), share: 1, align: 'end' },
      { head: t('statement:ageing.open'), share: 2, align: 'end' },
    ],
    caption: t('statement:ageing.title'),
    width: paper.width * 0.62,
  })
  for (const { bucket, count, openMinor } of ageing) {
    table.row([{ text: names[bucket] }, { text: format.integer(count) }, { text: format.money(openMinor, currency) }])
  }
  table.close(14)
}

/** A table a currency, as the documents come. */
async function writeDocuments(sheet: Sheet, { entries, filter, today }: StatementPaper): Promise<void> {
  const { paper } = sheet
  const writeEntry = createEntryWriter(sheet, today)
  let currency: string | null = null
  let table: Table | null = null
  for await (const batch of entries) {
    for (const entry of batch) {
      if (table === null || currency !== entry.currency) {
        table?.close(14)
        currency = entry.currency
        table = openDocumentTable(sheet, currency)
      }
      writeEntry(table, entry)
      await paper.settle()
    }
  }
  if (table) table.close(14)
  else paper.text('P', describeNone(sheet, filter), BODY, 8)
}

/** As the page says it. */
function describeNone({ t }: Sheet, filter: StatementPaper['filter']): string {
  if (isNarrowed(filter)) return t('statement:empty.narrowedText')
  const texts: Readonly<Record<StatementTab, string>> = {
    open: t('statement:empty.open'),
    overdue: t('statement:empty.overdue'),
    paid: t('statement:empty.paid'),
    all: t('statement:empty.all'),
  }
  return texts[filter.tab]
}

function openDocumentTable({ paper, t }: Sheet, currency: string): Table {
  return new Table(paper, {
    columns: [
      { head: t('statement:columns.number'), share: 1.75 },
      { head: t('statement:columns.issued'), share: 1.2 },
      { head: t('statement:columns.due'), share: 1.3 },
      { head: t('statement:columns.amount'), share: 1.3, align: 'end' },
      { head: t('statement:columns.open'), share: 1.3, align: 'end' },
      { head: t('statement:columns.disputed'), share: 1.15, align: 'end' },
      { head: t('statement:columns.inPayment'), share: 1.15, align: 'end' },
      { head: t('statement:columns.payableNow'), share: 1.3, align: 'end' },
    ],
    caption: t('statement:list.caption', { currency }),
    size: 7.5,
  })
}

function createEntryWriter({ t, words, format }: Sheet, today: StatementPaper['today']) {
  const states = createDocumentStateWriter(words.statement, today)
  const unit = createUnitNames(words.invoice)
  const overpayment = t('statement:credits.overpayment')
  return (table: Table, entry: StatementEntry) => {
    const { currency, kind } = entry
    const money = (amountMinor: number) => format.money(amountMinor, currency)
    const held = (amountMinor: number) => ({ text: amountMinor === 0 ? '' : money(amountMinor) })
    const isInvoice = kind === 'invoice'
    const state =
      kind === 'unapplied_credit'
        ? overpayment
        : states.describe({
            ...{ kind, dueOn: entry.dueOn, disputedMinor: entry.disputedMinor, pendingMinor: entry.pendingMinor },
            plannedMinor: entry.plannedMinor,
            ...{ payableMinor: Math.abs(entry.amountMinor), openMinor: Math.abs(entry.openMinor) },
          }).text
    table.row([
      { text: entry.number, note: entry.purchaseOrder },
      { text: format.day(entry.issueOn) },
      isInvoice ? { text: format.day(entry.dueOn), note: state } : { text: '', note: state },
      { text: money(entry.amountMinor) },
      { text: money(entry.openMinor) },
      held(entry.disputedMinor),
      held(entry.pendingMinor),
      { text: money(isInvoice ? entry.dueNowMinor : entry.openMinor) },
    ])
    for (const line of entry.lines) {
      const quantity = `${format.decimal(line.quantity)} ${unit(line.unitCode ?? '')}`
      const price = line.unitPrice === null ? '' : ` × ${format.price(line.unitPrice, currency)}`
      table.row(
        [
          { text: line.name, span: 4 },
          { text: `${quantity}${price}`, span: 2 },
          { text: money(line.netMinor), span: 2 },
        ],
        'detail',
      )
    }
  }
}

/** Its name, with the currency where the name leaves that out. */
function nameAccount({ label, currency }: BankAccount): string {
  return label.includes(currency) ? label : `${label} (${currency})`
}

/** Where to pay, in the currencies in which something is open. */
function writeBankAccounts(sheet: Sheet, { positions }: StatementPaper): void {
  const { paper, t, frame } = sheet
  const owed = positions.filter(({ openMinor }) => openMinor > 0).map(({ currency }) => currency)
  const accounts = frame.creditor.bankAccounts.filter(({ currency }) => owed.includes(currency))
  if (accounts.length === 0) return
  paper.text('H2', t('access:trust.accounts', { creditor: frame.creditor.name }), HEADING, 3)
  // Groups of digits alone would be read from the right in a text that runs so.
  const written = (digits: string | undefined) => digits && isolate(digits, paper.settings.direction)
  for (const account of accounts) {
    writeFacts(sheet, [
      [t('access:trust.account'), nameAccount(account)],
      [t('access:trust.holder'), account.accountName],
      [t('access:trust.iban'), account.iban?.replace(/(.{4})(?=.)/g, '$1 ')],
      [t('access:trust.bic'), account.bic],
      [t('access:trust.number'), written(account.accountNumber)],
      [t('access:trust.routing'), written(account.routingCode)],
      [t('access:trust.bank'), account.bankName],
    ])
  }
}
