import { useTranslation } from '~/i18n/use-translation'

/** What of a page's address could not be used, each with its reason. Nothing when all of it could. */
export function IgnoredInput({ reasons }: { reasons: readonly string[] }) {
  const { t } = useTranslation()
  return reasons.length === 0 ? null : (
    <div className="callout warn" role="status">
      <p>{t('ignoredInput')}</p>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  )
}
