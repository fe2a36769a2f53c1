/** What the creditor permits: currencies, small remainders, gateways. Everybody reads it, owners change it. */
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Callout } from '~/components/callout'
import { ContactPolicyForm } from '~/components/console/contact-policy-form'
import { CurrencyPolicyForm } from '~/components/console/currency-policy-form'
import { DisputePolicyForm } from '~/components/console/dispute-policy-form'
import { GatewayPolicyForm } from '~/components/console/gateway-policy-form'
import { SettlementPolicyForm } from '~/components/console/settlement-policy-form'
import { ErrorSummary } from '~/components/form-field'
import { TitleBlock } from '~/components/title-block'
import type { PolicyKind } from '~/domain/creditor-policy'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { changeSettings } from './change-settings.server'
import { describeSettings } from './describe-settings.server'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context)
  const { creditor, t } = visit
  return {
    title: t('console:pageTitle', { page: t('console:settings.title'), creditor: creditor.name }),
    mayManage: visit.may('policies.manage'),
    ...(await describeSettings(context, visit)),
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'policies.manage')
  const change = await changeSettings(context.app, visit, await readForm(request))
  if (!change) throw new Response(null, { status: 400 })
  return data(change, { status: change.problems === null ? 200 : 422 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function SettingsRoute() {
  const { entries, versions, history, currencies, gateways, rates, mayManage } = useLoaderData<typeof loader>()
  const change = useActionData<typeof action>()
  const { t } = useTranslation('console')
  const refused = change?.problems ? change : null
  const typed = refused ? refused.entries : {}
  const frame = (kind: PolicyKind) => ({
    version: versions[kind],
    mayManage,
    history: history.filter((entry) => entry.kind === kind),
    problems: refused?.kind === kind ? refused.problems : [],
  })
  // Fields are filled once: what was saved, or what somebody else saved, fills them again.
  const keyOf = (kind: PolicyKind) => `${kind} ${versions[kind]}`
  return (
    <>
      <TitleBlock title={t('settings.title')}>
        <p>{mayManage ? t('settings.lead') : t('settings.readOnly')}</p>
      </TitleBlock>
      <div className="stack">
        <ErrorSummary
          problems={(refused?.problems ?? []).map(({ fieldId, code }) => ({
            fieldId,
            text: t(`settings.problem.${code}`),
          }))}
        />
        {change && !refused ? <Callout tone="good">{t('settings.saved')}</Callout> : null}
        <CurrencyPolicyForm
          key={keyOf('currency')}
          entry={typed.currency ?? entries.currency}
          {...{ currencies, rates }}
          {...frame('currency')}
        />
        <SettlementPolicyForm
          key={keyOf('settlement')}
          entry={typed.settlement ?? entries.settlement}
          {...frame('settlement')}
        />
        <DisputePolicyForm key={keyOf('dispute')} entry={typed.dispute ?? entries.dispute} {...frame('dispute')} />
        <ContactPolicyForm key={keyOf('contact')} entry={typed.contact ?? entries.contact} {...frame('contact')} />
        <GatewayPolicyForm
          key={keyOf('gateway')}
          entry={typed.gateway ?? entries.gateway}
          gateways={gateways}
          {...frame('gateway')}
        />
      </div>
    </>
  )
}
