/** What moved on the account, a card each: what it was found to be, or what somebody can make of it. */
import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { BankTransactionKind } from '~/domain/bank-transaction'
import type { KeptStatus, TransactionDecision } from '~/domain/kept-transaction'
import { EmptyState } from '../empty-state'
import { Facts } from '../facts'

export interface ShownSuggestion {
  debtor: { externalId: string; name: string }
  /** A payment that was to be made by transfer. */
  payment: { id: string; reference: string } | null
  invoices: string[]
  reasons: string[]
}

export interface ShownTransaction {
  id: string
  kind: BankTransactionKind
  status: KeptStatus
  decision: TransactionDecision['kind']
  amount: string
  bookedOn: string | null
  counterparty: string | null
  account: string | null
  remittance: string
  obstacles: string[]
  reasons: string[]
  /** What a person wrote. */
  note: string | null
  suggestions: ShownSuggestion[]
  debtor: { externalId: string; name: string } | null
  payment: { id: string; reference: string } | null
}

export function BankTransactions({
  transactions,
  mayManage,
}: {
  transactions: readonly ShownTransaction[]
  mayManage: boolean
}) {
  const { t } = useTranslation('console')
  if (transactions.length === 0) return <EmptyState title={t('bank.none')} />
  return (
    <div className="cards">
      {transactions.map((transaction) => (
        <TransactionCard key={transaction.id} transaction={transaction} mayManage={mayManage} />
      ))}
    </div>
  )
}

function TransactionCard({ transaction, mayManage }: { transaction: ShownTransaction; mayManage: boolean }) {
  const { t } = useTranslation('console')
  const { id, kind, status, decision, debtor, payment, obstacles, reasons, suggestions } = transaction
  const isOpen = status === 'open' && decision !== 'waiting'
  const canUndo = status !== 'open' && decision !== 'not_incoming' && decision !== 'reversed'
  return (
    <section className="card stack">
      <h3>
        {transaction.amount} <bdi>{transaction.counterparty ?? t('bank.nobody')}</bdi>
      </h3>
      <Facts
        facts={[
          { name: t('bank.kind'), value: t(`bank.kinds.${kind}`) },
          { name: t('bank.bookedOn'), value: transaction.bookedOn },
          {
            name: t('bank.account'),
            value: transaction.account === null ? null : <bdi dir="ltr">{transaction.account}</bdi>,
          },
          { name: t('bank.text'), value: transaction.remittance === '' ? null : <bdi>{transaction.remittance}</bdi> },
          { name: t('bank.decided'), value: t(`bank.decision.${decision}`) },
          { name: t('bank.note'), value: transaction.note },
          {
            name: t('bank.debtor'),
            value: debtor ? (
              <Link to={`/console/debtors/${encodeURIComponent(debtor.externalId)}`}>
                <bdi>{debtor.name}</bdi>
              </Link>
            ) : null,
          },
          {
            name: t('bank.payment'),
            value: payment ? (
              <Link to={`/console/payments/${payment.id}`}>
                <bdi>{payment.reference}</bdi>
              </Link>
            ) : null,
          },
        ]}
      />
      <Lines lines={[...obstacles, ...reasons]} />
      {isOpen && kind === 'incoming'
        ? suggestions.map((suggestion, index) => (
            <Suggestion key={index} transactionId={id} suggestion={suggestion} mayManage={mayManage} />
          ))
        : null}
      {isOpen && mayManage ? (
        <>
          {kind === 'incoming' ? <AssignForm transactionId={id} /> : null}
          <ReasonForm transactionId={id} intent="ignore" />
        </>
      ) : null}
      {canUndo && mayManage ? <ReasonForm transactionId={id} intent="undo" /> : null}
    </section>
  )
}

function Lines({ lines }: { lines: readonly string[] }) {
  return lines.length === 0 ? null : (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function Suggestion({
  transactionId,
  suggestion,
  mayManage,
}: {
  transactionId: string
  suggestion: ShownSuggestion
  mayManage: boolean
}) {
  const { t } = useTranslation('console')
  const { debtor, payment, invoices, reasons } = suggestion
  const numbers = invoices.join(', ')
  const goal =
    payment !== null
      ? t('bank.suggestion.payment', { reference: payment.reference })
      : invoices.length > 0
        ? t('bank.suggestion.invoices', { numbers })
        : t('bank.suggestion.credit')
  return (
    <form method="post" action="/console/bank">
      <p>
        <b>
          <bdi>{debtor.name}</bdi>
        </b>
        <br />
        {goal}
      </p>
      <Lines lines={reasons} />
      <input type="hidden" name="transaction" value={transactionId} />
      {payment === null ? (
        <>
          <input type="hidden" name="debtor" value={debtor.externalId} />
          <input type="hidden" name="invoices" value={invoices.join('\n')} />
        </>
      ) : (
        <input type="hidden" name="payment" value={payment.id} />
      )}
      {mayManage ? (
        <p className="actions">
          <button className="btn quiet" name="intent" value={payment === null ? 'assign' : 'payment'}>
            {t('bank.suggestion.take')}
          </button>
        </p>
      ) : null}
    </form>
  )
}

function AssignForm({ transactionId }: { transactionId: string }) {
  const { t } = useTranslation('console')
  const fieldId = (name: string) => `${name}-${transactionId}`
  return (
    <details>
      <summary>{t('bank.assign.title')}</summary>
      <form method="post" action="/console/bank" className="stack">
        <input type="hidden" name="transaction" value={transactionId} />
        <div className="field">
          <label htmlFor={fieldId('debtor')}>{t('bank.assign.debtor')}</label>
          <input id={fieldId('debtor')} name="debtor" required maxLength={200} autoComplete="off" />
        </div>
        <div className="field">
          <label htmlFor={fieldId('invoices')}>{t('bank.assign.invoices')}</label>
          <p className="hint" id={fieldId('invoices-hint')}>
            {t('bank.assign.hint')}
          </p>
          <textarea
            id={fieldId('invoices')}
            name="invoices"
            rows={2}
            maxLength={20_000}
            aria-describedby={fieldId('invoices-hint')}
          />
        </div>
        <p className="actions">
          <button className="btn" name="intent" value="assign">
            {t('bank.assign.send')}
          </button>
        </p>
      </form>
    </details>
  )
}

function ReasonForm({ transactionId, intent }: { transactionId: string; intent: 'ignore' | 'undo' }) {
  const { t } = useTranslation('console')
  const fieldId = `${intent}-${transactionId}`
  return (
    <details>
      <summary>{t(`bank.${intent}.title`)}</summary>
      <form method="post" action="/console/bank" className="stack">
        <input type="hidden" name="transaction" value={transactionId} />
        <div className="field">
          <label htmlFor={fieldId}>{t('bank.reason')}</label>
          <p className="hint" id={`${fieldId}-hint`}>
            {t(`bank.${intent}.hint`)}
          </p>
          <input
            id={fieldId}
            name="reason"
            required
            maxLength={500}
            autoComplete="off"
            aria-describedby={`${fieldId}-hint`}
          />
        </div>
        <p className="actions">
          <button className={intent === 'undo' ? 'btn danger' : 'btn quiet'} name="intent" value={intent}>
            {t(`bank.${intent}.send`)}
          </button>
        </p>
      </form>
    </details>
  )
}
