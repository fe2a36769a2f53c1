/** Moving the day of an instalment, within what the plan permits. */
import { useTranslation } from '~/i18n/use-translation'
import { Choice, ErrorSummary, findProblem, TextField, type FieldProblem } from '../form-field'
import { TitleBlock } from '../title-block'

export interface MovableInstalment {
  number: number
  name: string
  day: string
  amount: string
  /** The first and the last day that it can be moved to, in words. */
  from: string
  until: string
}

interface MoveInstalmentPageProps {
  planId: string
  reference: string
  creditorName: string
  movable: readonly MovableInstalment[]
  entry: { number: string; toOn: string }
  problems: readonly FieldProblem[]
}

export function MoveInstalmentPage(props: MoveInstalmentPageProps) {
  const { planId, reference, creditorName, movable, entry, problems } = props
  const { t } = useTranslation('instalment')
  return (
    <>
      <a className="back" href={`/plans/${planId}`}>
        {t('back', { reference })}
      </a>
      <TitleBlock title={t('move.title')}>
        <p>{t('move.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        <ErrorSummary problems={problems} />
        {movable.length === 0 ? (
          <>
            <p>{t('move.none')}</p>
            <p>
              <a href="/contact">{t('move.write')}</a>
            </p>
          </>
        ) : (
          <form method="post" action={`/plans/${planId}/move`} className="stack" noValidate>
            <fieldset>
              <legend>
                <h2>{t('move.which')}</h2>
              </legend>
              {movable.map(({ number, name, day, amount, from, until }, index) => (
                <Choice
                  key={number}
                  id={`number-${number}`}
                  type="radio"
                  name="number"
                  value={number}
                  hint={t('move.range', { from, until })}
                  defaultChecked={entry.number === '' ? index === 0 : entry.number === String(number)}
                >
                  {t('move.choice', { name, day, amount })}
                </Choice>
              ))}
            </fieldset>
            <TextField
              id="toOn"
              name="toOn"
              type="date"
              label={t('move.to')}
              defaultValue={entry.toOn}
              problem={findProblem(problems, 'toOn')}
            />
            <p>
              <button className="btn" type="submit">
                {t('move.submit')}
              </button>
            </p>
          </form>
        )}
      </div>
    </>
  )
}
