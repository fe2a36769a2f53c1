/** Checking a document by the code on it: a form, and what was issued under the code, to be compared with the document. */
import { useTranslation } from '~/i18n/use-translation'
import {
  formatDocumentCode,
  type DocumentCode,
  type FigureName,
  type IssuedDocumentKind,
  type IssuedFigure,
} from '~/domain/issued-document'
import type { Formatters } from '~/i18n/formatters'
import { Callout } from './callout'
import { Facts } from './facts'
import { TextField } from './form-field'
import { TitleBlock } from './title-block'

/** What is on the document, and no more. */
export interface ShownDocument {
  kind: IssuedDocumentKind
  code: DocumentCode
  issuedAt: Date
  figures: readonly IssuedFigure[]
  creditorName: string
  debtorName: string
  sha256: string
  format: Formatters
}

export type DocumentCheckOutcome =
  | { kind: 'none' }
  | { kind: 'malformed' }
  | { kind: 'unknown' }
  | { kind: 'refused'; minutes: number }
  | { kind: 'found'; document: ShownDocument }

interface DocumentCheckProps {
  /** As it was typed. */
  typed: string
  outcome: DocumentCheckOutcome
}

export function DocumentCheckPage({ typed, outcome }: DocumentCheckProps) {
  const { t } = useTranslation('paper')
  return (
    <>
      <TitleBlock title={t('trust.title')}>
        <p>{t('trust.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {outcome.kind === 'unknown' ? <Callout tone="bad">{t('trust.unknown')}</Callout> : null}
        {outcome.kind === 'refused' ? (
          <Callout tone="bad">{t('trust.refused', { count: outcome.minutes })}</Callout>
        ) : null}
        {outcome.kind === 'found' ? <FoundDocument document={outcome.document} /> : null}
        <DocumentCheckForm typed={typed} isMalformed={outcome.kind === 'malformed'} />
      </div>
    </>
  )
}

export function DocumentCheckForm({ typed, isMalformed }: { typed: string; isMalformed: boolean }) {
  const { t } = useTranslation('paper')
  return (
    <form method="get" action="/trust" className="stack">
      <TextField
        id="code"
        name="code"
        label={t('trust.code')}
        defaultValue={typed}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        dir="ltr"
        problem={isMalformed ? t('trust.malformed') : undefined}
      />
      <p className="actions">
        <button className="btn">{t('trust.check')}</button>
      </p>
    </form>
  )
}

function FoundDocument({ document }: { document: ShownDocument }) {
  const { t } = useTranslation('paper')
  const { t: discountText } = useTranslation('discount')
  const { format } = document
  const kinds: Readonly<Record<IssuedDocumentKind, string>> = {
    statement: t('kinds.statement'),
    balance_forward: t('kinds.balanceForward'),
    invoice_copy: t('kinds.invoiceCopy'),
    credit_note_copy: t('kinds.creditNoteCopy'),
    receipt: t('kinds.receipt'),
    remittance_advice: t('kinds.remittanceAdvice'),
    dispute_file: t('kinds.disputeFile'),
    plan_agreement: t('kinds.planAgreement'),
    settlement_agreement: t('kinds.settlementAgreement'),
    payoff_quote: t('kinds.payoffQuote'),
    demand_letter: t('kinds.demandLetter'),
    discount_note: discountText('note.kind'),
  }
  const names: Readonly<Record<FigureName, string>> = {
    number: t('figures.number'),
    reference: t('figures.reference'),
    issued: t('figures.issued'),
    due: t('figures.due'),
    from: t('figures.from'),
    to: t('figures.to'),
    payable_now: t('figures.payableNow'),
    open: t('figures.open'),
    balance: t('figures.balance'),
    opening: t('figures.opening'),
    closing: t('figures.closing'),
    amount: t('figures.amount'),
    received: t('figures.received'),
    settled: t('figures.settled'),
    advised: t('figures.advised'),
    coverage: t('coverage.name'),
  }
  const several =
    new Set(document.figures.flatMap((figure) => ('currency' in figure ? [figure.currency] : []))).size > 1
  return (
    <section className="card stack" aria-labelledby="found-title">
      <h2 id="found-title">{t('trust.found')}</h2>
      <Facts
        facts={[
          { name: t('trust.kind'), value: kinds[document.kind] },
          { name: t('trust.code'), value: <bdi dir="ltr">{formatDocumentCode(document.code)}</bdi> },
          { name: t('trust.by'), value: <bdi>{document.creditorName}</bdi> },
          { name: t('trust.for'), value: <bdi>{document.debtorName}</bdi> },
          { name: t('trust.at'), value: format.instant(document.issuedAt) },
          ...document.figures.map((figure) => ({
            name: several && 'currency' in figure ? `${names[figure.name]} (${figure.currency})` : names[figure.name],
            value: 'covers' in figure ? t('coverage.chosenInvoices') : <bdi>{writeFigure(figure, format)}</bdi>,
          })),
          {
            name: t('trust.file'),
            value: (
              <code>
                <bdi dir="ltr">{document.sha256.replace(/(.{8})(?=.)/g, '$1 ')}</bdi>
              </code>
            ),
          },
        ]}
      />
      <p>{t('trust.compare')}</p>
    </section>
  )
}

function writeFigure(figure: Exclude<IssuedFigure, { covers: string }>, format: Formatters): string {
  if ('amountMinor' in figure) return format.money(figure.amountMinor, figure.currency)
  return 'on' in figure ? format.day(figure.on) : figure.text
}
