/** Which column of the ledger says what: as it was guessed, to be put right. */
import type { LedgerColumns, LedgerTable } from '~/domain/ledger-columns'
import type { LedgerFormFault, LedgerFormProblem } from '~/domain/ledger-columns-form'
import { LEDGER_FIELDS } from '~/domain/ledger-header-words'
import type { LedgerUpload } from '~/domain/ledger-upload'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { ErrorSummary, SelectField, TextField } from '../form-field'
import { TitleBlock } from '../title-block'
import { nameFields } from './ledger-words'

interface LedgerColumnsPageProps {
  upload: LedgerUpload
  /** Lines of the file from `firstLine`, counted from 0. */
  sample: LedgerTable
  firstLine: number
  /** Columns of the file. */
  width: number
  /** What was chosen and refused; else what is known. */
  entered: URLSearchParams | null
  faults: readonly LedgerFormFault[]
  format: Formatters
}

const LONGEST_SAMPLE = 24

export function LedgerColumnsPage(props: LedgerColumnsPageProps) {
  const { upload, sample, firstLine, width, entered, faults, format } = props
  const { t } = useTranslation('ledger')
  const fields = nameFields(t)
  const problems: Readonly<Record<LedgerFormProblem, string>> = {
    first_row: t('formProblems.first_row', { lines: format.integer(upload.lineCount) }),
    amount_missing: t('formProblems.amount_missing'),
    amount_twice: t('formProblems.amount_twice'),
    nothing_to_find: t('formProblems.nothing_to_find'),
    column_twice: t('formProblems.column_twice'),
    currency: t('formProblems.currency'),
    unknown: t('formProblems.unknown'),
  }
  const known = listKnown(upload.columns)
  const describe = (id: string) => {
    const fault = faults.find(({ field }) => field === id)
    return {
      ...{ id, name: id, defaultValue: entered?.get(id) ?? known[id] ?? '' },
      problem: fault && problems[fault.problem],
    }
  }
  const columns = Array.from({ length: width }, (_unused, place) => describeColumn(place, sample))
  return (
    <>
      <a className="back" href="/reconciliation">
        {t('back')}
      </a>
      <TitleBlock title={t('columns.title')}>
        <p>
          <bdi>{upload.filename}</bdi> ·{' '}
          {t('columns.lines', { count: upload.lineCount, lines: format.integer(upload.lineCount) })}
        </p>
        <p>{t('columns.lead')}</p>
      </TitleBlock>
      <div className="stack">
        <ErrorSummary problems={faults.map(({ field, problem }) => ({ fieldId: field, text: problems[problem] }))} />
        <SampleTable sample={sample} firstLine={firstLine} columns={columns} format={format} />
        <form method="post" className="card stack">
          <fieldset>
            <legend>
              <h2>{t('columns.which')}</h2>
            </legend>
            <div className="fields even">
              {LEDGER_FIELDS.map((field) => (
                <SelectField
                  key={field}
                  {...describe(`column-${field}`)}
                  label={fields[field]}
                  options={[
                    { value: '', text: t('columns.none') },
                    ...columns.map((text, place) => ({ value: String(place), text })),
                  ]}
                />
              ))}
            </div>
          </fieldset>
          <fieldset>
            <legend>
              <h2>{t('columns.how')}</h2>
            </legend>
            <div className="fields even">
              <TextField
                {...describe('first-row')}
                inputMode="numeric"
                label={t('columns.firstRow')}
                hint={t('columns.firstRowHint')}
              />
              <SelectField
                {...describe('decimal-sign')}
                label={t('columns.decimalSign')}
                options={[
                  { value: '.', text: '1,234.50' },
                  { value: ',', text: '1.234,50' },
                ]}
              />
              <SelectField
                {...describe('date-order')}
                label={t('columns.dateOrder')}
                options={[
                  { value: 'dmy', text: t('columns.dayFirst') },
                  { value: 'mdy', text: t('columns.monthFirst') },
                ]}
              />
              <SelectField
                {...describe('owed-sign')}
                label={t('columns.owedSign')}
                options={[
                  { value: 'positive', text: t('columns.owedPositive') },
                  { value: 'negative', text: t('columns.owedNegative') },
                ]}
              />
              <TextField
                {...describe('currency')}
                maxLength={3}
                autoComplete="off"
                label={t('columns.currency')}
                hint={t('columns.currencyHint')}
              />
            </div>
          </fieldset>
          <p className="actions">
            <button className="btn">{t('columns.compare')}</button>
          </p>
        </form>
      </div>
    </>
  )
}

/** What the form's fields begin with. */
function listKnown({ places, skippedLines, ...columns }: LedgerColumns): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(LEDGER_FIELDS.map((field) => [`column-${field}`, String(places[field] ?? '')])),
    'first-row': String(skippedLines + 1),
    'decimal-sign': columns.decimalSign,
    'date-order': columns.dateOrder,
    'owed-sign': columns.owedSign,
    currency: columns.currency,
  }
}

/** "B: Invoice No.", which keeps its own direction: an option has no element for that. */
function describeColumn(place: number, sample: LedgerTable): string {
  const cell = sample.map((cells) => cells[place]?.trim() ?? '').find((text) => text !== '')
  return cell === undefined ? nameColumn(place) : `\u2068${nameColumn(place)}: ${shorten(cell)}\u2069`
}

function nameColumn(place: number): string {
  const last = String.fromCharCode(65 + (place % 26))
  return place < 26 ? last : nameColumn(Math.floor(place / 26) - 1) + last
}

function shorten(text: string): string {
  return text.length <= LONGEST_SAMPLE ? text : `${text.slice(0, LONGEST_SAMPLE - 1)}…`
}

function SampleTable({
  sample,
  firstLine,
  columns,
  format,
}: Pick<LedgerColumnsPageProps, 'sample' | 'firstLine' | 'format'> & { columns: readonly string[] }) {
  const { t } = useTranslation('ledger')
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('columns.sample')}>
      <table className="data">
        <caption>{t('columns.sample')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('columns.line')}</th>
            {columns.map((_text, place) => (
              <th key={nameColumn(place)} scope="col">
                {nameColumn(place)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.map((cells, index) => (
            <tr key={firstLine + index}>
              <th scope="row">{format.integer(firstLine + index + 1)}</th>
              {columns.map((_text, place) => (
                <td key={nameColumn(place)}>
                  <bdi>{shorten(cells[place] ?? '')}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
