/** Before a plan is withdrawn or declined: what follows from it. */
import { useTranslation } from '~/i18n/use-translation'
import { TextAreaField } from '../form-field'
import { TitleBlock } from '../title-block'

interface WithdrawPlanPageProps {
  readonly planId: string
  readonly reference: string
  readonly creditorName: string
  readonly entryId: string
  /** It declines what the creditor offered; else it takes back what its own side began. */
  readonly isOffer: boolean
}

export function WithdrawPlanPage({ planId, reference, creditorName, entryId, isOffer }: WithdrawPlanPageProps) {
  const { t } = useTranslation('agreement')
  const back = `/plans/${planId}`
  return (
    <>
      <a className="back" href={back}>
        {t('one.title', { reference })}
      </a>
      <TitleBlock title={t(isOffer ? 'one.declineTitle' : 'one.withdrawTitle')}>
        <p>{t('one.withdrawLead')}</p>
      </TitleBlock>
      <form method="post" action={`${back}/withdraw`} className="stack">
        <input type="hidden" name="entry" value={entryId} />
        <TextAreaField
          id="text"
          name="text"
          label={t('one.text')}
          hint={t('propose.textHint', { creditor: creditorName })}
          maxLength={5000}
        />
        <p className="actions">
          <button className="btn danger">{t(isOffer ? 'one.declineOffer' : 'one.withdraw')}</button>
          <a href={back}>{t('one.keep')}</a>
        </p>
      </form>
    </>
  )
}
