/** What a debtor can take with it: one form for the statement, one for everything of a period, and single documents. */
import { useTranslation } from '~/i18n/use-translation'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '~/i18n/languages'
import type { StatementPayment } from '~/domain/statement'
import type { Formatters } from '~/i18n/formatters'
import { Choice, ErrorSummary, type FieldProblem } from './form-field'
import { TitleBlock } from './title-block'

/** What of the address was not understood. */
export type DocumentsProblem = 'view' | 'from' | 'to' | 'period' | 'other'

export interface DocumentsPageProps {
  currencies: readonly string[]
  language: Language
  /** As they were asked for. */
  typed: { from: string; to: string; view: string }
  problems: readonly DocumentsProblem[]
  /** Those that have a receipt. */
  payments: readonly Pick<StatementPayment, 'id' | 'reference' | 'on'>[]
  mayPay: boolean
  format: Formatters
}

export function DocumentsPage(props: DocumentsPageProps) {
  const { problems, payments, mayPay, format } = props
  const { t } = useTranslation('exports')
  const texts: Readonly<Record<DocumentsProblem, string>> = {
    view: t('problem.view'),
    from: t('problem.from'),
    to: t('problem.to'),
    period: t('problem.period'),
    other: t('problem.other'),
  }
  const fields: Readonly<Record<DocumentsProblem, FieldProblem['fieldId']>> = {
    view: 'view-open',
    from: 'from',
    to: 'to',
    period: 'from',
    other: null,
  }
  return (
    <>
      <TitleBlock title={t('title')}>
        <p>{t('intro')}</p>
      </TitleBlock>
      <ErrorSummary problems={problems.map((problem) => ({ fieldId: fields[problem], text: texts[problem] }))} />
      <div className="stack">
        <StatementForm {...props} />
        <ArchiveForm {...props} />
        <section className="card stack">
          <h2>{t('more.title')}</h2>
          <ul>
            <li>
              <a href="/statement?status=all">{t('more.invoices')}</a>
            </li>
            {payments.map(({ id, reference, on }) => (
              <li key={id}>
                <a href={`/payments/${id}/receipt`}>{t('more.receipt', { reference, day: format.day(on) })}</a>
              </li>
            ))}
            {mayPay ? (
              <li>
                <a href="/pay">{t('more.paymentFile')}</a>
              </li>
            ) : null}
          </ul>
        </section>
      </div>
    </>
  )
}

function StatementForm({ currencies, language, typed }: DocumentsPageProps) {
  const { t } = useTranslation('exports')
  const { t: statementText } = useTranslation('statement')
  const wanted = ['balance-forward', 'lines'].includes(typed.view) ? typed.view : 'open-items'
  return (
    <form method="get" action="/statement.xlsx" className="card stack">
      <h2>{t('statement.title')}</h2>
      <fieldset>
        <legend>{t('statement.view')}</legend>
        <Choice
          type="radio"
          id="view-open"
          name="view"
          value="open-items"
          defaultChecked={wanted === 'open-items'}
          hint={t('statement.openItemsHint')}
        >
          {t('statement.openItems')}
        </Choice>
        <Choice
          type="radio"
          id="view-movements"
          name="view"
          value="balance-forward"
          defaultChecked={wanted === 'balance-forward'}
          hint={t('statement.movementsHint')}
        >
          {t('statement.movements')}
        </Choice>
        <Choice
          type="radio"
          id="view-lines"
          name="view"
          value="lines"
          defaultChecked={wanted === 'lines'}
          hint={t('statement.linesHint')}
        >
          {t('statement.lines')}
        </Choice>
      </fieldset>
      <div className="filter fields">
        <PeriodFields prefix="" typed={typed} />
        <div className="field">
          <label htmlFor="status">{statementText('tabs.label')}</label>
          <select id="status" name="status" defaultValue="open">
            <option value="open">{statementText('tabs.open')}</option>
            <option value="all">{statementText('tabs.all')}</option>
          </select>
        </div>
        {currencies.length > 1 ? (
          <div className="field">
            <label htmlFor="currency">{t('statement.currency')}</label>
            <select id="currency" name="currency" defaultValue="">
              <option value="">{t('statement.everyCurrency')}</option>
              {[...currencies].sort().map((currency) => (
                <option key={currency} value={currency}>
                  {currency}
                </option>
              ))}
            </select>
          </div>
        ) : null}
        <LanguageField id="language" language={language} />
      </div>
      <p className="hint">{t('statement.periodHint')}</p>
      <Choice type="checkbox" id="separators" name="separators" value="local" hint={t('statement.localHint')}>
        {t('statement.local')}
      </Choice>
      <p className="actions">
        <button className="btn">{t('statement.xlsx')}</button>
        <button className="btn quiet" formAction="/documents.pdf">
          {t('statement.pdf')}
        </button>
        <button className="btn quiet" formAction="/statement.csv">
          {t('statement.csv')}
        </button>
        <button className="btn quiet" formAction="/statement.json">
          {t('statement.json')}
        </button>
      </p>
    </form>
  )
}

function ArchiveForm({ language, typed }: DocumentsPageProps) {
  const { t } = useTranslation('exports')
  return (
    <form method="get" action="/documents.zip" className="card stack">
      <h2>{t('archive.title')}</h2>
      <p>{t('archive.text')}</p>
      <div className="filter fields">
        <PeriodFields prefix="archive-" typed={typed} />
        <LanguageField id="archive-language" language={language} />
      </div>
      <p className="actions">
        <button className="btn">{t('archive.download')}</button>
      </p>
    </form>
  )
}

function PeriodFields({ prefix, typed }: { prefix: string; typed: DocumentsPageProps['typed'] }) {
  const { t } = useTranslation('exports')
  return (
    <>
      <div className="field">
        <label htmlFor={`${prefix}from`}>{t('statement.from')}</label>
        <input id={`${prefix}from`} name="from" type="date" defaultValue={typed.from} />
      </div>
      <div className="field">
        <label htmlFor={`${prefix}to`}>{t('statement.to')}</label>
        <input id={`${prefix}to`} name="to" type="date" defaultValue={typed.to} />
      </div>
    </>
  )
}

function LanguageField({ id, language }: { id: string; language: Language }) {
  const { t } = useTranslation('exports')
  return (
    <div className="field">
      <label htmlFor={id}>{t('statement.language')}</label>
      <select id={id} name="language" defaultValue={language}>
        {LANGUAGES.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {LANGUAGE_NAMES[tag]}
          </option>
        ))}
      </select>
    </div>
  )
}
