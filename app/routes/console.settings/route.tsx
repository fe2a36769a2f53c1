/** What the creditor permits, and the logo it shows itself by. Everybody reads it, owners change it. */
import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Callout } from '~/components/callout'
import { ContactPolicyForm } from '~/components/console/contact-policy-form'
import { CurrencyPolicyForm } from '~/components/console/currency-policy-form'
import { DiscountPolicyForm } from '~/components/console/discount-policy-form'
import { DisputePolicyForm } from '~/components/console/dispute-policy-form'
import { GatewayPolicyForm } from '~/components/console/gateway-policy-form'
import { LogoForm } from '~/components/console/logo-form'
import type { SettingsKind } from '~/components/console/settings-entry'
import { ReminderPolicyForm } from '~/components/console/reminder-policy-form'
import { SettlementPolicyForm } from '~/components/console/settlement-policy-form'
import { ErrorSummary } from '~/components/form-field'
import { TitleBlock } from '~/components/title-block'
import { requireConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { isUpload } from '~/platform/http/upload.server'
import { uploadLogo } from './change-logo.server'
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
  const change = isUpload(request)
    ? await uploadLogo(context.app, visit, request)
    : await changeSettings(context.app, visit, await readForm(request))
  if (!change) throw new Response(null, { status: 400 })
  return data(change, { status: change.problems === null ? 200 : 422 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function SettingsRoute() {
  const { entries, versions, history, currencies, gateways, rates, logo, creditorName, mayManage } =
    useLoaderData<typeof loader>()
  const change = useActionData<typeof action>()
  const { t } = useTranslation('console')
  const { t: interestText } = useTranslation('interest')
  const refused = change?.problems ? change : null
  const typed = refused ? refused.entries : {}
  const frame = (kind: SettingsKind) => ({
    version: versions[kind],
    mayManage,
    history: history.filter((entry) => entry.kind === kind),
    problems: refused?.kind === kind ? refused.problems : [],
  })
  // Fields are filled once: what was saved, or what somebody else saved, fills them again.
  const keyOf = (kind: SettingsKind) => `${kind} ${versions[kind]}`
  return (
    <>
      <TitleBlock title={t('settings.title')}>
        <p>{mayManage ? t('settings.lead') : t('settings.readOnly')}</p>
        <p>
          <Link to="/console/settings/interest">{interestText('title')}</Link>
        </p>
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
        <DiscountPolicyForm key={keyOf('discount')} entry={typed.discount ?? entries.discount} {...frame('discount')} />
        <DisputePolicyForm key={keyOf('dispute')} entry={typed.dispute ?? entries.dispute} {...frame('dispute')} />
        <ContactPolicyForm key={keyOf('contact')} entry={typed.contact ?? entries.contact} {...frame('contact')} />
        <ReminderPolicyForm key={keyOf('reminder')} entry={typed.reminder ?? entries.reminder} {...frame('reminder')} />
        <GatewayPolicyForm
          key={keyOf('gateway')}
          entry={typed.gateway ?? entries.gateway}
          gateways={gateways}
          {...frame('gateway')}
        />
        <LogoForm key={keyOf('brand')} {...{ logo, creditorName }} {...frame('brand')} />
      </div>
    </>
  )
}
