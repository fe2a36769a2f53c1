import { useTranslation } from 'react-i18next'

export interface ShownVersion {
  version: string
  at: string
  author: { kind: 'user' | 'key' | 'system'; name: string | null }
}

/** Who changed a policy, and when. Nothing while nobody did. */
export function PolicyHistory({ id, versions }: { id: string; versions: readonly ShownVersion[] }) {
  const { t } = useTranslation('console')
  return versions.length === 0 ? null : (
    <details>
      <summary>{t('settings.history.title', { count: versions.length })}</summary>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby={`${id}-history`}>
        <table className="data">
          <caption id={`${id}-history`}>{t('settings.history.caption')}</caption>
          <thead>
            <tr>
              <th scope="col" className="n">
                {t('settings.history.version')}
              </th>
              <th scope="col">{t('settings.history.at')}</th>
              <th scope="col">{t('settings.history.by')}</th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ version, at, author }) => (
              <tr key={version}>
                <td className="n">{version}</td>
                <td>{at}</td>
                <td>{author.name === null ? t(`settings.history.author.${author.kind}`) : <bdi>{author.name}</bdi>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
