import { useTranslation } from 'react-i18next'
import { LARGEST_LOGO_BYTES, LONGEST_LOGO_SIDE } from '~/domain/brand-policy'
import { TextField } from '../form-field'
import { useProblemTexts, type PolicyFormFrame } from './policy-form'
import { PolicyHistory } from './policy-history'

export interface ShownLogo {
  /** Pixels. */
  width: number
  height: number
}

/** As large as documents show it, in CSS pixels. */
const SHOWN = { width: 240, height: 60 }

/** The picture that documents and mails carry: the one there is, the way to another, and the way to none. */
export function LogoForm({
  logo,
  creditorName,
  version,
  mayManage,
  history,
  problems,
}: PolicyFormFrame & { logo: ShownLogo | null; creditorName: string }) {
  const { t } = useTranslation('console')
  const problemOf = useProblemTexts(problems)
  return (
    <section className="card stack" aria-labelledby="brand-title">
      <div>
        <h2 id="brand-title">{t('settings.logo.title')}</h2>
        <p className="soft">{t('settings.logo.lead')}</p>
      </div>
      {logo === null ? (
        <p>{t('settings.logo.none')}</p>
      ) : (
        <p className="on-paper">
          <img
            src={`/console/settings/logo?version=${version}`}
            alt={t('settings.logo.alt', { creditor: creditorName })}
            {...fit(logo)}
          />
        </p>
      )}
      {mayManage ? (
        <form method="post" action="/console/settings" encType="multipart/form-data">
          <input type="hidden" name="basedOn" value={version} />
          <TextField
            id="logo"
            name="logo"
            type="file"
            required
            accept=".png,.jpg,.jpeg"
            label={t('settings.logo.file')}
            hint={t('settings.logo.hint', { kilobytes: LARGEST_LOGO_BYTES / 1024, pixels: LONGEST_LOGO_SIDE })}
            problem={problemOf('logo')}
          />
          <p className="actions">
            <button className="btn">{t('settings.logo.upload')}</button>
          </p>
        </form>
      ) : null}
      {mayManage && logo !== null ? (
        <form method="post" action="/console/settings">
          <input type="hidden" name="basedOn" value={version} />
          <p className="actions">
            <button className="btn quiet" name="intent" value="remove-logo">
              {t('settings.logo.remove')}
            </button>
          </p>
        </form>
      ) : null}
      <PolicyHistory id="brand" versions={history} />
    </section>
  )
}

function fit({ width, height }: ShownLogo): ShownLogo {
  const scale = Math.min(SHOWN.width / width, SHOWN.height / height, 1)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
