/** A plan before it is agreed to: the agreement as it would be issued, and the code by which the debtor says yes. */
import type { PlanProposal } from '~/domain/plan-proposal'
import type { SavedMethod } from '~/domain/saved-method'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { CodeActions, CodeField } from '../access/code-field'
import { Callout } from '../callout'
import { ErrorSummary, findProblem, SelectField, TextAreaField, type FieldProblem } from '../form-field'
import { describeReason } from '../planning/plan-words'
import { ScheduleChart } from '../planning/schedule-chart'
import { TitleBlock } from '../title-block'
import { LetterBlocks } from './letter-blocks'
import type { ShownLetterBlock } from './shown-plan'

export interface AgreementPageProps {
  readonly creditorName: string
  readonly back: { readonly href: string; readonly text: string }
  readonly title: string
  /** Where the form goes. */
  readonly action: string
  /** What the form carries unseen. */
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly proposal: PlanProposal
  /** The creditor's own terms: they bind at once. */
  readonly isCounter: boolean
  readonly blocks: readonly ShownLetterBlock[]
  readonly consent: string
  readonly methods: readonly Pick<SavedMethod, 'id' | 'label'>[]
  readonly savedMethodId: string | null
  readonly text: string
  readonly problems: readonly FieldProblem[]
  /** Where a code was sent, masked; null while none was asked for. */
  readonly codeSentTo: string | null
  /** No code can be sent. */
  readonly codeProblem: string | null
  readonly format: Formatters
}

export function AgreementPage(props: AgreementPageProps) {
  const { creditorName, back, title, proposal, isCounter, blocks, problems, format } = props
  const { t } = useTranslation('agreement')
  const { t: planningText } = useTranslation('planning')
  const { verdict, currency } = proposal
  const isInside = isCounter || verdict.kind === 'inside'
  return (
    <>
      <a className="back" href={back.href}>
        {back.text}
      </a>
      <TitleBlock title={title}>
        <p>
          {isCounter
            ? t('one.counterLead')
            : isInside
              ? t('propose.insideLead', { creditor: creditorName })
              : t('propose.outsideLead', { creditor: creditorName })}
        </p>
      </TitleBlock>
      <ErrorSummary problems={problems} />
      <div className="stack">
        {isCounter || verdict.kind === 'inside' ? null : (
          <section aria-labelledby="why-title">
            <h2 id="why-title">{t('propose.why', { creditor: creditorName })}</h2>
            <ul>
              {verdict.reasons.map((reason) => (
                <li key={reason.code}>{describeReason(planningText, reason, { currency, format })}</li>
              ))}
            </ul>
          </section>
        )}
        <section className="card stack" aria-labelledby="agreement-title">
          <h2 id="agreement-title">{t('doc.title')}</h2>
          <ScheduleChart schedule={proposal.schedule} />
          <LetterBlocks blocks={blocks} />
        </section>
        <ConsentForm {...props} />
      </div>
    </>
  )
}

function ConsentForm(props: AgreementPageProps) {
  const { creditorName, action, fields, proposal, isCounter, consent, methods, savedMethodId } = props
  const { text, problems, codeSentTo, codeProblem } = props
  const { t } = useTranslation('agreement')
  const { t: code } = useTranslation('delegation')
  const isBinding = isCounter || proposal.verdict.kind === 'inside'
  const send = codeSentTo === null ? t('propose.ask') : isBinding ? t('propose.agree') : t('propose.send')
  return (
    <section className="card stack" aria-labelledby="consent-title">
      <h2 id="consent-title">{t('propose.consent')}</h2>
      <p>{consent}</p>
      <form method="post" action={action} className="stack" noValidate>
        {fields.map(([name, value], index) => (
          <input key={index} type="hidden" name={name} value={value} />
        ))}
        {codeProblem === null ? null : <Callout tone="bad">{codeProblem}</Callout>}
        {codeSentTo === null ? null : <Callout tone="info">{code('code.sent', { address: codeSentTo })}</Callout>}
        {proposal.autopay ? (
          methods.length === 0 ? (
            <Callout tone="warn">{t('propose.noMethod')}</Callout>
          ) : (
            <SelectField
              id="method"
              name="method"
              label={t('propose.method')}
              defaultValue={savedMethodId ?? methods[0]?.id ?? ''}
              options={methods.map(({ id, label }) => ({ value: id, text: label }))}
              problem={findProblem(problems, 'method')}
            />
          )
        ) : null}
        {isBinding ? null : (
          <TextAreaField
            id="text"
            name="text"
            label={t('propose.text')}
            hint={t('propose.textHint', { creditor: creditorName })}
            defaultValue={text}
            maxLength={5000}
            problem={findProblem(problems, 'text')}
          />
        )}
        <p>{t('propose.codeLead')}</p>
        {codeSentTo === null ? null : <CodeField sentTo={codeSentTo} problem={findProblem(problems, 'code')} />}
        <CodeActions send={send} isCodeSent={codeSentTo !== null} />
      </form>
    </section>
  )
}
