/** A payment as its creditor sees it. What the debtor paid and what the provider keeps of it stand apart. */
import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PaymentStatus } from '~/domain/payment'
import type { ReversalKind, ReversalStatus } from '~/domain/payment-reversal'
import { Badge, type BadgeTone } from '../badge'
import { Facts } from '../facts'
import { FailureReason } from './failure-reason'
import { GatewayName } from './gateway-name'

export interface ShownReversal {
  id: string
  kind: ReversalKind
  status: ReversalStatus
  tone: BadgeTone
  amount: string
  reason: string | null
  failure: string | null
  at: string
}

/** Amounts, days and instants are written already. */
export interface ShownPayment {
  id: string
  reference: string
  debtor: { externalId: string; name: string }
  status: PaymentStatus
  tone: BadgeTone
  amounts: {
    asked: string
    received: string | null
    /** In the invoices' currency, where that is another. */
    settled: string | null
    refunded: string | null
    chargedBack: string | null
  }
  gateway: string
  gatewayReference: string | null
  transactionReference: string | null
  method: string | null
  failureCode: string | null
  startedAt: string
  succeededAt: string | null
  endedAt: string | null
  payer: string | null
  manual: { receivedOn: string; externalReference: string | null; note: string | null } | null
  /** Numbers of the credit notes that state its discounts. */
  notes: readonly string[]
  items: { number: string; paid: string; discount: string | null; writtenOff: string | null; open: string }[]
  /** What it left beyond its invoices and is not used. */
  credits: { id: string; open: string }[]
  settlement: { gross: string; fee: string; net: string; exchangeRate: string | null; learnedAt: string } | null
  reversals: ShownReversal[]
  /** Null where nothing is left that could go back. */
  refundable: string | null
  canRefund: boolean
  canCorrect: boolean
  currencySign: string
}

/** `notice` stands under the title: what came of the last request. `children` stand at the end: what can be done. */
export function PaymentView({
  payment,
  mayManage,
  notice,
  children,
}: {
  payment: ShownPayment
  mayManage: boolean
  notice: ReactNode
  children: ReactNode
}) {
  const { t } = useTranslation('money')
  return (
    <>
      <div className="title">
        <div>
          <h1>{t('payment.title', { reference: payment.reference })}</h1>
          <p>
            <Badge tone={payment.tone}>{t(`status.${payment.status}`)}</Badge>
          </p>
        </div>
      </div>
      <div className="stack">
        {notice}
        <PaymentFacts payment={payment} />
        {payment.items.length === 0 ? null : <SettledItems items={payment.items} notes={payment.notes} />}
        {payment.credits.map(({ id, open }) => (
          <p key={id}>
            {t('payment.credit', { open })}{' '}
            {mayManage && (payment.canRefund || payment.canCorrect) ? (
              <Link to={`?credit=${id}`}>{t('payment.refundCredit')}</Link>
            ) : null}
          </p>
        ))}
        {payment.settlement === null ? null : <Settlement settlement={payment.settlement} />}
        {payment.reversals.length === 0 ? null : <Reversals reversals={payment.reversals} />}
        {children}
      </div>
    </>
  )
}

function PaymentFacts({ payment }: { payment: ShownPayment }) {
  const { t } = useTranslation('money')
  const { amounts, manual } = payment
  const code = (text: string | null) => (text === null ? null : <code dir="ltr">{text}</code>)
  return (
    <Facts
      facts={[
        { name: t('payment.asked'), value: amounts.asked },
        { name: t('payment.received'), value: amounts.received },
        { name: t('payment.settled'), value: amounts.settled },
        { name: t('payment.refunded'), value: amounts.refunded },
        { name: t('payment.chargedBack'), value: amounts.chargedBack },
        { name: t('payment.by'), value: <GatewayName name={payment.gateway} /> },
        { name: t('payment.method'), value: payment.method },
        { name: t('payment.receivedOn'), value: manual?.receivedOn },
        { name: t('payment.externalReference'), value: manual?.externalReference },
        { name: t('payment.note'), value: manual?.note },
        { name: t('payment.payer'), value: payment.payer === null ? null : <bdi>{payment.payer}</bdi> },
        { name: t('payment.startedAt'), value: payment.startedAt },
        { name: t('payment.succeededAt'), value: payment.succeededAt },
        { name: t('payment.endedAt'), value: payment.endedAt },
        {
          name: t('payment.failure'),
          value: payment.failureCode === null ? null : <FailureReason code={payment.failureCode} />,
        },
        { name: t('payment.gatewayReference'), value: code(payment.gatewayReference) },
        { name: t('payment.transactionReference'), value: code(payment.transactionReference) },
      ]}
    />
  )
}

function SettledItems({ items, notes }: Pick<ShownPayment, 'items' | 'notes'>) {
  const { t } = useTranslation('money')
  const { t: discountText } = useTranslation('discount')
  return (
    <section>
      <h2 id="items-title">{t('items.title')}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="items-title">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('items.number')}</th>
              <th scope="col" className="n">
                {t('items.paid')}
              </th>
              <th scope="col" className="n">
                {discountText('items.taken')}
              </th>
              <th scope="col" className="n">
                {t('items.writtenOff')}
              </th>
              <th scope="col" className="n">
                {t('items.open')}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ number, paid, discount, writtenOff, open }) => (
              <tr key={number}>
                <th scope="row">
                  <bdi>{number}</bdi>
                </th>
                <td className="n">{paid}</td>
                <td className="n">{discount}</td>
                <td className="n">{writtenOff}</td>
                <td className="n">{open}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {notes.length === 0 ? null : (
        <ul>
          {notes.map((number) => (
            <li key={number}>
              <a href={`/console/discounts/note.xml?${new URLSearchParams({ number }).toString()}`}>
                {discountText('note.name')} <bdi>{number}</bdi>: {discountText('note.einvoice')}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Settlement({ settlement }: { settlement: NonNullable<ShownPayment['settlement']> }) {
  const { t } = useTranslation('money')
  return (
    <section className="stack" aria-labelledby="settlement-title">
      <h2 id="settlement-title">{t('settlement.title')}</h2>
      <p className="soft">{t('settlement.lead', { at: settlement.learnedAt })}</p>
      <Facts
        facts={[
          { name: t('settlement.gross'), value: settlement.gross },
          { name: t('settlement.fee'), value: settlement.fee },
          { name: t('settlement.net'), value: settlement.net },
          { name: t('settlement.exchangeRate'), value: settlement.exchangeRate },
        ]}
      />
    </section>
  )
}

function Reversals({ reversals }: { reversals: readonly ShownReversal[] }) {
  const { t } = useTranslation('money')
  return (
    <section>
      <h2 id="reversals-title">{t('reversals.title')}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="reversals-title">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('reversals.kind')}</th>
              <th scope="col" className="n">
                {t('reversals.amount')}
              </th>
              <th scope="col">{t('reversals.status')}</th>
              <th scope="col">{t('reversals.reason')}</th>
              <th scope="col">{t('reversals.at')}</th>
            </tr>
          </thead>
          <tbody>
            {reversals.map((reversal) => (
              <tr key={reversal.id}>
                <th scope="row">{t(`kind.${reversal.kind}`)}</th>
                <td className="n">{reversal.amount}</td>
                <td>
                  <Badge tone={reversal.tone}>{t(`reversalStatus.${reversal.status}`)}</Badge>
                  {reversal.failure === null ? null : (
                    <small>
                      <FailureReason code={reversal.failure} />
                    </small>
                  )}
                </td>
                <td>
                  <bdi>{reversal.reason}</bdi>
                </td>
                <td className="nowrap">{reversal.at}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
