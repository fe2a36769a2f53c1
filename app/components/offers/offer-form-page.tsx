/** Offering a settlement: one reduced sum for some invoices, by a day. */
import { useTranslation } from '~/i18n/use-translation'
import { DueInvoicesTable } from '../due-invoices-table'
import { ErrorSummary, type FieldProblem } from '../form-field'
import { OtherCurrencies } from '../other-currencies'
import { TitleBlock } from '../title-block'
import { OfferFields, type OfferBounds, type OfferEntryValues } from './offer-parts'

export interface OfferFormChoice extends OfferBounds {
  requestId: string
  currency: string
  invoices: readonly { number: string; due: string }[]
  /** They were chosen; otherwise they are all that is due. */
  isChosen: boolean
  /** From which sum on the creditor accepts at once; null where it answers each. */
  accepted: string | null
}

export interface OfferFormPageProps {
  creditorName: string
  /** What can be offered; null where nothing can. */
  choice: OfferFormChoice | null
  /** Why, in words. */
  obstacle: string | null
  /** The same page for those of the invoices that can be offered; null where none can. */
  eligibleHref: string | null
  problems: readonly FieldProblem[]
  entry: OfferEntryValues
  /** Other currencies in which something is due. */
  others: readonly string[]
}

export function OfferFormPage({
  creditorName,
  choice,
  obstacle,
  eligibleHref,
  problems,
  entry,
  others,
}: OfferFormPageProps) {
  const { t } = useTranslation('offer')
  return (
    <>
      <a className="back" href="/offers">
        {t('form.back')}
      </a>
      <TitleBlock title={t('form.title')}>
        <p>{t('form.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        {obstacle === null ? null : (
          <>
            <p>{obstacle}</p>
            <p className="actions">
              {eligibleHref === null ? null : (
                <a className="btn quiet" href={eligibleHref}>
                  {t('form.eligible')}
                </a>
              )}
              <a href="/contact">{t('form.instead')}</a>
            </p>
          </>
        )}
        {choice === null ? null : (
          <>
            <DueInvoicesTable
              id="offered"
              invoices={choice.invoices}
              total={choice.owed}
              labels={{
                ...{ caption: t('form.caption'), number: t('form.number') },
                ...{ due: t('form.due'), total: t('form.total') },
              }}
            />
            <ErrorSummary problems={problems} />
            <form method="post" action="/offers/new" className="stack" noValidate>
              <input type="hidden" name="request" value={choice.requestId} />
              <input type="hidden" name="currency" value={choice.currency} />
              {choice.isChosen
                ? choice.invoices.map(({ number }) => (
                    <input key={number} type="hidden" name="invoice" value={number} />
                  ))
                : null}
              <OfferFields
                bounds={choice}
                entry={entry}
                problems={problems}
                amountLabel={t('form.amount')}
                textLabel={t('form.text')}
              />
              <ul>
                {choice.accepted === null ? null : (
                  <li>{t('form.accepted', { accepted: choice.accepted, creditor: creditorName })}</li>
                )}
                <li>{t('form.terms')}</li>
                <li>{t('form.breach')}</li>
              </ul>
              <p className="actions">
                <button className="btn big">{t('form.send')}</button>
              </p>
            </form>
          </>
        )}
        <OtherCurrencies label={t('form.others')} currencies={others} path="/offers/new" />
      </div>
    </>
  )
}
