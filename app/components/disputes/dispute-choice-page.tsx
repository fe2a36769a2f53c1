/** The first step of a dispute: what is wrong, and why. The next one says what that comes to. */
import { useTranslation } from '~/i18n/use-translation'
import { DISPUTE_ACTIONS, DISPUTE_REASONS } from '~/domain/dispute'
import type { Formatters } from '~/i18n/formatters'
import { Callout } from '../callout'
import { writeDocumentPath } from '../document-path'
import { EmptyState } from '../empty-state'
import { Choice, ErrorSummary, SelectField, TextAreaField } from '../form-field'
import { TitleBlock } from '../title-block'
import { ContestedLines } from './contested-lines'
import {
  fieldIds,
  MOST_INVOICES,
  nameField,
  type DisputeEntry,
  type DisputeProblem,
  type InvoiceEntry,
} from './dispute-entry'
import { describeForTotal, DisputeTotal } from './dispute-total'
import { describeProblem } from './dispute-words'
import type { ContestableInvoice } from './shown-dispute'

export interface DisputeChoicePageProps {
  /** In the order of the entry's. */
  invoices: readonly ContestableInvoice[]
  /** Asked for, and nothing of them can be contested any more. */
  closedNumbers: readonly string[]
  entry: DisputeEntry
  problems: readonly DisputeProblem[]
  /** What the form before had made, so that sending it twice opens nothing twice. */
  idempotencyKey: string
  /** More were asked for than one form disputes: which of them these are; null where these are all. */
  part: { readonly from: number; readonly to: number; readonly total: number; readonly nextHref: string | null } | null
  format: Formatters
}

export function DisputeChoicePage(props: DisputeChoicePageProps) {
  const { invoices, closedNumbers, problems, part, format } = props
  const { t } = useTranslation('dispute')
  const [only] = invoices
  return (
    <>
      {only && invoices.length === 1 ? (
        <a className="back" href={writeDocumentPath({ number: only.number, kind: 'invoice' })}>
          {t('choose.toInvoice', { number: only.number })}
        </a>
      ) : (
        <a className="back" href="/statement">
          {t('toStatement')}
        </a>
      )}
      <TitleBlock title={t('choose.title')}>
        <p>{t('choose.lead')}</p>
      </TitleBlock>
      <ErrorSummary
        problems={problems.map((problem) => ({
          fieldId: problem.fieldId,
          text: describeProblem(t, problem, format),
        }))}
      />
      <div className="stack">
        {part === null ? null : (
          <Callout tone="warn">
            {t('choose.part', {
              most: format.integer(MOST_INVOICES),
              from: format.integer(part.from),
              to: format.integer(part.to),
              total: format.integer(part.total),
            })}{' '}
            {part.nextHref === null ? null : <a href={part.nextHref}>{t('choose.nextPart')}</a>}
          </Callout>
        )}
        {closedNumbers.length === 0 ? null : (
          <Callout tone="info">{t('choose.closed', { numbers: closedNumbers.join(', ') })}</Callout>
        )}
        {invoices.length === 0 ? (
          <EmptyState title={t('choose.nothing')}>
            <p>
              <a href="/disputes">{t('toDisputes')}</a>
            </p>
          </EmptyState>
        ) : (
          <ChoiceForm {...props} />
        )}
      </div>
    </>
  )
}

function ChoiceForm({ invoices, entry, problems, idempotencyKey, format }: DisputeChoicePageProps) {
  const { t } = useTranslation('dispute')
  const { t: word } = useTranslation('claims')
  const texts = new Map(
    problems.flatMap((problem) =>
      problem.fieldId === null ? [] : [[problem.fieldId, describeProblem(t, problem, format)] as const],
    ),
  )
  const none = { value: '', text: t('choose.pick') }
  return (
    <form method="post" action="/disputes/new" className="stack" noValidate>
      <input type="hidden" name="key" value={idempotencyKey} />
      {invoices.map((invoice, index) => {
        const typed = entry.invoices[index]
        return typed === undefined ? null : (
          <InvoiceChoice key={invoice.number} {...{ invoice, index, entry: typed, problems: texts, format }} />
        )
      })}
      <SelectField
        id="reason"
        name="reason"
        label={t('choose.reason')}
        defaultValue={entry.reason}
        problem={texts.get('reason')}
        options={[none, ...DISPUTE_REASONS.map((value) => ({ value, text: word(`reason.${value}`) }))]}
      />
      <SelectField
        id="action"
        name="action"
        label={t('choose.action')}
        defaultValue={entry.action}
        problem={texts.get('action')}
        options={[none, ...DISPUTE_ACTIONS.map((value) => ({ value, text: word(`action.${value}`) }))]}
      />
      <TextAreaField
        id="text"
        name="text"
        label={t('choose.text')}
        hint={t('choose.textHint')}
        defaultValue={entry.text}
        problem={texts.get('text')}
      />
      <DisputeTotal locale={format.locale} />
      <p className="actions">
        <button className="btn big">{t('choose.next')}</button>
      </p>
    </form>
  )
}

interface InvoiceChoiceProps {
  invoice: ContestableInvoice
  index: number
  entry: InvoiceEntry
  problems: ReadonlyMap<string, string>
  format: Formatters
}

function InvoiceChoice(props: InvoiceChoiceProps) {
  const { invoice, index, entry, problems, format } = props
  const { t } = useTranslation('dispute')
  const { number, currency, openMinor, mayContestWhole, lines } = invoice
  const problem = problems.get(fieldIds.extent(index, 'lines'))
  const hasLines = lines.some(({ isContested }) => !isContested)
  const extent = (value: InvoiceEntry['extent'], text: string) => (
    <Choice
      type="radio"
      id={fieldIds.extent(index, value)}
      name={nameField.extent(index)}
      value={value}
      defaultChecked={entry.extent === value}
    >
      {text}
    </Choice>
  )
  return (
    <fieldset className="extent" {...describeForTotal(invoice)}>
      <legend>
        <h2>
          {t('choose.invoice')} <bdi>{number}</bdi>
        </h2>
      </legend>
      <input type="hidden" name="invoice" value={number} />
      {problem === undefined ? null : <p className="error">{problem}</p>}
      {mayContestWhole && hasLines ? (
        <div className="methods">
          {extent('whole', t('choose.whole', { amount: format.money(openMinor, currency) }))}
          {extent('lines', t('choose.lines'))}
        </div>
      ) : (
        <>
          <input type="hidden" name={nameField.extent(index)} value={mayContestWhole ? 'whole' : 'lines'} />
          {/* A problem of the choice leads here. */}
          <p className="soft" id={fieldIds.extent(index, 'lines')} tabIndex={-1}>
            {mayContestWhole ? t('choose.whole', { amount: format.money(openMinor, currency) }) : t('choose.linesOnly')}
          </p>
        </>
      )}
      {hasLines ? <ContestedLines {...props} /> : null}
    </fieldset>
  )
}
