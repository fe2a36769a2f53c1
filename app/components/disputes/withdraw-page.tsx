/** Before a dispute is taken back: what follows from it. */
import { useTranslation } from '~/i18n/use-translation'
import type { Formatters } from '~/i18n/formatters'
import { Callout } from '../callout'
import { TextAreaField } from '../form-field'
import { TitleBlock } from '../title-block'
import type { ShownDispute } from './shown-dispute'

interface WithdrawPageProps {
  dispute: ShownDispute
  entryId: string
  /** It is over already. */
  isOver: boolean
  format: Formatters
}

export function WithdrawPage({ dispute, entryId, isOver, format }: WithdrawPageProps) {
  const { t } = useTranslation('dispute')
  const back = `/disputes/${dispute.id}`
  return (
    <>
      <a className="back" href={back}>
        {t('withdraw.back', { reference: dispute.reference })}
      </a>
      <TitleBlock title={t('withdraw.title')}>
        <p>
          {t('withdraw.lead', {
            reference: dispute.reference,
            number: dispute.invoiceNumber,
            amount: format.money(dispute.claimedMinor, dispute.currency),
          })}
        </p>
      </TitleBlock>
      {isOver ? (
        <Callout tone="warn">{t('withdraw.over')}</Callout>
      ) : (
        <form method="post" action={`${back}/withdraw`} className="stack">
          <input type="hidden" name="entry" value={entryId} />
          <TextAreaField id="text" name="text" label={t('withdraw.text')} hint={t('withdraw.textHint')} />
          <p className="actions">
            <button className="btn danger">{t('withdraw.confirm')}</button>
            <a href={back}>{t('withdraw.keep')}</a>
          </p>
        </form>
      )}
    </>
  )
}
