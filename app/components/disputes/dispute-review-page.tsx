/** The second step of a dispute: what it comes to, what stays due meanwhile, and the files that go with it. */
import { useTranslation } from '~/i18n/use-translation'
import type { CurrencyCode } from '~/domain/currency'
import { isDisputeAction, isDisputeReason } from '~/domain/dispute'
import type { Formatters } from '~/i18n/formatters'
import { Facts } from '../facts'
import { ErrorSummary } from '../form-field'
import { TitleBlock } from '../title-block'
import type { DisputeEntry } from './dispute-entry'
import { describeFileProblem, type FileProblem } from './dispute-words'
import { EntryFields } from './entry-fields'
import { FilesField } from './files-field'

export interface DisputeReviewPageProps {
  creditorName: string
  entry: DisputeEntry
  /** What each invoice's dispute comes to, and what is due of it meanwhile. */
  reviewed: readonly { number: string; currency: CurrencyCode; claimedMinor: number; dueNowMinor: number }[]
  idempotencyKey: string
  fileProblems: readonly FileProblem[]
  format: Formatters
}

export function DisputeReviewPage(props: DisputeReviewPageProps) {
  const { creditorName, entry, reviewed, idempotencyKey, fileProblems, format } = props
  const { t } = useTranslation('dispute')
  const { t: word } = useTranslation('claims')
  const problems = fileProblems.map((problem) => describeFileProblem(t, problem))
  const { reason, action, text } = entry
  return (
    <>
      <TitleBlock title={t('review.title')}>
        <p>{t('review.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <ErrorSummary problems={problems.map((problem) => ({ fieldId: 'files', text: problem }))} />
      <div className="stack">
        <ReviewTable reviewed={reviewed} format={format} />
        <Facts
          facts={[
            { name: word('fact.reason'), value: isDisputeReason(reason) ? word(`reason.${reason}`) : null },
            { name: word('fact.action'), value: isDisputeAction(action) ? word(`action.${action}`) : null },
            { name: t('choose.text'), value: <span className="said">{text}</span> },
          ]}
        />
        <form method="post" action="/disputes/new" encType="multipart/form-data" className="stack" noValidate>
          <EntryFields entry={entry} idempotencyKey={idempotencyKey} />
          <FilesField problems={problems} format={format} />
          <p className="actions">
            <button className="btn big">{t('review.send')}</button>
          </p>
        </form>
        <form method="post" action="/disputes/new">
          <input type="hidden" name="intent" value="change" />
          <EntryFields entry={entry} idempotencyKey={idempotencyKey} />
          <p className="actions">
            <button className="link">{t('review.change')}</button>
          </p>
        </form>
      </div>
    </>
  )
}

function ReviewTable({ reviewed, format }: Pick<DisputeReviewPageProps, 'reviewed' | 'format'>) {
  const { t } = useTranslation('dispute')
  const { t: word } = useTranslation('claims')
  return (
    <table className="data review">
      <caption className="hush">{t('review.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{word('fact.invoice')}</th>
          <th scope="col" className="n">
            {t('review.disputed')}
          </th>
          <th scope="col" className="n">
            {t('review.staysDue')}
          </th>
        </tr>
      </thead>
      <tbody>
        {reviewed.map(({ number, currency, claimedMinor, dueNowMinor }) => (
          <tr key={number}>
            <th scope="row">
              <bdi>{number}</bdi>
            </th>
            <td className="n">{format.money(claimedMinor, currency)}</td>
            <td className="n">{format.money(dueNowMinor, currency)}</td>
          </tr>
        ))}
        {reviewed.length === 1
          ? null
          : sumByCurrency(reviewed).map((sum) => (
              <tr key={sum.currency}>
                <th scope="row">{t('review.total')}</th>
                <td className="n">
                  <b>{format.money(sum.claimedMinor, sum.currency)}</b>
                </td>
                <td className="n">
                  <b>{format.money(sum.dueNowMinor, sum.currency)}</b>
                </td>
              </tr>
            ))}
      </tbody>
    </table>
  )
}

/** What disputes come to, and what stays due, in each currency. */
export function sumByCurrency(
  amounts: readonly { currency: CurrencyCode; claimedMinor: number; dueNowMinor: number }[],
) {
  return [...new Set(amounts.map(({ currency }) => currency))].map((currency) => {
    const own = amounts.filter((amount) => amount.currency === currency)
    return {
      currency,
      claimedMinor: own.reduce((sum, { claimedMinor }) => sum + claimedMinor, 0),
      dueNowMinor: own.reduce((sum, { dueNowMinor }) => sum + dueNowMinor, 0),
    }
  })
}
