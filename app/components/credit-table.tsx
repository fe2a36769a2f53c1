import { useTranslation } from '~/i18n/use-translation'
import type { StatementCredit } from '~/domain/statement'
import type { Formatters } from '~/i18n/formatters'
import { writeDocumentPath } from './document-path'

/** Money in the debtor's favour that can be used: credit notes, and payments beyond what was open. */
export function CreditTable({ credits, format }: { credits: readonly StatementCredit[]; format: Formatters }) {
  const { t } = useTranslation('statement')
  return (
    <section aria-labelledby="credits-title">
      <h2 id="credits-title">{t('credits.title')}</h2>
      <table className="data" aria-labelledby="credits-title">
        <thead>
          <tr>
            <th scope="col">{t('credits.source')}</th>
            <th scope="col" className="n">
              {t('credits.amount')}
            </th>
            <th scope="col" className="n">
              {t('credits.left')}
            </th>
          </tr>
        </thead>
        <tbody>
          {credits.map((credit) => (
            <tr key={`${credit.kind} ${credit.label}`}>
              <td>
                {credit.paymentId === null ? t('credits.creditNote') : t('credits.overpayment')}{' '}
                <a
                  href={
                    credit.paymentId === null
                      ? writeDocumentPath({ kind: 'credit_note', number: credit.label })
                      : `/payments/${credit.paymentId}`
                  }
                >
                  <bdi>{credit.label}</bdi>
                </a>{' '}
                <small>{format.day(credit.on)}</small>
              </td>
              <td className="n">{format.money(credit.amountMinor, credit.currency)}</td>
              <td className="n">{format.money(credit.openMinor, credit.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
