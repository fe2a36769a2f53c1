import { useTranslation } from '~/i18n/use-translation'
import { TitleBlock } from '../title-block'

/** Where there is nothing to shape: nothing is due, or the creditor offers no plans by itself. */
export function NoPlansPage({ creditorName }: { creditorName: string }) {
  const { t } = useTranslation('planning')
  return (
    <>
      <a className="back" href="/statement">
        {t('none.back')}
      </a>
      <TitleBlock title={t('none.title')}>
        <p>{t('none.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <p className="actions">
        <a className="btn" href="/contact/cannot-pay">
          {t('none.contact')}
        </a>
      </p>
    </>
  )
}
