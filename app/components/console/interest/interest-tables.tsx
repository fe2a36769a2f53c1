import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { ReferenceRateName } from '~/domain/reference-rates'
import { Choice, TextField } from '../../form-field'

/** The newest entry of each table, written. */
export interface ShownRate {
  reference: ReferenceRateName
  from: string
  rate: string
  source: string
}

export function RateTable({ rates }: { rates: readonly ShownRate[] }) {
  const { t } = useTranslation('interest')
  const { t: payoffText } = useTranslation('payoff')
  return (
    <div className="card stack">
      <h2 id="tables-title">{t('tables')}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="tables-title">
        <table className="data">
          <caption>{t('tableCaption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('reference')}</th>
              <th scope="col">{t('rateFrom')}</th>
              <th scope="col" className="n">
                {t('rateValue')}
              </th>
              <th scope="col">{t('rateSource')}</th>
            </tr>
          </thead>
          <tbody>
            {rates.map(({ reference, from, rate, source }) => (
              <tr key={reference}>
                <th scope="row">{payoffText(`reference.${reference}`)}</th>
                <td>{from}</td>
                <td className="n">{rate}</td>
                <td>{source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** What a law says of debts that fall due today, written. */
export interface ShownLaw {
  country: string
  law: string
  reference: ReferenceRateName
  margin: string
  sums: string
  /** Who published what the creditor entered itself; empty where nothing was. */
  source: string
}

export function LawTable({ laws }: { laws: readonly ShownLaw[] }) {
  const { t } = useTranslation('interest')
  const { t: payoffText } = useTranslation('payoff')
  return (
    <details className="card stack">
      <summary>{t('laws')}</summary>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('laws')}>
        <table className="data folded">
          <caption>{t('lawsCaption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('statute')}</th>
              <th scope="col">{t('reference')}</th>
              <th scope="col" className="n">
                {t('margin')}
              </th>
              <th scope="col" className="n">
                {t('fixedSum')}
              </th>
            </tr>
          </thead>
          <tbody>
            {laws.map(({ country, law, reference, margin, sums, source }) => (
              <tr key={country}>
                <th scope="row">
                  {country} <small dir="auto">{law}</small>
                  {source === '' ? null : <small dir="auto">{payoffText('source.publishedBy', { source })}</small>}
                </th>
                <td data-label={t('reference')}>{payoffText(`reference.${reference}`)}</td>
                <td className="n" data-label={t('margin')}>
                  {margin}
                </td>
                <td className="n" data-label={t('fixedSum')}>
                  {sums}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

export interface ShownWaiver {
  id: string
  invoice: string
  /** Empty where all of it was let go. */
  through: string
  reason: string
  at: string
  isByQuote: boolean
  /** Empty while it stands; else since when it is owed again. */
  revokedAt: string
}

interface WaiversProps {
  waivers: readonly ShownWaiver[]
  mayWaive: boolean
  /** As it was typed, where it was not taken. */
  typed: { invoice: string; through: string; reason: string; includesCompensation: boolean }
  problems: Readonly<Partial<Record<'invoice' | 'through' | 'reason', string>>>
}

/** What was let go, and the form that lets go of more. */
export function Waivers({ waivers, mayWaive, typed, problems }: WaiversProps) {
  const { t } = useTranslation('interest')
  return (
    <div className="card stack">
      <h2 id="waivers-title">{t('waivers')}</h2>
      {waivers.length === 0 ? (
        <p>{t('noWaivers')}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-labelledby="waivers-title">
          <table className="data">
            <caption>{t('waivers')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('waiverInvoice')}</th>
                <th scope="col">{t('waiverThrough')}</th>
                <th scope="col">{t('waiverReason')}</th>
                <th scope="col">{t('waiverAt')}</th>
              </tr>
            </thead>
            <tbody>
              {waivers.map(({ id, invoice, through, reason, at, isByQuote, revokedAt }) => (
                <tr key={id}>
                  <th scope="row">
                    <bdi>{invoice}</bdi>
                  </th>
                  <td>{through === '' ? t('waiverAll') : through}</td>
                  <td dir="auto">
                    {isByQuote ? t('byQuote') : ''} {reason}
                  </td>
                  <td>
                    {at}
                    {revokedAt === '' ? null : <div>{t('waiverRevoked', { at: revokedAt })}</div>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {mayWaive ? (
        <Form method="post" className="stack">
          <div className="fields">
            <TextField
              id="waive-invoice"
              name="invoice"
              label={t('waiverInvoice')}
              autoComplete="off"
              defaultValue={typed.invoice}
              problem={problems.invoice}
            />
            <TextField
              id="waive-through"
              name="through"
              type="date"
              label={t('waiveThrough')}
              defaultValue={typed.through}
              problem={problems.through}
            />
            <TextField
              id="waive-reason"
              name="reason"
              label={t('waiverReason')}
              autoComplete="off"
              maxLength={1_000}
              defaultValue={typed.reason}
              problem={problems.reason}
            />
          </div>
          <Choice
            type="checkbox"
            id="waive-compensation"
            name="includesCompensation"
            value="yes"
            defaultChecked={typed.includesCompensation}
          >
            {t('waiveCompensation')}
          </Choice>
          <p className="actions">
            <button className="btn quiet" name="intent" value="waive">
              {t('waive')}
            </button>
          </p>
        </Form>
      ) : null}
    </div>
  )
}
