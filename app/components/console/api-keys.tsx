/** The keys by which programs use the API, and a form for another. */
import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../empty-state'
import { Facts } from '../facts'
import { TextField } from '../form-field'
import { ConfirmedAction } from './confirmed-action'

export interface ShownApiKey {
  id: string
  label: string
  created: string
  /** Null where it was never used. */
  lastUsed: string | null
  /** Null while it is valid. */
  revoked: string | null
}

export function ApiKeys({ keys }: { keys: readonly ShownApiKey[] }) {
  const { t } = useTranslation('console')
  const valid = keys.filter(({ revoked }) => revoked === null)
  const revoked = keys.filter((key) => key.revoked !== null)
  return (
    <>
      {valid.length === 0 ? (
        <EmptyState title={t('keys.none')}>
          <p>{t('keys.noneText')}</p>
        </EmptyState>
      ) : (
        <div className="cards">
          {valid.map((key) => (
            <ApiKeyCard key={key.id} apiKey={key} />
          ))}
        </div>
      )}
      {revoked.length === 0 ? null : <RevokedKeys keys={revoked} />}
    </>
  )
}

function ApiKeyCard({ apiKey }: { apiKey: ShownApiKey }) {
  const { t } = useTranslation('console')
  return (
    <section className="card stack">
      <h2>
        <bdi>{apiKey.label}</bdi>
      </h2>
      <Facts
        facts={[
          { name: t('keys.created'), value: apiKey.created },
          { name: t('keys.lastUsed'), value: apiKey.lastUsed ?? t('keys.neverUsed') },
        ]}
      />
      <Form method="post">
        <input type="hidden" name="key" value={apiKey.id} />
        <ConfirmedAction
          label={t('keys.revoke')}
          hint={t('keys.revokeHint')}
          confirm={t('keys.confirm')}
          intent="revoke"
        />
      </Form>
    </section>
  )
}

function RevokedKeys({ keys }: { keys: readonly ShownApiKey[] }) {
  const { t } = useTranslation('console')
  return (
    <section>
      <h2 id="revoked-title">{t('keys.revokedTitle')}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="revoked-title">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('keys.label')}</th>
              <th scope="col">{t('keys.created')}</th>
              <th scope="col">{t('keys.lastUsed')}</th>
              <th scope="col">{t('keys.revokedOn')}</th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.id}>
                <th scope="row">
                  <bdi>{key.label}</bdi>
                </th>
                <td className="nowrap">{key.created}</td>
                <td className="nowrap">{key.lastUsed ?? t('keys.neverUsed')}</td>
                <td className="nowrap">{key.revoked}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
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
