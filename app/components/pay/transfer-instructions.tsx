/** How to order a transfer: the account, the sum and the reference to copy, the codes to scan, and what to do then. */
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { formatBankReference } from '~/domain/bank-reference'
import { formatIban } from '~/domain/iban'
import type { QrSymbol } from '~/domain/qr-symbol'
import type { TransferInstructions } from '~/domain/transfer-instructions'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { Facts, type Fact } from '../facts'
import { ErrorSummary, TextField } from '../form-field'
import { QrCode } from '../qr-code'

export type AdviceProblem = 'amount' | 'paid_in_future' | 'day'

/** The form "I have paid" as it was last sent, or as it is proposed. */
export interface AdviceForm {
  paidOn: string
  amount: string
  note: string
  today: string
  currency: string
  problem: AdviceProblem | null
}

export interface ShownTransfer {
  instructions: TransferInstructions
  epcSymbol: QrSymbol | null
  swissSymbol: QrSymbol | null
  /** Written days of an account that is new, and had none before it in its currency. */
  newAccount: { creditor: string; since: string; until: string } | null
  /** Null where it has been said, or the visitor may only look. */
  advice: AdviceForm | null
}

export function TransferSection({
  address,
  transfer,
  format,
}: {
  /** Of the payment's page. */
  address: string
  transfer: ShownTransfer
  format: Formatters
}) {
  const { t } = useTranslation('pay')
  const { t: tPaper } = useTranslation('paper')
  const { t: tContact } = useTranslation('contact')
  const { instructions, epcSymbol, swissSymbol, advice, newAccount } = transfer
  const facts = describeFacts(t, instructions, format)
  return (
    <>
      <section aria-labelledby="transfer-title">
        <h2 id="transfer-title">{t('transfer.title')}</h2>
        {newAccount === null ? null : <Callout tone="warn">{tContact('bank.newConfirm', newAccount)}</Callout>}
        {epcSymbol ? (
          <>
            <p>{t('transfer.scanEpc')}</p>
            <QrCode symbol={epcSymbol} label={t('transfer.epcLabel')} facts={facts} />
          </>
        ) : null}
        {swissSymbol ? (
          <>
            <p>{t('transfer.scanSwiss')}</p>
            <QrCode symbol={swissSymbol} label={t('transfer.swissLabel')} facts={facts} mark="swiss_cross" />
          </>
        ) : null}
        {epcSymbol || swissSymbol ? null : <Facts facts={facts} />}
        <Callout tone="info">{t('transfer.quote')}</Callout>
        <p className="actions">
          {swissSymbol ? (
            <a className="btn quiet" href={`${address}/qr-bill`}>
              {t('transfer.bill.open')}
            </a>
          ) : null}
          <a className="btn quiet" href={`${address}/advice.csv?separators=local`}>
            {t('transfer.advice')}
          </a>
          <a className="btn quiet" href={`${address}/advice.pdf`}>
            {tPaper('download.advice')}
          </a>
        </p>
      </section>
      {advice ? <AdviceSection address={address} advice={advice} /> : null}
    </>
  )
}

function describeFacts(
  t: TFunction<'pay'>,
  { account, iban, amount, reference }: TransferInstructions,
  format: Formatters,
): Fact[] {
  const copied = (text: string | undefined): ReactNode => (text === undefined ? null : <bdi dir="ltr">{text}</bdi>)
  return [
    { name: t('transfer.holder'), value: <bdi>{account.accountName}</bdi> },
    { name: t('transfer.iban'), value: iban === null ? null : copied(formatIban(iban)) },
    { name: t('transfer.accountNumber'), value: copied(account.accountNumber) },
    { name: t('transfer.routingCode'), value: copied(account.routingCode) },
    { name: t('transfer.bic'), value: copied(account.bic) },
    { name: t('transfer.bank'), value: account.bankName },
    { name: t('transfer.amount'), value: format.money(amount.amountMinor, amount.currency) },
    { name: t('transfer.reference'), value: copied(formatBankReference(reference)) },
  ]
}

function AdviceSection({ address, advice }: { address: string; advice: AdviceForm }) {
  const { t } = useTranslation('pay')
  const { problem, currency } = advice
  const text =
    problem === 'amount'
      ? t('transfer.problem.amount')
      : problem === 'day'
        ? t('transfer.problem.day')
        : problem === 'paid_in_future'
          ? t('transfer.problem.future')
          : null
  const fieldId = problem === 'amount' ? 'advice-amount' : 'advice-day'
  return (
    <section aria-labelledby="advice-title">
      <h2 id="advice-title">{t('transfer.paid.title')}</h2>
      <p>{t('transfer.paid.text')}</p>
      <ErrorSummary problems={text === null ? [] : [{ fieldId, text }]} />
      <form method="post" action={address} className="stack">
        <TextField
          id="advice-day"
          name="paidOn"
          type="date"
          required
          label={t('transfer.paid.day')}
          defaultValue={advice.paidOn}
          max={advice.today}
          problem={problem !== null && problem !== 'amount' ? (text ?? undefined) : undefined}
        />
        <TextField
          id="advice-amount"
          name="amount"
          required
          label={t('transfer.paid.amount', { currency })}
          defaultValue={advice.amount}
          inputMode="decimal"
          autoComplete="off"
          problem={problem === 'amount' ? (text ?? undefined) : undefined}
        />
        <TextField
          id="advice-note"
          name="note"
          label={t('transfer.paid.note')}
          defaultValue={advice.note}
          maxLength={200}
          autoComplete="off"
        />
        <p className="actions">
          <button className="btn" name="intent" value="advise">
            {t('transfer.paid.send')}
          </button>
        </p>
      </form>
    </section>
  )
}
