/** Forwarding a link: to whom, what it permits, which documents it shows, how much may be paid by it, and for how long. */
import { useTranslation } from '~/i18n/use-translation'
import type { AccessRight } from '~/domain/access-scope'
import { Callout } from '../callout'
import { Choice, ErrorSummary, findProblem, SelectField, TextField, type FieldProblem } from '../form-field'
import { TitleBlock } from '../title-block'
import { CodeActions, CodeField } from './code-field'

/** What stands in the form. */
export interface ForwardEntry {
  name: string
  email: string
  language: string
  rights: readonly AccessRight[]
  documents: 'all' | 'only'
  /** Chosen from the list. */
  numbers: readonly string[]
  /** Typed beside it. */
  furtherNumbers: string
  /** As typed, by currency. */
  caps: Readonly<Record<string, string>>
  /** Days, or 'own' for as long as the own link. */
  expires: string
}

export interface ForwardPageProps {
  entry: ForwardEntry
  problems: readonly FieldProblem[]
  /** That the own link gives, without `view`. */
  rights: readonly AccessRight[]
  languages: readonly { tag: string; name: string }[]
  /** The own link shows chosen documents itself. */
  isLimited: boolean
  /** Open documents to choose from, oldest due first. */
  documents: readonly { number: string; due: string; open: string }[]
  /** Currencies for a cap; empty for whoever may not pay. */
  currencies: readonly { code: string; sign: string; own: string | null }[]
  days: readonly number[]
  ownUntil: string
  /** Where a code was sent, masked; null while none is needed. */
  codeSentTo: string | null
  /** A code is needed and cannot be sent. */
  codeProblem: string | null
}

export function ForwardPage(props: ForwardPageProps) {
  const { entry, problems, codeSentTo, codeProblem } = props
  const { t } = useTranslation('delegation')
  const problemOf = (fieldId: string) => findProblem(problems, fieldId)
  return (
    <>
      <a className="back" href="/access">
        {t('forward.back')}
      </a>
      <TitleBlock title={t('forward.title')}>
        <p>{t('forward.lead')}</p>
      </TitleBlock>
      <ErrorSummary problems={problems} />
      {codeProblem === null ? null : <Callout tone="bad">{codeProblem}</Callout>}
      <form method="post" action="/access/forward" className="stack" noValidate>
        {codeSentTo === null ? null : <CodeCard sentTo={codeSentTo} problem={problemOf('code')} />}
        <TextField
          id="name"
          name="name"
          label={t('forward.name')}
          problem={problemOf('name')}
          defaultValue={entry.name}
          maxLength={100}
          autoComplete="off"
        />
        <TextField
          id="email"
          name="email"
          type="email"
          dir="ltr"
          label={t('forward.email')}
          problem={problemOf('email')}
          defaultValue={entry.email}
          maxLength={254}
          autoComplete="off"
        />
        <SelectField
          id="language"
          name="language"
          label={t('forward.language')}
          defaultValue={entry.language}
          options={props.languages.map(({ tag, name }) => ({ value: tag, text: name, lang: tag }))}
        />
        <RightChoices {...props} />
        <DocumentChoices {...props} problem={problemOf('numbers')} />
        {props.currencies.length === 0 ? null : <CapFields {...props} problemOf={problemOf} />}
        <SelectField
          id="expires"
          name="expires"
          label={t('forward.expires')}
          problem={problemOf('expires')}
          defaultValue={entry.expires}
          options={[
            ...props.days.map((count) => ({ value: String(count), text: t('forward.days', { count }) })),
            { value: 'own', text: t('forward.asOwn', { until: props.ownUntil }) },
          ]}
        />
        <CodeActions send={t('forward.send')} isCodeSent={codeSentTo !== null} />
      </form>
    </>
  )
}

function CodeCard({ sentTo, problem }: { sentTo: string; problem: string | undefined }) {
  const { t } = useTranslation('delegation')
  return (
    <div className="card stack">
      <h2>{t('forward.codeTitle')}</h2>
      <p>{t('forward.codeLead', { address: sentTo })}</p>
      <CodeField sentTo={sentTo} problem={problem} />
    </div>
  )
}

function RightChoices({ rights, entry }: ForwardPageProps) {
  const { t } = useTranslation(['delegation', 'access'])
  const names: Readonly<Record<AccessRight, string>> = {
    view: t('access:rights.view'),
    pay: t('access:rights.pay'),
    dispute: t('access:rights.dispute'),
    agree: t('access:rights.agree'),
  }
  return (
    <fieldset>
      <legend>{t('forward.rights')}</legend>
      <p className="hint">{t('forward.viewAlways')}</p>
      {rights.map((right) => (
        <Choice
          key={right}
          id={`right-${right}`}
          type="checkbox"
          name="right"
          value={right}
          defaultChecked={entry.rights.includes(right)}
        >
          {names[right]}
        </Choice>
      ))}
    </fieldset>
  )
}

function DocumentChoices({ documents, entry, isLimited, problem }: ForwardPageProps & { problem: string | undefined }) {
  const { t } = useTranslation('delegation')
  return (
    <fieldset>
      <legend>{t('forward.documents')}</legend>
      <Choice id="documents-all" type="radio" name="documents" value="all" defaultChecked={entry.documents === 'all'}>
        {isLimited ? t('forward.allLimited') : t('forward.all')}
      </Choice>
      <Choice
        id="documents-only"
        type="radio"
        name="documents"
        value="only"
        defaultChecked={entry.documents === 'only'}
      >
        {t('forward.only')}
      </Choice>
      {documents.map(({ number, due, open }, index) => (
        <Choice
          key={number}
          id={`number-${index}`}
          type="checkbox"
          name="number"
          value={number}
          defaultChecked={entry.numbers.includes(number)}
          hint={`${due} · ${open}`}
        >
          <bdi>{number}</bdi>
        </Choice>
      ))}
      <TextField
        id="numbers"
        name="furtherNumbers"
        label={t('forward.numbers')}
        hint={t('forward.numbersHint')}
        problem={problem}
        defaultValue={entry.furtherNumbers}
        autoComplete="off"
      />
    </fieldset>
  )
}

function CapFields({
  currencies,
  entry,
  problemOf,
}: ForwardPageProps & { problemOf: (fieldId: string) => string | undefined }) {
  const { t } = useTranslation('delegation')
  return (
    <fieldset>
      <legend>{t('forward.caps')}</legend>
      <p className="hint">{t('forward.capsHint')}</p>
      {currencies.map(({ code, sign, own }) => (
        <TextField
          key={code}
          id={`cap-${code}`}
          name={`cap-${code}`}
          label={code}
          currencySign={sign}
          problem={problemOf(`cap-${code}`)}
          defaultValue={entry.caps[code] ?? ''}
          {...(own === null ? {} : { hint: t('forward.capOwn', { amount: own }) })}
        />
      ))}
    </fieldset>
  )
}
