import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { TitleBlock } from '../title-block'

/** Where a plan takes in no more invoices, and why. */
export function NoExtensionPage({ planId, text }: { planId: string; text: string }) {
  const { t } = useTranslation('planning')
  return (
    <>
      <a className="back" href={`/plans/${planId}`}>
        {t('extend.back')}
      </a>
      <TitleBlock title={t('extend.title')} />
      <Callout tone="warn">{text}</Callout>
    </>
  )
}
