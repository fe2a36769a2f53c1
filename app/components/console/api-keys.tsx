/** The keys by which programs use the API, and a form for another. */
import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../badge'
import { EmptyState } from '../empty-state'
import { TextField } from '../form-field'

export interface ShownApiKey {
  id: string
  label: string
  created: string
  /** Null where it was never used. */
  lastUsed: string | null
  /** Null while it is valid. */
  revoked: string | null
}

export function ApiKeyTable({ keys }: { keys: readonly ShownApiKey[] }) {
  const { t } = useTranslation('console')
  if (keys.length === 0) {
    return (
      <EmptyState title={t('keys.none')}>
        <p>{t('keys.noneText')}</p>
      </EmptyState>
    )
  }
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('keys.title')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('keys.label')}</th>
            <th scope="col">{t('keys.created')}</th>
            <th scope="col">{t('keys.lastUsed')}</th>
            <th scope="col">{t('keys.state')}</th>
            <th scope="col">{t('keys.revoke')}</th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <th scope="row">
                <bdi>{key.label}</bdi>
              </th>
              <td className="nowrap">{key.created}</td>
              <td className="nowrap">{key.lastUsed ?? <span className="soft">{t('keys.neverUsed')}</span>}</td>
              <td>
                {key.revoked === null ? (
                  <Badge tone="good">{t('keys.active')}</Badge>
                ) : (
                  <Badge>{t('keys.revokedAt', { at: key.revoked })}</Badge>
                )}
              </td>
              <td>{key.revoked === null ? <RevokeForm apiKey={key} /> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** In two steps, because a program stops working. */
function RevokeForm({ apiKey }: { apiKey: ShownApiKey }) {
  const { t } = useTranslation('console')
  return (
    <details>
      <summary>
        {t('keys.revoke')}
        <span className="hush">
          {' '}
          <bdi>{apiKey.label}</bdi>
        </span>
      </summary>
      <Form method="post">
        <input type="hidden" name="key" value={apiKey.id} />
        <p>{t('keys.revokeHint')}</p>
        <p className="actions">
          <button className="btn danger" name="intent" value="revoke">
            {t('keys.confirm')}
          </button>
        </p>
      </Form>
    </details>
  )
}

/** A form for another key, with what was typed and what is wrong with it. */
export function CreateApiKeyForm({ label, problem }: { label: string; problem: string | undefined }) {
  const { t } = useTranslation('console')
  return (
    <section className="stack" aria-labelledby="create-title">
      <h2 id="create-title">{t('keys.createTitle')}</h2>
      <Form method="post">
        <TextField
          id="label"
          name="label"
          label={t('keys.label')}
          hint={t('keys.labelHint')}
          autoComplete="off"
          defaultValue={label}
          problem={problem}
          maxLength={100}
          required
        />
        <p className="actions">
          <button className="btn" name="intent" value="create">
            {t('keys.submit')}
          </button>
        </p>
      </Form>
    </section>
  )
}
