/** The addresses that are sent every outcome, how far they got, and what can be done about it. */
import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../badge'
import { EmptyState } from '../empty-state'
import { Facts } from '../facts'
import { TextField } from '../form-field'

export interface ShownEndpoint {
  id: string
  url: string
  state: 'active' | 'gone'
  since: string
  pending: string
  delivered: string
  parked: string
  hasParked: boolean
}

export interface TroubledDelivery {
  id: string
  sequence: number
  url: string
  attempts: string
  lastError: string | null
  /** Null where it is parked. */
  nextAt: string | null
}

/** Which endpoint's number could not be read. */
export interface ReplayProblem {
  endpointId: string
  text: string
}

interface WebhookEndpointsProps {
  endpoints: readonly ShownEndpoint[]
  mayManage: boolean
  replayProblem: ReplayProblem | null
}

export function WebhookEndpoints({ endpoints, mayManage, replayProblem }: WebhookEndpointsProps) {
  const { t } = useTranslation('console')
  if (endpoints.length === 0) {
    return (
      <EmptyState title={t('webhooks.none')}>
        <p>{t('webhooks.noneText')}</p>
      </EmptyState>
    )
  }
  return endpoints.map((endpoint) => (
    <section key={endpoint.id} className="card stack" aria-labelledby={`endpoint-${endpoint.id}`}>
      <h2 id={`endpoint-${endpoint.id}`}>
        <bdi dir="ltr">{endpoint.url}</bdi>
      </h2>
      <p>
        {endpoint.state === 'active' ? (
          <Badge tone="good">{t('webhooks.active')}</Badge>
        ) : (
          <Badge tone="bad">{t('webhooks.gone')}</Badge>
        )}{' '}
        {t('webhooks.since', { at: endpoint.since })}
      </p>
      <Facts
        facts={[
          { name: t('webhooks.delivered'), value: endpoint.delivered },
          { name: t('webhooks.pending'), value: endpoint.pending },
          { name: t('webhooks.parked'), value: endpoint.parked },
        ]}
      />
      {mayManage ? (
        <EndpointForms
          endpoint={endpoint}
          problem={replayProblem?.endpointId === endpoint.id ? replayProblem.text : undefined}
        />
      ) : null}
    </section>
  ))
}

function EndpointForms({ endpoint, problem }: { endpoint: ShownEndpoint; problem: string | undefined }) {
  const { t } = useTranslation('console')
  const active = endpoint.state === 'active'
  return (
    <>
      {active ? (
        <Form method="post">
          <EndpointInput id={endpoint.id} />
          <TextField
            id={`after-${endpoint.id}`}
            name="after"
            inputMode="numeric"
            autoComplete="off"
            label={t('webhooks.replayAfter')}
            defaultValue="0"
            problem={problem}
          />
          <p className="actions">
            <button className="btn quiet" name="intent" value="replay">
              {t('webhooks.replay')}
            </button>
          </p>
        </Form>
      ) : null}
      <Form method="post">
        <EndpointInput id={endpoint.id} />
        <p className="actions">
          {active && endpoint.hasParked ? (
            <button className="btn quiet" name="intent" value="retry">
              {t('webhooks.retryParked')}
            </button>
          ) : null}
          {active ? (
            <button className="btn quiet" name="intent" value="rotate">
              {t('webhooks.rotate')}
            </button>
          ) : null}
          <button className="btn danger" name="intent" value="remove">
            {t('webhooks.remove')}
          </button>
        </p>
        {active ? <p className="soft">{t('webhooks.rotateHint')}</p> : null}
      </Form>
    </>
  )
}

function EndpointInput({ id }: { id: string }) {
  return <input type="hidden" name="endpoint" value={id} />
}

/** A form for another address, with what was typed and what is wrong with it. */
export function AddEndpointForm({ url, problem }: { url: string; problem: string | undefined }) {
  const { t } = useTranslation('console')
  return (
    <section className="stack" aria-labelledby="add-title">
      <h2 id="add-title">{t('webhooks.addTitle')}</h2>
      <Form method="post">
        <TextField
          id="url"
          name="url"
          type="url"
          dir="ltr"
          label={t('webhooks.url')}
          autoComplete="off"
          defaultValue={url}
          problem={problem}
          maxLength={2000}
          required
        />
        <p className="actions">
          <button className="btn" name="intent" value="add">
            {t('webhooks.add')}
          </button>
        </p>
      </Form>
    </section>
  )
}

export function TroubledDeliveries({ deliveries }: { deliveries: readonly TroubledDelivery[] }) {
  const { t } = useTranslation('console')
  return deliveries.length === 0 ? null : (
    <section>
      <h2 id="troubled-title">{t('webhooks.troubled')}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="troubled-title">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('webhooks.number')}</th>
              <th scope="col">{t('webhooks.url')}</th>
              <th scope="col" className="n">
                {t('webhooks.attempts')}
              </th>
              <th scope="col">{t('webhooks.lastError')}</th>
              <th scope="col">{t('webhooks.next')}</th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((delivery) => (
              <tr key={delivery.id}>
                <th scope="row">#{delivery.sequence}</th>
                <td>
                  <bdi dir="ltr">{delivery.url}</bdi>
                </td>
                <td className="n">{delivery.attempts}</td>
                <td>
                  <bdi dir="ltr">{delivery.lastError}</bdi>
                </td>
                <td className="nowrap">
                  {delivery.nextAt === null ? <Badge tone="bad">{t('delivery.parked')}</Badge> : delivery.nextAt}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
