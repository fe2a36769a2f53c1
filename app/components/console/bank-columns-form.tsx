/** The columns of a bank's table: what each says, how days and sums are written, and its first rows to compare with. */
import { useTranslation } from 'react-i18next'
import {
  BANK_FIELDS,
  DATE_FORMATS,
  DECIMAL_SIGNS,
  GROUPING_SIGNS,
  TABLE_DELIMITERS,
  TABLE_ENCODINGS,
  type BankField,
  type BankTableLayout,
} from '~/domain/bank-table'
import { findProblem, SelectField, TextField, type FieldProblem } from '../form-field'

interface BankColumnsFormProps {
  header: readonly string[]
  rows: readonly (readonly string[])[]
  layout: BankTableLayout
  problems: readonly FieldProblem[]
  name: string
  /** How many bookings there are when it is read like this; null where it cannot be. */
  count: string | null
}

/** What nearly every table has. */
const USUAL: readonly BankField[] = [
  ...(['booked_on', 'amount', 'currency', 'counterparty_name', 'counterparty_iban'] as const),
  ...(['remittance_information', 'reference', 'account_iban'] as const),
]

export function BankColumnsForm({ header, rows, layout, problems, name, count }: BankColumnsFormProps) {
  const { t } = useTranslation('console')
  return (
    <form method="post" className="stack">
      <FirstRows header={header} rows={rows} />
      {count === null ? null : <p>{count}</p>}
      <ColumnFields header={header} layout={layout} problems={problems} />
      <FormatFields layout={layout} problems={problems} />
      <TextField
        id="name"
        name="name"
        label={t('bank.columns.name')}
        hint={t('bank.columns.nameHint')}
        defaultValue={name}
        maxLength={60}
        autoComplete="off"
        problem={findProblem(problems, 'name')}
      />
      <p className="actions">
        <button className="btn" name="intent" value="load">
          {t('bank.columns.load')}
        </button>
        <button className="btn quiet" name="intent" value="look">
          {t('bank.columns.look')}
        </button>
      </p>
    </form>
  )
}

function FirstRows({ header, rows }: Pick<BankColumnsFormProps, 'header' | 'rows'>) {
  const { t } = useTranslation('console')
  return (
    <div className="scroll" role="region" tabIndex={0} aria-label={t('bank.columns.rows')}>
      <table className="data">
        <thead>
          <tr>
            {header.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('\n')}>
              {header.map((column, at) => (
                <td key={column}>{row[at]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Which column says what, or what counts for every row where no column says it. */
function ColumnFields({ header, layout, problems }: Pick<BankColumnsFormProps, 'header' | 'layout' | 'problems'>) {
  const { t } = useTranslation('console')
  const problemOf = (id: string) => findProblem(problems, id)
  const renderColumn = (field: BankField) => (
    <Choice
      key={field}
      name={`column-${field}`}
      label={t(`bank.columns.field.${field}`)}
      value={layout.columns[field] ?? ''}
      options={[['', t('bank.columns.none')], ...header.map((column) => [column, column] as const)]}
      problem={problemOf(`column-${field}`)}
    />
  )
  const others = BANK_FIELDS.filter((field) => !USUAL.includes(field))
  return (
    <fieldset className="card stack">
      <legend>{t('bank.columns.columns')}</legend>
      <div className="fields">{USUAL.map(renderColumn)}</div>
      <div className="fields">
        {(['currency', 'account_iban'] as const).map((field) => (
          <TextField
            key={field}
            id={`constant-${field}`}
            name={`constant-${field}`}
            label={t(`bank.columns.constant.${field}`)}
            defaultValue={layout.constants[field] ?? ''}
            autoComplete="off"
            dir="ltr"
          />
        ))}
      </div>
      <details open={others.some((field) => layout.columns[field] !== undefined || problemOf(`column-${field}`))}>
        <summary>{t('bank.columns.others')}</summary>
        <div className="fields">{others.map(renderColumn)}</div>
        <div className="fields">
          {(['credit', 'debit', 'booked', 'pending'] as const).map((word) => (
            <TextField
              key={word}
              id={`word-${word}`}
              name={`word-${word}`}
              label={t(`bank.columns.word.${word}`)}
              defaultValue={layout.words[word] ?? ''}
              autoComplete="off"
            />
          ))}
        </div>
      </details>
    </fieldset>
  )
}

/** How days, sums and the file itself are written. */
function FormatFields({ layout, problems }: Pick<BankColumnsFormProps, 'layout' | 'problems'>) {
  const { t } = useTranslation('console')
  const nameSign = (sign: string) => {
    if (sign === 'auto') return t('bank.columns.auto')
    if (sign === '\t') return t('bank.columns.tab')
    if (sign === ' ') return t('bank.columns.space')
    return sign === '' ? t('bank.columns.none') : sign
  }
  return (
    <fieldset className="card stack">
      <legend>{t('bank.columns.format')}</legend>
      <div className="fields">
        <Choice
          name="dateFormat"
          label={t('bank.columns.dateFormat')}
          value={layout.dateFormat}
          options={DATE_FORMATS.map((one) => [one, one] as const)}
        />
        <Choice
          name="decimalSign"
          label={t('bank.columns.decimalSign')}
          value={layout.decimalSign}
          options={DECIMAL_SIGNS.map((one) => [one, one] as const)}
        />
        <Choice
          name="groupingSign"
          label={t('bank.columns.groupingSign')}
          value={layout.groupingSign}
          options={GROUPING_SIGNS.map((one) => [one, one.trim() === '' ? nameSign(one) : one] as const)}
          problem={findProblem(problems, 'groupingSign')}
        />
        <Choice
          name="delimiter"
          label={t('bank.columns.delimiter')}
          value={layout.delimiter}
          options={TABLE_DELIMITERS.map((one) => [one, nameSign(one)] as const)}
        />
        <Choice
          name="encoding"
          label={t('bank.columns.encoding')}
          value={layout.encoding}
          options={TABLE_ENCODINGS.map((one) => [one, nameSign(one)] as const)}
        />
        <TextField
          id="skipLines"
          name="skipLines"
          label={t('bank.columns.skipLines')}
          defaultValue={String(layout.skipLines)}
          inputMode="numeric"
          autoComplete="off"
        />
      </div>
    </fieldset>
  )
}

function Choice({
  name,
  value,
  options,
  ...field
}: {
  name: string
  label: string
  value: string
  options: readonly (readonly [value: string, text: string])[]
  problem?: string | undefined
}) {
  return (
    <SelectField
      id={name}
      name={name}
      defaultValue={value}
      options={options.map(([option, text]) => ({ value: option, text }))}
      {...field}
    />
  )
}
