/** What every view of a settlement shows: its figures, the invoices it settles, and what was said of it. */
import { useTranslation } from '~/i18n/use-translation'
import { Facts } from '../facts'
import { findProblem, TextAreaField, type FieldProblem } from '../form-field'
import { PayByFields, type PayByBounds } from '../pay-by-fields'
import { LONGEST_OFFER_TEXT } from '~/domain/settlement-offer'
import type { ShownOffer, ShownOfferEntry } from './shown-offer'

export function OfferFacts({ offer }: { offer: ShownOffer }) {
  const { t } = useTranslation('offer')
  const isTalkedAbout = offer.status === 'proposed' || offer.status === 'offered'
  return (
    <Facts
      facts={[
        { name: t('fact.owed'), value: offer.owed },
        { name: t('fact.offered'), value: offer.offered },
        { name: t('fact.waived'), value: offer.waived },
        { name: t('fact.payBy'), value: offer.payBy },
        { name: t('fact.plan'), value: offer.planReference && <bdi dir="ltr">{offer.planReference}</bdi> },
        { name: t('fact.answerBy'), value: isTalkedAbout ? offer.answerBy : null },
        { name: t('fact.agreedAt'), value: offer.agreedAt },
        { name: t('fact.agreedBy'), value: offer.agreedBy && <bdi>{offer.agreedBy}</bdi> },
        {
          name: t('fact.hash'),
          value: offer.agreementSha256 && (
            <code className="hash" dir="ltr">
              {offer.agreementSha256}
            </code>
          ),
        },
      ]}
    />
  )
}

export function OfferInvoices({ offer }: { offer: ShownOffer }) {
  const { t } = useTranslation('offer')
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="offer-invoices">
      <table className="data folded">
        <caption id="offer-invoices">{t('form.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('form.number')}</th>
            <th scope="col">{t('form.dueOn')}</th>
            <th scope="col" className="n">
              {t('form.due')}
            </th>
            <th scope="col" className="n">
              {t('form.paid')}
            </th>
            <th scope="col" className="n">
              {t('form.waived')}
            </th>
          </tr>
        </thead>
        <tbody>
          {offer.invoices.map(({ number, dueOn, due, paid, waived }) => (
            <tr key={number}>
              <td>
                <bdi>{number}</bdi>
              </td>
              <td data-label={t('form.dueOn')}>{dueOn}</td>
              <td className="n" data-label={t('form.due')}>
                {due}
              </td>
              <td className="n" data-label={t('form.paid')}>
                {paid}
              </td>
              <td className="n" data-label={t('form.waived')}>
                {waived}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t('form.total')}
            </th>
            <td className="n" data-label={t('form.due')}>
              {offer.owed}
            </td>
            <td className="n" data-label={t('form.paid')}>
              {offer.offered}
            </td>
            <td className="n" data-label={t('form.waived')}>
              {offer.waived}
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** Steps that follow from the calendar and from money. */
const TAKEN_BY_NOBODY: readonly ShownOfferEntry['step'][] = ['fulfilled', 'broken', 'expired']

export function OfferHistory({ entries }: { entries: readonly ShownOfferEntry[] }) {
  const { t } = useTranslation('offer')
  return (
    <section aria-labelledby="offer-history" className="stack">
      <h2 id="offer-history">{t('one.history')}</h2>
      {entries.map((entry) => (
        <article key={entry.id} className="card">
          <h3>
            {TAKEN_BY_NOBODY.includes(entry.step)
              ? t(`step.${entry.step}`)
              : t('one.party', { step: t(`step.${entry.step}`), who: entry.who })}
          </h3>
          <p className="soft">
            {entry.at} · {t('one.terms', { amount: entry.amount, day: entry.day })}
          </p>
          {entry.text === '' ? null : (
            <p className="written" dir="auto">
              {entry.text}
            </p>
          )}
        </article>
      ))}
    </section>
  )
}

export interface OfferBounds extends PayByBounds {
  readonly owed: string
  readonly least: string
}

export interface OfferEntryValues {
  readonly amount: string
  readonly payByOn: string
  readonly text: string
}

/** The sum, the day and the words of an offer. */
export function OfferFields({
  bounds,
  entry,
  problems,
  amountLabel,
  textLabel,
  isCreditor = false,
}: {
  bounds: OfferBounds
  entry: OfferEntryValues
  problems: readonly FieldProblem[]
  amountLabel: string
  textLabel: string
  /** The creditor writes it: the debtor is the one who pays, and no policy binds the sum. */
  isCreditor?: boolean
}) {
  const { t } = useTranslation('offer')
  return (
    <>
      <PayByFields
        bounds={bounds}
        amount={{
          ...{ label: amountLabel, typed: entry.amount },
          hint: isCreditor
            ? t('console.amountHint', { owed: bounds.owed })
            : t('form.amountHint', { least: bounds.least, owed: bounds.owed }),
        }}
        day={{
          ...{ name: 'payByOn', label: isCreditor ? t('console.day') : t('form.day'), typed: entry.payByOn },
          hint: t('form.dayHint', { latest: bounds.latest }),
        }}
        problems={problems}
      />
      <TextAreaField
        id="text"
        name="text"
        label={textLabel}
        maxLength={LONGEST_OFFER_TEXT}
        defaultValue={entry.text}
        problem={findProblem(problems, 'text')}
      />
    </>
  )
}
