/** What a debtor can take with it: one form for the statement, one for everything of a period, and single documents. */
import { useTranslation } from '~/i18n/use-translation'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '~/i18n/languages'
import type { AccountPaper, AccountPaperKind } from '~/domain/account-export'
import type { Formatters } from '~/i18n/formatters'
import { Choice, ErrorSummary, findProblem, SelectField, TextField, type FieldProblem } from './form-field'
import { TitleBlock } from './title-block'

/** What of the address was not understood. */
export type DocumentsProblem = 'view' | 'from' | 'to' | 'period' | 'other'

interface DocumentsPageProps {
  currencies: readonly string[]
  language: Language
  /** As they were asked for. */
  typed: { from: string; to: string; view: string }
  problems: readonly DocumentsProblem[]
  /** What there is beside invoices; `hasMore`: and earlier. */
  latest: { papers: readonly AccountPaper[]; hasMore: boolean }
  mayPay: boolean
  /** Movements and balances are of a whole account alone. */
  isWholeAccount: boolean
  format: Formatters
}

export function DocumentsPage(props: DocumentsPageProps) {
  const { problems, latest, mayPay, format } = props
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
  const described = problems.map((problem) => ({ fieldId: fields[problem], text: texts[problem] }))
  return (
    <>
      <TitleBlock title={t('title')}>
        <p>{t('intro')}</p>
      </TitleBlock>
      <ErrorSummary problems={described} />
      <div className="stack">
        <StatementSection {...props} problems={described} />
        <ArchiveSection {...props} />
        <section className="card" aria-labelledby="more-title">
          <h2 id="more-title">{t('more.title')}</h2>
          <ul className="files">
            <li>
              <a href="/statement?status=all">{t('more.invoices')}</a>
            </li>
            {latest.papers.map((paper) => (
              <li key={`${paper.kind} ${paper.id}`}>
                <PaperLink paper={paper} format={format} />
              </li>
            ))}
            {mayPay ? (
              <li>
                <a href="/pay">{t('more.paymentFile')}</a>
              </li>
            ) : null}
          </ul>
          {latest.hasMore ? <p className="hint">{t('more.older')}</p> : null}
        </section>
      </div>
    </>
  )
}

function PaperLink({ paper: { kind, id, reference, on }, format }: { paper: AccountPaper; format: Formatters }) {
  const { t } = useTranslation('exports')
  const about = { reference, day: format.day(on) }
  const links: Readonly<Record<AccountPaperKind, readonly [href: string, text: string]>> = {
    receipt: [`/payments/${id}/receipt`, t('more.receipt', about)],
    remittance_advice: [`/payments/${id}/advice.pdf`, t('more.advice', about)],
    dispute_file: [`/disputes/${id}/file.pdf`, t('more.dispute', about)],
    demand_letter: [`/reminders/${id}/letter.pdf`, t('more.demand', about)],
  }
  const [href, text] = links[kind]
  return <a href={href}>{text}</a>
}

function StatementSection({
  currencies,
  language,
  typed,
  isWholeAccount,
  problems,
}: Omit<DocumentsPageProps, 'problems'> & { problems: readonly FieldProblem[] }) {
  const { t } = useTranslation('exports')
  const { t: statementText } = useTranslation('statement')
  const views = [
    { value: 'open-items', id: 'view-open', text: t('statement.openItems'), hint: t('statement.openItemsHint') },
    ...(isWholeAccount
      ? [
          {
            value: 'balance-forward',
            id: 'view-movements',
            text: t('statement.movements'),
            hint: t('statement.movementsHint'),
          },
        ]
      : []),
    { value: 'lines', id: 'view-lines', text: t('statement.lines'), hint: t('statement.linesHint') },
  ]
  const wanted = views.find(({ value }) => value === typed.view)?.value ?? 'open-items'
  return (
    <section className="card" aria-labelledby="statement-title">
      <form method="get" action="/statement.xlsx" className="stack">
        <h2 id="statement-title">{t('statement.title')}</h2>
        <fieldset>
          <legend>{t('statement.view')}</legend>
          {views.map(({ value, id, text, hint }) => (
            <Choice
              key={id}
              type="radio"
              id={id}
              name="view"
              value={value}
              defaultChecked={wanted === value}
              hint={hint}
            >
              {text}
            </Choice>
          ))}
        </fieldset>
        <div className="fields even">
          <PeriodFields prefix="" typed={typed} problems={problems} />
          <SelectField
            id="status"
            name="status"
            label={statementText('tabs.label')}
            options={[
              { value: 'open', text: statementText('tabs.open') },
              { value: 'all', text: statementText('tabs.all') },
            ]}
          />
          {currencies.length > 1 ? (
            <SelectField
              id="currency"
              name="currency"
              label={t('statement.currency')}
              options={[
                { value: '', text: t('statement.everyCurrency') },
                ...[...currencies].sort().map((currency) => ({ value: currency, text: currency })),
              ]}
            />
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
    </section>
  )
}

function ArchiveSection({ language, typed }: Pick<DocumentsPageProps, 'language' | 'typed'>) {
  const { t } = useTranslation('exports')
  return (
    <section className="card" aria-labelledby="archive-title">
      <form method="get" action="/documents.zip" className="stack">
        <h2 id="archive-title">{t('archive.title')}</h2>
        <p>{t('archive.text')}</p>
        <div className="fields even">
          <PeriodFields prefix="archive-" typed={typed} problems={[]} />
          <LanguageField id="archive-language" language={language} />
        </div>
        <p className="actions">
          <button className="btn">{t('archive.download')}</button>
        </p>
      </form>
    </section>
  )
}

function PeriodFields({
  prefix,
  typed,
  problems,
}: {
  prefix: string
  typed: DocumentsPageProps['typed']
  problems: readonly FieldProblem[]
}) {
  const { t } = useTranslation('exports')
  const days = [
    { name: 'from', label: t('statement.from') },
    { name: 'to', label: t('statement.to') },
  ] as const
  return (
    <>
      {days.map(({ name, label }) => (
        <TextField
          key={name}
          id={`${prefix}${name}`}
          name={name}
          type="date"
          label={label}
          defaultValue={typed[name]}
          problem={findProblem(problems, name)}
        />
      ))}
    </>
  )
}

function LanguageField({ id, language }: { id: string; language: Language }) {
  const { t } = useTranslation('exports')
  return (
    <SelectField
      id={id}
      name="language"
      label={t('statement.language')}
      defaultValue={language}
      options={LANGUAGES.map((tag) => ({ value: tag, text: LANGUAGE_NAMES[tag], lang: tag }))}
    />
  )
}
