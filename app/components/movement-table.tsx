/** A period of the account as a ledger. Its rows are written as text, because there may be two hundred of them. */
import { useTranslation } from '~/i18n/use-translation'
import type { BalanceForward, BookedMovement, MovementKind } from '~/domain/balance-forward'
import type { Formatters } from '~/i18n/formatters'
import { writeDocumentPath } from './document-path'
import { html, joinHtml, type SafeHtml } from './html'
import { StaticHtml } from './static-page'

const ABOUT_DOCUMENTS: readonly MovementKind[] = ['invoice', 'credit_note', 'discount', 'write_off']

export function MovementTable({ balanceForward, format }: { balanceForward: BalanceForward; format: Formatters }) {
  const { t } = useTranslation('statement')
  const { currency, from, to, movements, page, pageCount } = balanceForward
  const names: MovementNames = {
    charge: t('movements.charge'),
    credit: t('movements.credit'),
    balance: t('movements.balance'),
    kinds: {
      invoice: t('movements.invoice'),
      credit_note: t('movements.creditNote'),
      payment: t('movements.payment'),
      refund: t('movements.refund'),
      chargeback: t('movements.chargeback'),
      reinstatement: t('movements.reinstatement'),
      discount: t('movements.discount'),
      write_off: t('movements.writeOff'),
    },
  }
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const isLast = page === pageCount
  const rows = [
    writeBalanceRow('balance', {
      day: format.day(page === 1 ? from : (movements[0]?.on ?? from)),
      name: page === 1 ? t('movements.opening') : t('movements.broughtForward'),
      balance: money(balanceForward.broughtForwardMinor),
      names,
    }),
    ...movements.map((movement) => writeMovementRow(movement, names, format, money)),
    writeBalanceRow('balance closing', {
      day: format.day(isLast ? to : (movements.at(-1)?.on ?? to)),
      name: isLast ? t('movements.closing') : t('movements.carriedForward'),
      ...(isLast ? { charge: money(balanceForward.debitMinor), credit: money(balanceForward.creditMinor) } : {}),
      balance: money(movements.at(-1)?.balanceMinor ?? balanceForward.broughtForwardMinor),
      names,
    }),
  ]
  return (
    <table className="data movements">
      <caption>{t('movements.caption', { from: format.day(from), to: format.day(to), currency })}</caption>
      <thead>
        <tr>
          {[t('movements.date'), t('movements.document'), names.charge, names.credit, names.balance].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <StaticHtml as="tbody" html={joinHtml(rows)} />
    </table>
  )
}

interface MovementNames {
  charge: string
  credit: string
  balance: string
  kinds: Readonly<Record<MovementKind, string>>
}

function writeMovementRow(
  movement: BookedMovement,
  names: MovementNames,
  format: Formatters,
  money: (amountMinor: number) => string,
): SafeHtml {
  const { kind, amountMinor } = movement
  const documentKind = kind === 'credit_note' ? 'credit_note' : 'invoice'
  const isPayment = !ABOUT_DOCUMENTS.includes(kind)
  const href = isPayment
    ? `/payments/${movement.paymentId ?? ''}`
    : writeDocumentPath({ number: movement.reference, kind: documentKind })
  return html`<tr><td>${format.day(movement.on)}</td><td>${names.kinds[kind]} <a href="${href}"><bdi>${movement.reference}</bdi></a></td>${writeFigure(names.charge, amountMinor > 0 ? money(amountMinor) : undefined)}${writeFigure(names.credit, amountMinor < 0 ? money(-amountMinor) : undefined)}${writeFigure(names.balance, money(movement.balanceMinor))}</tr>
`
}

function writeBalanceRow(
  className: string,
  row: { day: string; name: string; charge?: string; credit?: string; balance: string; names: MovementNames },
): SafeHtml {
  const { names } = row
  return html`<tr class="${className}"><td>${row.day}</td><td>${row.name}</td>${writeFigure(names.charge, row.charge)}${writeFigure(names.credit, row.credit)}${writeFigure(names.balance, row.balance)}</tr>
`
}

function writeFigure(name: string, figure: string | undefined): SafeHtml {
  return figure === undefined ? html`<td></td>` : html`<td data-label="${name}">${figure}</td>`
}
