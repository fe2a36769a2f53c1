import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { PlanFrequency } from '~/domain/instalment-schedule'
import { Callout } from '../callout'
import { SelectField, TextField } from '../form-field'

/** A plan of a simulation. Everything is written already. */
export interface SimulatedPlan {
  frequency: PlanFrequency
  /** Null for what the page begins with. */
  isLongest: boolean
  total: string
  charges: string
  rows: { key: number; due: string; amount: string }[]
}

export interface ShownSimulation {
  debtor: string
  on: string
  currencies: { currency: string; due: string; plans: SimulatedPlan[] }[]
}

export interface PlanSimulatorProps {
  asked: { debtor: string; on: string; policy: string }
  today: string
  drafts: readonly { id: string; name: string }[]
  /** Null where nothing was asked for, or it cannot be shown. */
  shown: ShownSimulation | null
  problem: 'no_debtor' | 'no_draft' | 'before_today' | 'bad_day' | null
}

/** What a debtor would see on a day, by what counts then or by a draft. */
export function PlanSimulator({ asked, today, drafts, shown, problem }: PlanSimulatorProps) {
  const { t } = useTranslation('planning')
  return (
    <section className="card stack" id="simulator" aria-labelledby="simulator-title">
      <div>
        <h2 id="simulator-title">{t('simulator.title')}</h2>
        <p className="soft">{t('simulator.lead')}</p>
      </div>
      <Form method="get" action="/console/plans/policy" className="stack">
        <div className="fields">
          <TextField
            id="debtor"
            name="debtor"
            label={t('simulator.debtor')}
            defaultValue={asked.debtor}
            autoComplete="off"
            problem={problem === 'no_debtor' ? t('simulator.problem.no_debtor') : undefined}
          />
          <TextField
            id="on"
            name="on"
            type="date"
            min={today}
            label={t('simulator.on')}
            defaultValue={asked.on}
            problem={
              problem === 'before_today' || problem === 'bad_day' ? t(`simulator.problem.${problem}`) : undefined
            }
          />
          <SelectField
            id="policy"
            name="policy"
            label={t('simulator.policy')}
            defaultValue={asked.policy}
            problem={problem === 'no_draft' ? t('simulator.problem.no_draft') : undefined}
            options={[
              { value: '', text: t('simulator.inForce') },
              ...drafts.map(({ id, name }) => ({ value: id, text: t('simulator.draft', { name }) })),
            ]}
          />
        </div>
        <p className="actions">
          <button className="btn">{t('simulator.show')}</button>
        </p>
      </Form>
      {shown === null ? null : <Simulation {...shown} />}
    </section>
  )
}

function Simulation({ debtor, on, currencies }: ShownSimulation) {
  const { t } = useTranslation('planning')
  return (
    <div className="stack">
      <h3>{t('simulator.result', { debtor, day: on })}</h3>
      {currencies.length === 0 ? <Callout tone="info">{t('simulator.nothingDue')}</Callout> : null}
      {currencies.map(({ currency, due, plans }) => (
        <div key={currency} className="stack">
          <p>{t('simulator.due', { amount: due })}</p>
          {plans.length === 0 ? <Callout tone="info">{t('simulator.noPlans')}</Callout> : null}
          <div className="compared">
            {plans.map((plan) => (
              <SimulatedTable key={`${plan.frequency} ${plan.isLongest}`} {...plan} />
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}

function SimulatedTable({ frequency, isLongest, total, charges, rows }: SimulatedPlan) {
  const { t } = useTranslation('planning')
  const name = t(`frequency.${frequency}`)
  return (
    <table className="data">
      <caption>
        {isLongest ? t('simulator.longest', { frequency: name }) : t('simulator.first', { frequency: name })}
        <small>{t('simulator.sum', { total, charges })}</small>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('schedule.due')}</th>
          <th scope="col" className="n">
            {t('schedule.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, due, amount }) => (
          <tr key={key}>
            <th scope="row">{due}</th>
            <td className="n">{amount}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
