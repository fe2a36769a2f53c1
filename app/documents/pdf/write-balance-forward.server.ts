/** A period of the account as a ledger, in every currency that ever moved. */
import type { MovementKind } from '~/domain/balance-forward'
import type { BalanceForwardPaper, DocumentFrame } from '~/use-cases/ports/document-printer'
import { BODY, closeSheet, getWords, openSheet, SOFT_BODY, type Sheet } from './letterhead.server'
import { Table } from './table.server'

export async function writeBalanceForward(
  model: BalanceForwardPaper,
  frame: DocumentFrame,
  begin: (sheet: Sheet) => void,
) {
  const sheet = openSheet(frame, getWords(frame).t('statement:movements.title'))
  begin(sheet)
  const { paper, t, format } = sheet
  paper.text('P', t('statement:asOf', { day: format.day(model.today) }), SOFT_BODY, 8)
  const ledger = model.movements[Symbol.asyncIterator]()
  const reader = { ledger, batch: [] as readonly Movement[], next: 0 }
  // Balances and movements are both in the order of their currencies.
  for (const balance of model.balances) await writeLedger(sheet, model, balance, reader)
  if (model.balances.length === 0) paper.text('P', t('statement:movements.none'), BODY, 8)
  paper.text('P', t('statement:movements.rule'), SOFT_BODY, 4)
  closeSheet(sheet)
}

type Movement = BalanceForwardPaper['movements'] extends AsyncIterable<readonly (infer One)[]> ? One : never

interface MovementReader {
  ledger: AsyncIterator<readonly Movement[]>
  batch: readonly Movement[]
  next: number
}

async function peek(reader: MovementReader): Promise<Movement | null> {
  while (reader.next >= reader.batch.length) {
    const step = await reader.ledger.next()
    if (step.done === true) return null
    reader.batch = step.value
    reader.next = 0
  }
  return reader.batch[reader.next] ?? null
}

async function writeLedger(
  { paper, t, format }: Sheet,
  { period }: BalanceForwardPaper,
  { currency, openingMinor, debitMinor, creditMinor, closingMinor }: BalanceForwardPaper['balances'][number],
  reader: MovementReader,
): Promise<void> {
  const kinds: Readonly<Record<MovementKind, string>> = {
    invoice: t('statement:movements.invoice'),
    credit_note: t('statement:movements.creditNote'),
    payment: t('statement:movements.payment'),
    refund: t('statement:movements.refund'),
    chargeback: t('statement:movements.chargeback'),
    reinstatement: t('statement:movements.reinstatement'),
    discount: t('statement:movements.discount'),
    write_off: t('statement:movements.writeOff'),
  }
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const [from, to] = [format.day(period.from), format.day(period.to)]
  const table = new Table(paper, {
    columns: [
      { head: t('statement:movements.date'), share: 1.1 },
      { head: t('statement:movements.document'), share: 3.2 },
      { head: t('statement:movements.charge'), share: 1.4, align: 'end' },
      { head: t('statement:movements.credit'), share: 1.4, align: 'end' },
      { head: t('statement:movements.balance'), share: 1.4, align: 'end' },
    ],
    caption: t('statement:movements.caption', { from, to, currency }),
    rowHeader: 1,
  })
  const none = { text: '' }
  const opening = [{ text: from }, { text: t('statement:movements.opening') }, none, none]
  table.row([...opening, { text: money(openingMinor) }], 'total')
  for (let next = await peek(reader); next?.currency === currency; next = await peek(reader)) {
    reader.next += 1
    const { kind, on, reference, amountMinor, balanceMinor } = next
    table.row([
      { text: format.day(on) },
      { text: `${kinds[kind]} ${reference}` },
      { text: amountMinor > 0 ? money(amountMinor) : '' },
      { text: amountMinor < 0 ? money(-amountMinor) : '' },
      { text: money(balanceMinor) },
    ])
    await paper.settle()
  }
  table.row(
    [
      { text: to },
      { text: t('statement:movements.closing') },
      { text: money(debitMinor) },
      { text: money(creditMinor) },
      { text: money(closingMinor) },
    ],
    'total',
  )
  table.close(14)
}
